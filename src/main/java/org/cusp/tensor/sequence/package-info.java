/**
 * What kernels of sequences and of their vectors are told beside the numbers: how attention is
 * shared out among heads, how vectors are normalised. Values of plain Java. May import {@code
 * contract}. Begin with {@link org.cusp.tensor.sequence.Heads}.
 */
package org.cusp.tensor.sequence;
