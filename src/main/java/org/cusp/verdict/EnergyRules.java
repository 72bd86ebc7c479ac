package org.cusp.verdict;

import static org.cusp.verdict.Finding.caution;
import static org.cusp.verdict.Finding.doubtful;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.diagnostics.Estimate;
import org.cusp.verdict.Evidence.EnergyFacts;

/** What the spread of the energy says. */
final class EnergyRules {
  /**
   * A gamma law has a variance equal to its mean, a basin held by the localisation a smaller one.
   */
  private static final double MOST_SPREAD = 2;

  static final List<Function<Evidence, Optional<Finding>>> ALL =
      List.of(EnergyRules::spread, EnergyRules::temperature);

  private EnergyRules() {}

  /**
   * Two regions of different energy, visited in turn, add the square of their difference to the
   * variance. The mean is taken from the local minimum, so that a w* above it, which other rules
   * are about, does not count twice; from the lowest draw, where that lies lower still.
   */
  private static Optional<Finding> spread(Evidence evidence) {
    if (evidence.energies().isEmpty()) {
      return Optional.empty();
    }
    EnergyFacts energies = evidence.energies().get();
    Estimate heat = energies.heatCapacity();
    double descent = evidence.point().map(point -> point.descent().value()).orElse(0.0);
    double mean = evidence.llc().value() + Math.max(descent, Math.max(-energies.lowest(), 0));
    double error = Math.hypot(heat.se(), MOST_SPREAD * evidence.llc().se());
    double excess = heat.value() - MOST_SPREAD * mean;
    if (!(excess > LocalisationRules.SIGNIFICANT * error)) {
      return Optional.empty();
    }
    return doubtful(
        "Var(nBeta dL) = %.3g is more than twice the mean energy %.3g, which no single basin gives:"
            + " the chains move between regions of different loss (stronger localisation)",
        heat.value(), mean);
  }

  private static Optional<Finding> temperature(Evidence evidence) {
    if (evidence.energies().isEmpty()) {
      return Optional.empty();
    }
    Estimate slope = evidence.energies().get().slopeInLogNBeta();
    if (!LocalisationRules.isNotable(slope, evidence.llc())) {
      return Optional.empty();
    }
    return caution(
        "the LLC depends on nBeta: it changes by %+.3g -+ %.2g for a factor e",
        slope.value(), slope.se());
  }
}
