package org.cusp.estimate.llc;

import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.VirialBand;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.EnergyDraws.Energies;
import org.cusp.estimate.HeatCapacity;
import org.cusp.estimate.LocalSlopes;
import org.cusp.estimate.TwoTemperature;

/**
 * What the draws of an LLC say beside it.
 *
 * @param heatCapacity Var(nBeta dL)
 * @param twoTemperature needs no L_n(w*)
 * @param controlled the LLC with the virial identity as a control variate; absent where that does
 *     not lower its error, or where a scale has not settled
 * @param wide an interval that includes what has not mixed, see {@link WideInterval}; absent where
 *     there are too few draws
 * @param slopeInLogGamma d LLC / d ln gamma
 * @param slopeInLogNBeta d LLC / d ln nBeta
 */
public record Companions(
    Optional<Estimate> heatCapacity,
    Optional<TwoTemperature> twoTemperature,
    Optional<Estimate> controlled,
    Optional<WideInterval> wide,
    Estimate slopeInLogGamma,
    Optional<Estimate> slopeInLogNBeta) {
  /** From these draws; what minibatch energies would bias is left out. */
  public static Companions of(
      EnergyDraws draws, List<VirialBand> virial, Optional<WideInterval> wide) {
    boolean exact = draws.energies() == Energies.EXACT;
    return new Companions(
        exact ? Optional.of(HeatCapacity.of(draws)) : Optional.empty(),
        exact ? Optional.of(TwoTemperature.of(draws)) : Optional.empty(),
        Virial.controlled(draws, virial),
        wide,
        LocalSlopes.inLogGamma(draws),
        exact ? Optional.of(LocalSlopes.inLogNBeta(draws)) : Optional.empty());
  }
}
