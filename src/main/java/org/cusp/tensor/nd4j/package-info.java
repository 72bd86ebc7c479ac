/**
 * Kernels and memory of ND4J, on whatever backend it has: the reference. May import {@code tensor}.
 * Begin with {@link org.cusp.tensor.nd4j.Nd4jProvider}.
 */
package org.cusp.tensor.nd4j;
