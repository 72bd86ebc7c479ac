/**
 * The sections that say how to sample. May import {@code spec.section}, {@code posterior} and all
 * below.
 */
package org.cusp.spec.sampling;
