/**
 * What kernels are told about which numbers of a datum go where: any wiring, and convolutions.
 * Values of plain Java. May import {@code contract}. Begin with {@link
 * org.cusp.tensor.wiring.Wiring}.
 */
package org.cusp.tensor.wiring;
