package org.cusp.sampler;

import java.util.List;
import java.util.SortedMap;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.ProblemString;
import org.cusp.contract.Registry;

/** The samplers by name. A new one is one entry here. */
@Registry("a sampler")
public final class Samplers {
  /**
   * All of them with their defaults, in the order in which they are told; a setting that is to be
   * found stands at 1, which means nothing.
   */
  public static final List<Sampler> ALL =
      List.of(
          new Hmc(1, 1),
          new SplitHmc(1),
          new LayerGibbs(1),
          new Mala(1),
          new Barker(1),
          new Sgld(1),
          new RmsPropSgld(1),
          new AdamSgld(1),
          new Sghmc(1),
          new SplitSghmc(1),
          new Sgnht(1));

  private static final String WHAT = "sampler";

  private Samplers() {}

  /** The one that is taken on all data of few parameters. */
  public static SamplerRequest onAllData() {
    return SamplerRequest.open(new Hmc(1, 1));
  }

  /** The one that is taken on all data of many parameters of which few are stiff. */
  public static SamplerRequest aboutReference() {
    return SamplerRequest.open(new SplitHmc(1));
  }

  /** The one that is taken on deep linear networks. */
  public static SamplerRequest ofLinearLayers() {
    return SamplerRequest.open(new LayerGibbs(1));
  }

  /** The one that is taken on batches: its splitting has no step-size bias on a quadratic. */
  public static SamplerRequest onBatches() {
    return SamplerRequest.open(new Sghmc(1));
  }

  /** The one that is taken on batches where there is time to find a reference. */
  public static SamplerRequest onBatchesAboutReference() {
    return SamplerRequest.open(new SplitSghmc(1));
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Sampler::name).toList();
  }

  /** The names of the samplers without a Metropolis step. */
  public static List<String> stochasticNames() {
    return ALL.stream().filter(sampler -> !sampler.isExact()).map(Sampler::name).toList();
  }

  /**
   * A sampler as a user types it: {@code sghmc}, or {@code sghmc:friction=0.3,step=1e-4}.
   *
   * @throws InvalidInput where the name, a setting's key or a value is not allowed
   */
  public static SamplerRequest parse(String text) {
    ProblemString parsed = ProblemString.parse(WHAT, text);
    Sampler prototype = named(parsed.name());
    List<String> keys = prototype.parameters().stream().map(Setting::key).toList();
    parsed.requireOnly(keys);
    SortedMap<String, Double> values = prototype.values();
    for (String key : parsed.values().keySet()) {
      values.put(key, parsed.doubleAt(key));
    }
    try {
      return new SamplerRequest(prototype.with(values), parsed.values().keySet());
    } catch (InvalidInput e) {
      throw new InvalidInput(WHAT + " " + parsed.name() + ": " + e.getMessage(), e);
    }
  }

  private static Sampler named(String name) {
    return ALL.stream()
        .filter(sampler -> sampler.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown(WHAT, name, names()));
  }
}
