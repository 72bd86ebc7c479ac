/**
 * Problems whose truth is known: model, law of the data, w*, exact coefficient. A new one is a
 * class and a line in {@link org.cusp.problem.Problems}. May import its two rooms, {@code model},
 * {@code gold} and all below.
 */
package org.cusp.problem;
