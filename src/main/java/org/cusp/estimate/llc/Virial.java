package org.cusp.estimate.llc;

import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.ControlVariates;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.VirialBand;
import org.cusp.estimate.EnergyDraws;
import org.cusp.verdict.ScaleRules;

/** What the virial identity does for an LLC. */
final class Virial {
  private Virial() {}

  /**
   * The mean energy with the terms of all scales as control variates; empty where one of them has
   * not settled, since its mean is not 0 then.
   */
  static Optional<Estimate> controlled(EnergyDraws draws, List<VirialBand> bands) {
    return bands.stream().anyMatch(ScaleRules::isUnsettled)
        ? Optional.empty()
        : ControlVariates.mean(draws.energy(), bands.stream().map(VirialBand::terms).toList());
  }
}
