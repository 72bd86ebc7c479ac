/**
 * Exact polynomials: reading, arithmetic that counts its work, Newton polyhedra. May import {@code
 * exact} and {@code contract}.
 */
package org.cusp.exact.polynomial;
