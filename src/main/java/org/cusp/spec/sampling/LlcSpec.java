package org.cusp.spec.sampling;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.posterior.Posterior;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.Setting;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * The section {@code llc}: how to sample around a checkpoint. What is empty is chosen from the
 * posterior.
 *
 * @param sampler with its settings but the step size; empty to have it chosen
 * @param chains independent chains
 * @param draws kept draws of a chain; empty to draw until the precision or the budget is reached
 * @param burnIn draws of a chain that are not kept
 * @param thin steps for a draw
 * @param batch examples in a minibatch
 * @param gamma strength of the localisation
 * @param nBeta n times the inverse temperature
 * @param step of the sampler
 * @param precision standard error relative to the LLC at which sampling ends
 * @param budget seconds after which sampling ends
 */
public record LlcSpec(
    Optional<SamplerRequest> sampler,
    int chains,
    OptionalInt draws,
    OptionalInt burnIn,
    OptionalInt thin,
    OptionalInt batch,
    OptionalDouble gamma,
    OptionalDouble nBeta,
    OptionalDouble step,
    double precision,
    double budget,
    long seed) {
  /** The word for no sampler in particular. */
  public static final String AUTO = "auto";

  private static final String TWICE =
      "--step ("
          + Keys.llc(Keys.STEP)
          + " in a spec) is given twice: it stands in --sampler ("
          + Keys.llc(Keys.SAMPLER)
          + ") too";

  static final int DEFAULT_CHAINS = 8;
  static final int DEFAULT_BATCH = 512;

  /** Relative standard error. */
  public static final double DEFAULT_PRECISION = 0.02;

  /** Seconds for one parameter. */
  public static final double DEFAULT_BUDGET = 60;

  private static final List<String> KEYS =
      List.of(
          Keys.SAMPLER,
          Keys.CHAINS,
          Keys.DRAWS,
          Keys.BURN_IN,
          Keys.THIN,
          Keys.BATCH,
          Keys.GAMMA,
          Keys.N_BETA,
          Keys.STEP,
          Keys.PRECISION,
          Keys.BUDGET,
          Keys.SEED);

  /** A step size that the sampler brings stands in {@code step}. */
  public LlcSpec {
    if (sampler.isPresent() && sampler.get().step().isPresent()) {
      if (step.isPresent()) {
        throw new InvalidInput(TWICE);
      }
      step = sampler.get().step();
      sampler = sampler.map(SamplerRequest::withoutStep);
    }
    Check.atLeast(Keys.llc(Keys.CHAINS), chains, 1);
    draws.ifPresent(value -> Check.atLeast(Keys.llc(Keys.DRAWS), value, 4));
    draws.ifPresent(
        value -> DrawsInMemory.require("--draws (llc.draws in a spec)", value, chains, 1));
    burnIn.ifPresent(value -> Check.atLeast(Keys.llc(Keys.BURN_IN), value, 0));
    thin.ifPresent(value -> Check.atLeast(Keys.llc(Keys.THIN), value, 1));
    batch.ifPresent(value -> Check.atLeast(Keys.llc(Keys.BATCH), value, 1));
    gamma.ifPresent(value -> Check.nonNegative(Keys.llc(Keys.GAMMA), value));
    nBeta.ifPresent(value -> Check.positive(Keys.llc(Keys.N_BETA), value));
    step.ifPresent(value -> Check.positive(Keys.llc(Keys.STEP), value));
    Check.positive(Keys.llc(Keys.PRECISION), precision);
    Check.positive(Keys.llc(Keys.BUDGET), budget);
  }

  public static LlcSpec read(Section section, long specSeed) {
    section.allow(Keys.LLC, KEYS, List.of());
    LlcSpecBuilder read = new LlcSpecBuilder(specSeed);
    section.text(Keys.SAMPLER).flatMap(LlcSpec::sampler).ifPresent(read::typed);
    section.whole(Keys.CHAINS).ifPresent(read::chains);
    section.whole(Keys.DRAWS).ifPresent(read::draws);
    section.whole(Keys.BURN_IN).ifPresent(read::burnIn);
    section.whole(Keys.THIN).ifPresent(read::thin);
    section.whole(Keys.BATCH).ifPresent(read::batch);
    section.number(Keys.GAMMA).ifPresent(read::gamma);
    section.number(Keys.N_BETA).ifPresent(read::nBeta);
    section.number(Keys.STEP).ifPresent(read::step);
    section.share(Keys.PRECISION).ifPresent(read::precision);
    section.number(Keys.BUDGET).ifPresent(read::budget);
    section.wholeLong(Keys.SEED).ifPresent(read::seed);
    return read.build();
  }

  /**
   * A sampler as it is typed, see {@link Samplers#parse}; empty where it is to be chosen.
   *
   * @throws InvalidInput where there is no such sampler or setting
   */
  public static Optional<SamplerRequest> sampler(String text) {
    if (text.equals(AUTO)) {
      return Optional.empty();
    }
    String name = text.split(":", 2)[0].strip();
    if (name.equals(AUTO)) {
      throw new InvalidInput(
          "sampler auto takes no settings; those that have some: "
              + String.join(", ", Samplers.names()));
    }
    if (!Samplers.names().contains(name)) {
      throw Nearest.unknown(
          "sampler", name, Stream.concat(Stream.of(AUTO), Samplers.names().stream()).toList());
    }
    return Optional.of(Samplers.parse(text));
  }

  /** The defaults, with a seed. */
  public static LlcSpec defaults(long seed) {
    return new LlcSpecBuilder(seed).build();
  }

  /** These settings, to be changed. */
  public LlcSpecBuilder edit() {
    return new LlcSpecBuilder(this);
  }

  /** These settings with another value of gamma. */
  public LlcSpec withGamma(double value) {
    return edit().gamma(value).build();
  }

  /** These settings with another value of n*beta. */
  public LlcSpec withNBeta(double value) {
    return edit().nBeta(value).build();
  }

  /** These settings with a sampler as it is typed. */
  public LlcSpec withSampler(String text) {
    return withSampler(Samplers.parse(text));
  }

  /** These settings with a sampler; its step size where it has one, else theirs. */
  public LlcSpec withSampler(SamplerRequest value) {
    return edit().sampler(value).build();
  }

  /** These settings with another number of chains. */
  public LlcSpec withChains(int value) {
    return edit().chains(value).build();
  }

  /** These settings with a step size. */
  public LlcSpec withStep(double value) {
    return edit().step(value).build();
  }

  /** These settings until another precision or budget is reached. */
  public LlcSpec until(double otherPrecision, double otherBudget) {
    return edit().precision(otherPrecision).budget(otherBudget).build();
  }

  /** These settings with another seed. */
  public LlcSpec withSeed(long value) {
    return edit().seed(value).build();
  }

  /**
   * The sampler that is asked for, with the step size where one is.
   *
   * @throws InvalidInput where the step size is out of the sampler's range
   */
  public Optional<SamplerRequest> asked() {
    return sampler.map(this::atStep);
  }

  /** A sampler at the step size of these settings, where there is one. */
  public SamplerRequest atStep(SamplerRequest request) {
    return step.isPresent() ? request.with(Setting.STEP, step.getAsDouble()) : request;
  }

  /**
   * Refuses what cannot go together.
   *
   * @throws InvalidInput where a sampler cannot honour a setting, or a setting needs a sampler
   */
  public LlcSpec requireConsistent() {
    if (sampler.isEmpty()) {
      refuse(Keys.STEP, step.isPresent(), "needs the name of a sampler, whose step size it is");
      refuse(Keys.THIN, thin.isPresent(), "needs the name of a stochastic sampler");
    } else if (sampler.get().isExact()) {
      String why = "does not go with " + sampler.get().name() + ", whose ";
      refuse(Keys.BATCH, batch.isPresent(), why + "gradients are of all data");
      refuse(Keys.THIN, thin.isPresent(), why + "every transition is a draw");
    }
    return this;
  }

  private static void refuse(String key, boolean given, String why) {
    if (given) {
      throw new InvalidInput("--" + key + " (" + Keys.llc(key) + " in a spec) " + why);
    }
  }

  /**
   * The settings of a request that was kept; see {@link #request}.
   *
   * @throws InvalidInput where it is not complete
   */
  public static LlcSpec ofRequest(Map<String, Object> request) {
    LlcSpecBuilder kept =
        new LlcSpecBuilder(required(request, Keys.SEED).longValue())
            .chains(required(request, Keys.CHAINS).intValue())
            .precision(required(request, Keys.PRECISION).doubleValue())
            .budget(required(request, Keys.BUDGET).doubleValue());
    Optional.ofNullable((String) request.get(Keys.SAMPLER))
        .map(Samplers::parse)
        .ifPresent(kept::typed);
    whole(request, Keys.DRAWS).ifPresent(kept::draws);
    whole(request, Keys.BURN_IN).ifPresent(kept::burnIn);
    whole(request, Keys.THIN).ifPresent(kept::thin);
    whole(request, Keys.BATCH).ifPresent(kept::batch);
    number(request, Keys.GAMMA).ifPresent(kept::gamma);
    number(request, Keys.N_BETA).ifPresent(kept::nBeta);
    number(request, Keys.STEP).ifPresent(kept::step);
    return kept.build();
  }

  private static Number required(Map<String, Object> request, String key) {
    if (request.get(key) instanceof Number value) {
      return value;
    }
    throw new InvalidInput("the request has no number '" + key + "'");
  }

  private static OptionalInt whole(Map<String, Object> request, String key) {
    return request.containsKey(key)
        ? OptionalInt.of(required(request, key).intValue())
        : OptionalInt.empty();
  }

  private static OptionalDouble number(Map<String, Object> request, String key) {
    return request.containsKey(key)
        ? OptionalDouble.of(required(request, key).doubleValue())
        : OptionalDouble.empty();
  }

  /** The size of a minibatch of n data: as given, or min(n, 512). */
  public int batchOf(int n) {
    batch.ifPresent(
        value -> Check.inRange(Keys.llc(Keys.BATCH) + " (with " + n + " data)", value, 1, n));
    return batch.orElse(Math.min(n, DEFAULT_BATCH));
  }

  /** n*beta for n data: as given, or n / ln n. */
  public double nBetaOf(int n) {
    return nBeta.orElseGet(() -> Posterior.defaultNBeta(n));
  }

  /** What is asked for, by name: a stored result answers only the same request. */
  public SortedMap<String, Object> request() {
    SortedMap<String, Object> request = new TreeMap<>();
    sampler.ifPresent(value -> request.put(Keys.SAMPLER, value.toString()));
    request.put(Keys.CHAINS, (long) chains);
    draws.ifPresent(value -> request.put(Keys.DRAWS, (long) value));
    burnIn.ifPresent(value -> request.put(Keys.BURN_IN, (long) value));
    thin.ifPresent(value -> request.put(Keys.THIN, (long) value));
    batch.ifPresent(value -> request.put(Keys.BATCH, (long) value));
    gamma.ifPresent(value -> request.put(Keys.GAMMA, value));
    nBeta.ifPresent(value -> request.put(Keys.N_BETA, value));
    step.ifPresent(value -> request.put(Keys.STEP, value));
    request.put(Keys.PRECISION, precision);
    request.put(Keys.BUDGET, budget);
    request.put(Keys.SEED, seed);
    return request;
  }
}
