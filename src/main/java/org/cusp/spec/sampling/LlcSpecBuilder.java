package org.cusp.spec.sampling;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.sampler.SamplerRequest;

/** Settings of an LLC under way, from others; {@link LlcSpec} says what each means. */
public final class LlcSpecBuilder {
  private Optional<SamplerRequest> sampler = Optional.empty();
  private int chains = LlcSpec.DEFAULT_CHAINS;
  private OptionalInt draws = OptionalInt.empty();
  private OptionalInt burnIn = OptionalInt.empty();
  private OptionalInt thin = OptionalInt.empty();
  private OptionalInt batch = OptionalInt.empty();
  private OptionalDouble gamma = OptionalDouble.empty();
  private OptionalDouble nBeta = OptionalDouble.empty();
  private OptionalDouble step = OptionalDouble.empty();
  private double precision = LlcSpec.DEFAULT_PRECISION;
  private double budget = LlcSpec.DEFAULT_BUDGET;
  private long seed;

  /** From the defaults. */
  LlcSpecBuilder(long seed) {
    this.seed = seed;
  }

  LlcSpecBuilder(LlcSpec from) {
    sampler = from.sampler();
    chains = from.chains();
    draws = from.draws();
    burnIn = from.burnIn();
    thin = from.thin();
    batch = from.batch();
    gamma = from.gamma();
    nBeta = from.nBeta();
    step = from.step();
    precision = from.precision();
    budget = from.budget();
    seed = from.seed();
  }

  /** The sampler; a step size that it brings takes the place of the one before. */
  public LlcSpecBuilder sampler(SamplerRequest value) {
    value.step().ifPresent(this::step);
    sampler = Optional.of(value.withoutStep());
    return this;
  }

  /** A sampler beside the step size that there may be: only one of them may bring one. */
  LlcSpecBuilder typed(SamplerRequest value) {
    sampler = Optional.of(value);
    return this;
  }

  /** A sampler that is chosen from what a gradient costs. */
  public LlcSpecBuilder autoSampler() {
    sampler = Optional.empty();
    return this;
  }

  /** Independent chains, at least 1. */
  public LlcSpecBuilder chains(int value) {
    chains = value;
    return this;
  }

  /** Kept draws of a chain, at least 4; without them the precision or the budget ends the run. */
  public LlcSpecBuilder draws(int value) {
    draws = OptionalInt.of(value);
    return this;
  }

  /** Draws of a chain that are not kept. */
  public LlcSpecBuilder burnIn(int value) {
    burnIn = OptionalInt.of(value);
    return this;
  }

  /** Steps of a stochastic sampler for a draw. */
  public LlcSpecBuilder thin(int value) {
    thin = OptionalInt.of(value);
    return this;
  }

  /** Examples in a minibatch. */
  public LlcSpecBuilder batch(int value) {
    batch = OptionalInt.of(value);
    return this;
  }

  /** Strength of the localisation. */
  public LlcSpecBuilder gamma(double value) {
    gamma = OptionalDouble.of(value);
    return this;
  }

  /** n times the inverse temperature. */
  public LlcSpecBuilder nBeta(double value) {
    nBeta = OptionalDouble.of(value);
    return this;
  }

  /** Step size of the sampler. */
  public LlcSpecBuilder step(double value) {
    step = OptionalDouble.of(value);
    return this;
  }

  /** Standard error relative to the LLC at which sampling ends. */
  public LlcSpecBuilder precision(double value) {
    precision = value;
    return this;
  }

  /** Seconds after which sampling ends. */
  public LlcSpecBuilder budget(double value) {
    budget = value;
    return this;
  }

  /** Addresses all random numbers. */
  public LlcSpecBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * The settings.
   *
   * @throws org.cusp.contract.InvalidInput where one is out of its range
   */
  public LlcSpec build() {
    return new LlcSpec(
        sampler, chains, draws, burnIn, thin, batch, gamma, nBeta, step, precision, budget, seed);
  }
}
