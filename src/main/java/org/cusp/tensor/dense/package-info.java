/**
 * Matrices of doubles on the heap, with the products, factors and eigenvectors of OpenBLAS: for
 * algebra on a host that is too large for Java's loops. May import nothing of Cusp. Begin with
 * {@link org.cusp.tensor.dense.Matrix}.
 */
package org.cusp.tensor.dense;
