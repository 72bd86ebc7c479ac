package org.cusp.spec;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.contract.Check;
import org.cusp.posterior.Posterior;

/**
 * The section {@code llc}: how to sample around a checkpoint. What is empty is left to the
 * sampler's own choice, but for the batch and n*beta, whose defaults depend on n.
 *
 * @param draws kept draws of a chain
 * @param burnIn steps before the first draw
 * @param thin steps for a draw
 * @param batch examples in a minibatch
 * @param gamma strength of the localisation
 * @param nBeta n times the inverse temperature
 * @param step of the sampler
 */
public record LlcSpec(
    int chains,
    int draws,
    int burnIn,
    int thin,
    OptionalInt batch,
    OptionalDouble gamma,
    OptionalDouble nBeta,
    OptionalDouble step,
    long seed) {
  static final int DEFAULT_CHAINS = 8;
  static final int DEFAULT_DRAWS = 400;
  static final int DEFAULT_BURN_IN = 200;
  static final int DEFAULT_THIN = 1;
  static final int DEFAULT_BATCH = 512;

  private static final List<String> KEYS =
      List.of(
          Keys.CHAINS,
          Keys.DRAWS,
          Keys.BURN_IN,
          Keys.THIN,
          Keys.BATCH,
          Keys.GAMMA,
          Keys.N_BETA,
          Keys.STEP,
          Keys.SEED);

  public LlcSpec {
    Check.atLeast(Keys.llc(Keys.CHAINS), chains, 1);
    Check.atLeast(Keys.llc(Keys.DRAWS), draws, 4);
    Check.atLeast(Keys.llc(Keys.BURN_IN), burnIn, 0);
    Check.atLeast(Keys.llc(Keys.THIN), thin, 1);
    batch.ifPresent(value -> Check.atLeast(Keys.llc(Keys.BATCH), value, 1));
    gamma.ifPresent(value -> Check.nonNegative(Keys.llc(Keys.GAMMA), value));
    nBeta.ifPresent(value -> Check.positive(Keys.llc(Keys.N_BETA), value));
    step.ifPresent(value -> Check.positive(Keys.llc(Keys.STEP), value));
  }

  static LlcSpec read(Section section, long specSeed) {
    section.allow(Keys.LLC, KEYS, List.of());
    return new LlcSpec(
        section.whole(Keys.CHAINS).orElse(DEFAULT_CHAINS),
        section.whole(Keys.DRAWS).orElse(DEFAULT_DRAWS),
        section.whole(Keys.BURN_IN).orElse(DEFAULT_BURN_IN),
        section.whole(Keys.THIN).orElse(DEFAULT_THIN),
        section.whole(Keys.BATCH),
        section.number(Keys.GAMMA),
        section.number(Keys.N_BETA),
        section.number(Keys.STEP),
        section.wholeLong(Keys.SEED).orElse(specSeed));
  }

  /** The defaults, with a seed. */
  public static LlcSpec defaults(long seed) {
    return new LlcSpec(
        DEFAULT_CHAINS,
        DEFAULT_DRAWS,
        DEFAULT_BURN_IN,
        DEFAULT_THIN,
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        seed);
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
}
