package org.cusp.cli.options;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.sampling.LlcSpecBuilder;
import picocli.CommandLine.Option;

/** How to sample, where someone wants to say so; checked here, so that messages name the option. */
public final class SamplingOptions {
  /** Seconds: starting Java and reading a target take about so long. */
  static final double LEAST_BUDGET = 1;

  /** What {@code --help} lists, from the registry. */
  static final class Names extends AbstractList<String> {
    @Override
    public String get(int i) {
      return i == 0 ? LlcSpec.AUTO : Samplers.names().get(i - 1);
    }

    @Override
    public int size() {
      return Samplers.ALL.size() + 1;
    }
  }

  @Option(
      names = "--sampler",
      paramLabel = "NAME[:KEY=X,...]",
      completionCandidates = Names.class,
      description = {
        "${COMPLETION-CANDIDATES} (default: auto, by what a gradient costs).",
        "With settings: sghmc:friction=0.3,step=1e-4. 'cusp samplers' lists them."
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
      converter = ShareConverter.class,
      description = "Stop at this relative standard error, such as 1%% or 0.01 (default: 0.02).")
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
    if (step != null) {
      Check.positive("--step", step);
    }
    if (precision != null) {
      Check.positive("--precision", precision);
    }
    if (budget != null) {
      requireSeconds();
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

  private void requireSeconds() {
    if (!(budget >= LEAST_BUDGET && Double.isFinite(budget))) {
      throw new InvalidInput("--budget must be a number of seconds, at least 1, got " + budget);
    }
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
    LlcSpecBuilder settings = spec.edit();
    applySampler(settings);
    apply(step, settings::step);
    apply(chains, settings::chains);
    apply(draws, settings::draws);
    apply(burnIn, settings::burnIn);
    apply(thin, settings::thin);
    apply(batch, settings::batch);
    apply(gamma, settings::gamma);
    apply(nBeta, settings::nBeta);
    apply(precision, settings::precision);
    apply(budget, settings::budget);
    apply(seed, settings::seed);
    return settings.build().requireConsistent();
  }

  private void applySampler(LlcSpecBuilder settings) {
    if (sampler == null) {
      return;
    }
    Optional<SamplerRequest> asked = LlcSpec.sampler(sampler);
    if (step != null && asked.isPresent() && asked.get().step().isPresent()) {
      throw new InvalidInput(
          "--step " + step + " and --sampler " + sampler + ": the step size is given twice");
    }
    asked.ifPresentOrElse(settings::sampler, settings::autoSampler);
  }

  private static <T> void apply(T value, Consumer<T> setting) {
    if (value != null) {
      setting.accept(value);
    }
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
    return all().entrySet().stream()
        .filter(option -> option.getValue() != null)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The first of some options that was given. */
  public Optional<String> givenOf(String... names) {
    return Arrays.stream(names).filter(name -> all().get(name) != null).findFirst();
  }

  private Map<String, Object> all() {
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
    return all;
  }

  private static void atLeast(String name, Integer value, int low) {
    if (value != null) {
      Check.atLeast(name, value, low);
    }
  }
}
