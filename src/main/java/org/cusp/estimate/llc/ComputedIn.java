package org.cusp.estimate.llc;

import java.util.Locale;
import java.util.Optional;
import org.cusp.point.Rounding;
import org.cusp.posterior.Posterior;
import org.cusp.tensor.Precision;

/** In which precision, with what is to be said where it is not the one that was asked for. */
record ComputedIn(Precision precision, Optional<String> note) {
  /**
   * In float64 where float32 would round the energies by more than the precision asked for. A
   * function of posterior and settings alone, so that a replay decides alike.
   */
  static ComputedIn of(Precision asked, Posterior posterior, LlcEstimator by) {
    if (asked == Precision.FLOAT64 || !Rounding.isAffordable(posterior)) {
      return new ComputedIn(asked, Optional.empty());
    }
    Rounding rounding = Rounding.of(posterior, by.settings().seed(), by.kernels(), by.workers());
    if (!rounding.matters(by.settings().precision())) {
      return new ComputedIn(Precision.FLOAT32, Optional.empty());
    }
    return new ComputedIn(
        Precision.FLOAT64,
        Optional.of(
            String.format(
                Locale.ROOT,
                "computed in float64: float32 rounds nBeta (L(w) - L(w*)) by %.2g nats here, at"
                    + " energies of %.2g (precision: float64)",
                rounding.nats(),
                rounding.energy())));
  }
}
