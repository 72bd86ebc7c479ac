/**
 * Networks of images that files show: convolutions in the order of their names, and ResNets. May
 * import {@code foreign.plan} and what that may. Begin with {@link
 * org.cusp.foreign.image.Convolutional}.
 */
package org.cusp.foreign.image;
