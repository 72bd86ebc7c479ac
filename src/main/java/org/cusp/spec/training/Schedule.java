package org.cusp.spec.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.section.Keys;

/**
 * The learning rate over time, as a factor: a pure function of the step. Step t (from 0) is the
 * update of the weights after t updates.
 */
public sealed interface Schedule {
  /** What the learning rate is multiplied by at a step. */
  double factor(long step);

  /** The values of its keys. */
  Map<String, String> facts();

  /** 1 throughout. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step) {
      return 1;
    }

    @Override
    public Map<String, String> facts() {
      return Map.of();
    }
  }

  /**
   * f + (1 - f) (1 + cos(pi t / T)) / 2, which is 1 at first and f at t = T and after.
   *
   * <p>Source: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017, arXiv:1608.03983, eq. 5, without
   * restarts.
   *
   * @param steps T
   * @param last f, in [0, 1]
   */
  record Cosine(long steps, double last) implements Schedule {
    /** To 0. */
    public Cosine(long steps) {
      this(steps, 0);
    }

    public Cosine {
      if (!(last >= 0 && last <= 1)) {
        throw new InvalidInput(Keys.train(Keys.FINAL_FACTOR) + " must be in [0, 1], got " + last);
      }
      Check.atLeast(Keys.train(Keys.STEPS), steps, 1L);
    }

    @Override
    public double factor(long step) {
      double wave = step >= steps ? 0 : (1 + Math.cos(Math.PI * step / steps)) / 2;
      return last == 0 ? wave : last + (1 - last) * wave;
    }

    @Override
    public Map<String, String> facts() {
      return last == 0 ? Map.of() : Map.of(Keys.FINAL_FACTOR, Double.toString(last));
    }
  }

  /**
   * decayFactor^floor(t / decayEvery).
   *
   * @param decayEvery steps between two decays, at least 1
   * @param decayFactor in (0, 1]
   */
  record Step(int decayEvery, double decayFactor) implements Schedule {
    static final double DEFAULT_FACTOR = 0.1;

    public Step {
      Check.atLeast(Keys.train(Keys.DECAY_EVERY), decayEvery, 1);
      if (!(decayFactor > 0 && decayFactor <= 1)) {
        throw new InvalidInput(
            Keys.train(Keys.DECAY_FACTOR) + " must be in (0, 1], got " + decayFactor);
      }
    }

    @Override
    public double factor(long step) {
      return Math.pow(decayFactor, Math.floorDiv(step, (long) decayEvery));
    }

    @Override
    public Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put(Keys.DECAY_EVERY, Integer.toString(decayEvery));
      facts.put(Keys.DECAY_FACTOR, Double.toString(decayFactor));
      return facts;
    }
  }

  /**
   * min(1, (t + 1) / warmup) times another schedule.
   *
   * @param warmup the number of steps with a smaller rate; 0 for none
   */
  record Warmup(int warmup, Schedule then) implements Schedule {
    public Warmup {
      Check.atLeast(Keys.train(Keys.WARMUP), warmup, 0);
    }

    @Override
    public double factor(long step) {
      double rise = step >= warmup ? 1 : (step + 1.0) / warmup;
      return rise * then.factor(step);
    }

    @Override
    public Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>(then.facts());
      facts.put(Keys.WARMUP, Integer.toString(warmup));
      return facts;
    }
  }
}
