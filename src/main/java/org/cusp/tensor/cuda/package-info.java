/**
 * The kernels for an NVIDIA GPU of today: cuBLAS for products, CUDA C++ kernels (resource {@code
 * kernels.cu}) for the rest, compiled where they run. May import {@code tensor}, {@code rng} and
 * {@code contract}. The bindings (org.bytedeco:cuda) and CUDA 13 may be missing: then {@link
 * org.cusp.tensor.cuda.CudaProvider#obstacle} says what. Begin with {@link
 * org.cusp.tensor.cuda.CudaKernels}.
 */
package org.cusp.tensor.cuda;
