/**
 * Exact finite-n expectations and free energies of problems. May import {@code problem}, {@code
 * problem.law}, {@code gold} and all below.
 */
package org.cusp.problem.expected;
