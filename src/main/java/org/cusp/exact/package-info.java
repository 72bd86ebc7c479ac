/**
 * Exact learning coefficients as fractions: closed forms, sources, and the rooms for Newton
 * polyhedra and plane curves. Imports {@code contract} only. Begin with {@link
 * org.cusp.exact.ExactProblems}.
 */
package org.cusp.exact;
