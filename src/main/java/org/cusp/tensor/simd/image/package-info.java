/**
 * Convolutions without columns, for small kernels: sums stay in registers, and what a window sees
 * is read where it lies. May import {@code tensor}. Begin with {@link
 * org.cusp.tensor.simd.image.ConvolutionKernels}.
 */
package org.cusp.tensor.simd.image;
