/**
 * Products with data most of whose numbers are zero, such as images on a black ground. May import
 * nothing of Cusp. Begin with {@link org.cusp.tensor.sparse.SparseRows}.
 */
package org.cusp.tensor.sparse;
