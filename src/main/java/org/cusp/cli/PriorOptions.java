package org.cusp.cli;

import java.util.Locale;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.run.Target;
import picocli.CommandLine.Option;

/** Under which Gaussian prior a posterior is meant: around 0 or around a parameter. */
final class PriorOptions {
  @Option(
      names = "--prior-sd",
      paramLabel = "S",
      description = "Global: the prior N(0, S^2) of every parameter (default for a problem: 1).")
  Double priorSd;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description =
          "Local: the prior N(w*, 1/G) around the parameter (default for a checkpoint: P/|w*|^2).")
  Double gamma;

  /**
   * The prior of one parameter of a target.
   *
   * @param isGlobal whether the centre is 0
   */
  record Prior(boolean isGlobal, double[] centre, double gamma) {
    double sd() {
      return 1 / Math.sqrt(gamma);
    }

    String describe() {
      return isGlobal
          ? String.format(Locale.ROOT, "global: w ~ N(0, %.4g^2)", sd())
          : String.format(Locale.ROOT, "local: w ~ N(w*, %.4g^2), gamma = %.4g", sd(), gamma);
    }
  }

  /** Whether the prior does not depend on the parameter that is asked about. */
  boolean isGlobal(Target target) {
    if (priorSd != null && gamma != null) {
      throw new InvalidInput(
          "--prior-sd (global) and --gamma (local) exclude each other; give one of them");
    }
    return priorSd != null || (gamma == null && target.problem().isPresent());
  }

  /** The prior for a parameter. */
  Prior of(Target target, double[] w) {
    if (isGlobal(target)) {
      double sd = priorSd == null ? 1 : Check.positive("--prior-sd", priorSd);
      return new Prior(true, new double[w.length], 1 / (sd * sd));
    }
    double strength = gamma == null ? Posterior.defaultGamma(w) : Check.positive("--gamma", gamma);
    return new Prior(false, w, strength);
  }
}
