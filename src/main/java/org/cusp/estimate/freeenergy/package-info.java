/**
 * Bayes free energies by replica exchange: MBAR, stepping stones and thermodynamic integration side
 * by side, curves over n. May import {@code estimate}, {@code estimate.llc} and all below. Begin
 * with {@link org.cusp.estimate.freeenergy.FreeEnergyEstimator}.
 */
package org.cusp.estimate.freeenergy;
