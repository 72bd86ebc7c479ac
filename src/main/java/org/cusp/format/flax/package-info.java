/** Parameters of flax, which are MessagePack with arrays as an extension. */
package org.cusp.format.flax;
