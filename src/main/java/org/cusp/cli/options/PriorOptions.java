package org.cusp.cli.options;

import java.util.OptionalDouble;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.freeenergy.Prior;
import org.cusp.run.Target;
import picocli.CommandLine.Option;

/** Under which Gaussian prior a posterior is meant: around 0 or around a parameter. */
public final class PriorOptions {
  @Option(
      names = "--prior-sd",
      paramLabel = "S",
      description =
          "Global: the prior N(0, S^2) of every parameter (default for a problem: as it states).")
  private Double priorSd;

  @Option(
      names = "--gamma",
      paramLabel = "X",
      description =
          "Local: the prior N(w*, 1/X) around the parameter (default for a checkpoint: P/|w*|^2).")
  private Double gamma;

  /** The prior that was asked for, or the target's default. */
  public Prior of(Target target) {
    if (priorSd != null && gamma != null) {
      throw new InvalidInput(
          "--prior-sd (global) and --gamma (local) exclude each other; give one of them");
    }
    if (priorSd != null) {
      return new Prior.Global(Check.positive("--prior-sd", priorSd));
    }
    if (gamma != null) {
      return new Prior.Local(OptionalDouble.of(Check.positive("--gamma", gamma)));
    }
    return target
        .problem()
        .<Prior>map(problem -> new Prior.Global(problem.priorSd()))
        .orElseGet(() -> new Prior.Local(OptionalDouble.empty()));
  }
}
