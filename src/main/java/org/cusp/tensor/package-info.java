/**
 * The contract of tensor kernels: slabs of memory, matrices on them, the operations that training
 * and sampling are made of, and the services that provide them. Imports {@code rng} and {@code
 * contract}. Begin with {@link org.cusp.tensor.Kernels} and {@link org.cusp.tensor.KernelProvider}.
 */
package org.cusp.tensor;
