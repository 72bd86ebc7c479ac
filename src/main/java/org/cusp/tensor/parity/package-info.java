/**
 * Every kernel of a provider beside that of another on the same random input: what {@code cusp
 * doctor} looks at, and what the tests hold. Imports {@code tensor} and {@code rng}. Begin with
 * {@link org.cusp.tensor.parity.KernelParity}.
 */
package org.cusp.tensor.parity;
