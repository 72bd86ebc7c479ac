package org.cusp.estimate.llc;

import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.EnergyDraws;
import org.cusp.estimate.HeatCapacity;
import org.cusp.estimate.LocalSlopes;
import org.cusp.verdict.Evidence;
import org.cusp.verdict.Evidence.EnergyFacts;
import org.cusp.verdict.Evidence.LocalisationFacts;

/** What the joint draws of energy and distance add to the evidence for a verdict. */
public final class EnergyEvidence {
  private EnergyEvidence() {}

  /**
   * The evidence with the facts about localisation and distance, and with those about energies
   * where these are exact.
   */
  public static Evidence added(Evidence evidence, EnergyDraws draws) {
    double[][] distance = draws.squaredDistance();
    Evidence localised =
        evidence
            .withChains(evidence.chains().withDistanceRhat(Rhat.rankNormalised(distance)))
            .withLocalisation(
                new LocalisationFacts(
                    measured(LocalSlopes.inLogGamma(draws)), Moments.mean(distance)));
    return switch (draws.energies()) {
      case EXACT -> localised.withEnergies(energyFacts(draws));
      case ON_MINIBATCHES -> localised;
    };
  }

  private static EnergyFacts energyFacts(EnergyDraws draws) {
    return new EnergyFacts(
        measured(HeatCapacity.of(draws)),
        measured(LocalSlopes.inLogNBeta(draws)),
        LowestLoss.energy(draws));
  }

  private static Estimate measured(Estimate estimate) {
    return new Estimate(estimate.value(), estimate.se());
  }
}
