package org.cusp.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cusp.calibrate.Evidence;
import org.cusp.calibrate.Measured;
import org.cusp.calibrate.Verdict;
import org.cusp.calibrate.VerdictRules;
import org.cusp.diagnostics.Drift;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.run.ChainStatus;
import org.cusp.run.Draws;

/**
 * The local learning coefficient at w*:
 *
 * <pre>lambda(w*) = nBeta ( E[L_n(w)] - L_n(w*) )</pre>
 *
 * with the expectation under the localised tempered posterior. The draws hold the difference
 * already, taken on the same data, so its mean is unbiased and L_n(w*) adds no error. What the
 * number converges to with more draws is this expectation at finite n, gamma and temperature, not
 * the asymptotic coefficient.
 *
 * <p>Source: E. Lau et al., AISTATS 2025, arXiv:2308.12108.
 *
 * @param estimate the LLC; NaN where no chain completed
 */
public record Llc(Estimate estimate, Verdict verdict) {
  /** The estimate and the verdict from these draws. */
  public static Llc of(Draws draws) {
    double nBeta = draws.posterior().nBeta();
    List<Integer> frozen = frozenChains(draws);
    if (frozen.size() == draws.status().size()) {
      return judged(new Estimate(Double.NaN, Double.NaN, Double.NaN, 0), noDrift(), draws, frozen);
    }
    double[][] kept = draws.keptDeltaLoss();
    Estimate estimate =
        new Estimate(
            nBeta * Moments.mean(kept),
            nBeta * Mcse.mean(kept),
            Rhat.rankNormalised(kept),
            Ess.bulk(kept));
    return judged(estimate, Drift.betweenHalves(kept), draws, frozen);
  }

  private static Llc judged(Estimate estimate, Drift drift, Draws draws, List<Integer> frozen) {
    Evidence evidence =
        Evidence.of(
            draws.posterior(),
            new Measured(estimate.value(), estimate.se()),
            Evidence.ChainFacts.of(
                draws.plan().chains(), frozen, estimate.rhat(), estimate.ess(), drift));
    return new Llc(estimate, VerdictRules.judge(evidence, cautions(draws)));
  }

  private static List<String> cautions(Draws draws) {
    return draws.plan().sampler().name().equals("sgld")
        ? List.of("the error does not include the step-size bias of SGLD")
        : List.of();
  }

  private static Drift noDrift() {
    return new Drift(Double.NaN, Double.NaN, Double.NaN);
  }

  private static List<Integer> frozenChains(Draws draws) {
    List<Integer> frozen = new ArrayList<>();
    for (int chain = 0; chain < draws.status().size(); chain++) {
      if (draws.status().get(chain) instanceof ChainStatus.Frozen) {
        frozen.add(chain);
      }
    }
    return frozen;
  }
}
