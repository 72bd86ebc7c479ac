/**
 * What all estimates share: a value with its error and interval, series of energies, reweighting,
 * the fingerprint of what was estimated. The rooms beside it ({@code llc}, {@code freeenergy},
 * {@code criteria}, {@code learning}, {@code compare}) hold the estimators. May import {@code
 * verdict} and all below. Begin with {@link org.cusp.estimate.Series}.
 */
package org.cusp.estimate;
