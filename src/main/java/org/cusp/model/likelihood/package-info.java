/**
 * Laws of targets given the outputs of a network: losses with their gradients, what is drawn from
 * them, what is right. May import {@code data}, {@code model.batch}, {@code tensor} and all below.
 * Begin with {@link org.cusp.model.likelihood.Likelihood}.
 */
package org.cusp.model.likelihood;
