package org.cusp.cli;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.contract.Check;
import org.cusp.contract.Nearest;
import org.cusp.spec.LlcSpec;
import picocli.CommandLine.Option;

/** How to sample, where someone wants to say so; checked here, so that messages name the option. */
final class SamplingOptions {
  private static final List<String> SAMPLERS = List.of("auto", "sgld");

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto or sgld (default: auto).")
  String sampler;

  @Option(
      names = "--step",
      paramLabel = "X",
      description = "Step size: variance of one step's noise (default: from the curvature).")
  Double step;

  @Option(names = "--chains", paramLabel = "N", description = "Independent chains.")
  Integer chains;

  @Option(names = "--draws", paramLabel = "N", description = "Draws to keep, per chain.")
  Integer draws;

  @Option(names = "--burn-in", paramLabel = "N", description = "Draws to discard first.")
  Integer burnIn;

  @Option(names = "--thin", paramLabel = "N", description = "Steps to a draw.")
  Integer thin;

  @Option(names = "--batch", paramLabel = "N", description = "Data in a gradient; n for all.")
  Integer batch;

  @Option(
      names = "--gamma",
      paramLabel = "X",
      description = "Strength of the localisation (gamma/2)|w - w*|^2.")
  Double gamma;

  @Option(
      names = "--n-beta",
      paramLabel = "X",
      description = "n times the inverse temperature (default: n / ln n).")
  Double nBeta;

  private void check() {
    if (!SAMPLERS.contains(sampler)) {
      throw Nearest.unknown("sampler", sampler, SAMPLERS);
    }
    if (step != null) {
      Check.positive("--step", step);
    }
    if (gamma != null) {
      Check.nonNegative("--gamma", gamma);
    }
    if (nBeta != null) {
      Check.positive("--n-beta", nBeta);
    }
    atLeast("--chains", chains, 1);
    atLeast("--draws", draws, 4);
    atLeast("--burn-in", burnIn, 0);
    atLeast("--thin", thin, 1);
  }

  /**
   * These options where given, else the settings of the spec.
   *
   * @param n the number of data
   */
  LlcSpec over(LlcSpec spec, Long seed, int n) {
    check();
    if (batch != null) {
      Check.inRange("--batch (with " + n + " data)", batch, 1, n);
    }
    return new LlcSpec(
        chains == null ? spec.chains() : chains,
        draws == null ? spec.draws() : draws,
        burnIn == null ? spec.burnIn() : burnIn,
        thin == null ? spec.thin() : thin,
        batch == null ? spec.batch() : OptionalInt.of(batch),
        gamma == null ? spec.gamma() : OptionalDouble.of(gamma),
        nBeta == null ? spec.nBeta() : OptionalDouble.of(nBeta),
        step == null ? spec.step() : OptionalDouble.of(step),
        seed == null ? spec.seed() : seed);
  }

  private static void atLeast(String name, Integer value, int low) {
    if (value != null) {
      Check.atLeast(name, value, low);
    }
  }
}
