package org.cusp.cli.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.cusp.contract.Check;
import org.cusp.contract.Nearest;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import picocli.CommandLine.Option;

/** How to sample, where someone wants to say so; checked here, so that messages name the option. */
public final class SamplingOptions {
  /** Seconds: starting Java and reading a target take about so long. */
  static final double LEAST_BUDGET = 1;

  private static final List<String> SAMPLERS =
      Stream.of(List.of(LlcSpec.AUTO), LlcSpec.ON_ALL_DATA, Samplers.stochasticNames())
          .flatMap(List::stream)
          .toList();

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description = {
        "auto, hmc, mala (on all data), sgld, rmsprop-sgld, adam-sgld, sghmc, sgnht (on batches)",
        "(default: auto, by what a gradient costs)."
      })
  String sampler;

  @Option(
      names = "--step",
      paramLabel = "X",
      description = "Step size of the sampler (default: found).")
  Double step;

  @Option(names = "--chains", paramLabel = "N", description = "Independent chains.")
  Integer chains;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Draws to keep, per chain (default: what the precision takes).")
  Integer draws;

  @Option(names = "--burn-in", paramLabel = "N", description = "Draws to discard first.")
  Integer burnIn;

  @Option(names = "--thin", paramLabel = "N", description = "Steps to a draw.")
  Integer thin;

  @Option(names = "--batch", paramLabel = "N", description = "Data in a gradient; n for all.")
  Integer batch;

  @Option(
      names = "--precision",
      paramLabel = "X",
      description = "Stop at this relative standard error (default: 0.02).")
  Double precision;

  @Option(
      names = "--budget",
      paramLabel = "SECONDS",
      description = "Stop after so long, for each parameter (default: 60).")
  Double budget;

  @Option(
      names = "--gamma",
      paramLabel = "X",
      description = {
        "Strength of the localisation (gamma/2)|w - w*|^2",
        "(default: P/|w*|^2, without outlying tensors and the bias of regression outputs)."
      })
  Double gamma;

  @Option(
      names = "--n-beta",
      paramLabel = "X",
      description = "n times the inverse temperature (default: n / ln n).")
  Double nBeta;

  private void check() {
    if (sampler != null && !SAMPLERS.contains(sampler)) {
      throw Nearest.unknown("sampler", sampler, SAMPLERS);
    }
    if (step != null) {
      Check.positive("--step", step);
    }
    if (precision != null) {
      Check.positive("--precision", precision);
    }
    if (budget != null) {
      Check.inRange("--budget", budget, LEAST_BUDGET, Double.MAX_VALUE);
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
  public LlcSpec over(LlcSpec spec, Long seed, int n) {
    check();
    if (batch != null) {
      Check.inRange("--batch (with " + n + " data)", batch, 1, n);
    }
    return new LlcSpec(
            sampler == null
                ? spec.sampler()
                : Optional.of(sampler).filter(name -> !name.equals(LlcSpec.AUTO)),
            chains == null ? spec.chains() : chains,
            draws == null ? spec.draws() : OptionalInt.of(draws),
            burnIn == null ? spec.burnIn() : OptionalInt.of(burnIn),
            thin == null ? spec.thin() : OptionalInt.of(thin),
            batch == null ? spec.batch() : OptionalInt.of(batch),
            gamma == null ? spec.gamma() : OptionalDouble.of(gamma),
            nBeta == null ? spec.nBeta() : OptionalDouble.of(nBeta),
            step == null ? spec.step() : OptionalDouble.of(step),
            precision == null ? spec.precision() : precision,
            budget == null ? spec.budget() : budget,
            seed == null ? spec.seed() : seed)
        .requireConsistent();
  }

  /**
   * For each result: the budget, unless a number of draws was asked for and no time for them.
   *
   * @param settings with these options
   */
  public OptionalDouble seconds(LlcSpec settings) {
    return budget == null && settings.draws().isPresent()
        ? OptionalDouble.empty()
        : OptionalDouble.of(settings.budget());
  }

  /** The first of these options that was given. */
  public Optional<String> given() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("--sampler", sampler);
    all.put("--step", step);
    all.put("--chains", chains);
    all.put("--draws", draws);
    all.put("--burn-in", burnIn);
    all.put("--thin", thin);
    all.put("--batch", batch);
    all.put("--precision", precision);
    all.put("--budget", budget);
    all.put("--gamma", gamma);
    all.put("--n-beta", nBeta);
    return all.entrySet().stream()
        .filter(option -> option.getValue() != null)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static void atLeast(String name, Integer value, int low) {
    if (value != null) {
      Check.atLeast(name, value, low);
    }
  }
}
