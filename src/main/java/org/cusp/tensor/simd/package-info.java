/**
 * The fast kernels for a CPU: OpenBLAS and vector loops. May import {@code tensor} and {@code
 * tensor.nd4j}, for its memory. Begin with {@link org.cusp.tensor.simd.SimdKernels}.
 */
package org.cusp.tensor.simd;
