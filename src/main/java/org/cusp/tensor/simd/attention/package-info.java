/**
 * Attention by the vectors of the processor, a sequence at a time. May import {@code
 * tensor.simd.lanes}, {@code tensor} and all below. Begin with {@link
 * org.cusp.tensor.simd.attention.FloatHeads}.
 */
package org.cusp.tensor.simd.attention;
