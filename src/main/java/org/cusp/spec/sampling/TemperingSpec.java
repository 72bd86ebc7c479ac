package org.cusp.spec.sampling;

import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.contract.Check;
import org.cusp.spec.section.Keys;

/**
 * How long to run replica exchange.
 *
 * @param chains independent chains, each with a replica at every temperature
 * @param draws kept draws of a chain; empty to draw until there are enough or the budget is reached
 * @param budget seconds after which sampling ends
 */
public record TemperingSpec(int chains, OptionalInt draws, double budget, long seed) {
  public static final int DEFAULT_CHAINS = 8;

  /** Seconds. */
  public static final double DEFAULT_BUDGET = 60;

  /** Of a chain: a ladder has at least its two ends. */
  private static final int FEWEST_REPLICAS = 2;

  public TemperingSpec {
    Check.atLeast(Keys.CHAINS, chains, 2);
    draws.ifPresent(value -> Check.atLeast(Keys.DRAWS, value, 4));
    draws.ifPresent(value -> DrawsInMemory.require("--draws", value, chains, FEWEST_REPLICAS));
    Check.positive(Keys.BUDGET, budget);
  }

  /** The defaults, with a seed. */
  public static TemperingSpec defaults(long seed) {
    return new TemperingSpec(DEFAULT_CHAINS, OptionalInt.empty(), DEFAULT_BUDGET, seed);
  }

  /** These settings with so many draws of a chain. */
  public TemperingSpec withDraws(int value) {
    return new TemperingSpec(chains, OptionalInt.of(value), budget, seed);
  }

  /** These settings with another budget. */
  public TemperingSpec withBudget(double value) {
    return new TemperingSpec(chains, draws, value, seed);
  }

  /** What is asked for, by name. */
  public SortedMap<String, Object> request() {
    SortedMap<String, Object> request = new TreeMap<>();
    request.put(Keys.CHAINS, (long) chains);
    draws.ifPresent(value -> request.put(Keys.DRAWS, (long) value));
    request.put(Keys.BUDGET, budget);
    request.put(Keys.SEED, seed);
    return request;
  }
}
