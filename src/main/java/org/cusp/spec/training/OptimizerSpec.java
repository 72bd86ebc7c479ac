package org.cusp.spec.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** The settings of an optimizer, apart from its learning rate. */
public sealed interface OptimizerSpec {
  /** The values of its keys. */
  Map<String, String> facts();

  /**
   * Adam with decoupled weight decay (see {@link org.cusp.tensor.update.AdamStep}).
   *
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon above 0
   * @param weightDecay at least 0
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimizerSpec {
    static final double DEFAULT_BETA1 = 0.9;
    static final double DEFAULT_BETA2 = 0.999;
    static final double DEFAULT_EPSILON = 1e-8;

    public Adam {
      checkBelowOne(Keys.BETA1, beta1);
      checkBelowOne(Keys.BETA2, beta2);
      Check.positive(Keys.train(Keys.EPSILON), epsilon);
      Check.nonNegative(Keys.train(Keys.WEIGHT_DECAY), weightDecay);
    }

    /** That of PyTorch's AdamW, which decays weights unless told not to. */
    static final double DEFAULT_DECAY = 0.01;

    static Adam read(Section section) {
      return read(section, 0);
    }

    static Adam readDecaying(Section section) {
      return read(section, DEFAULT_DECAY);
    }

    private static Adam read(Section section, double decay) {
      return new Adam(
          section.number(Keys.BETA1).orElse(DEFAULT_BETA1),
          section.number(Keys.BETA2).orElse(DEFAULT_BETA2),
          section.number(Keys.EPSILON).orElse(DEFAULT_EPSILON),
          section.number(Keys.WEIGHT_DECAY).orElse(decay));
    }

    @Override
    public Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put(Keys.BETA1, Double.toString(beta1));
      facts.put(Keys.BETA2, Double.toString(beta2));
      facts.put(Keys.EPSILON, Double.toString(epsilon));
      facts.put(Keys.WEIGHT_DECAY, Double.toString(weightDecay));
      return facts;
    }
  }

  /**
   * Gradient descent with heavy-ball momentum (see {@link org.cusp.tensor.update.MomentumStep}).
   *
   * @param momentum in [0, 1)
   * @param weightDecay at least 0
   */
  record Sgd(double momentum, double weightDecay) implements OptimizerSpec {
    static final double DEFAULT_MOMENTUM = 0.9;

    public Sgd {
      checkBelowOne(Keys.MOMENTUM, momentum);
      Check.nonNegative(Keys.train(Keys.WEIGHT_DECAY), weightDecay);
    }

    static Sgd read(Section section) {
      return new Sgd(
          section.number(Keys.MOMENTUM).orElse(DEFAULT_MOMENTUM),
          section.number(Keys.WEIGHT_DECAY).orElse(0));
    }

    @Override
    public Map<String, String> facts() {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put(Keys.MOMENTUM, Double.toString(momentum));
      facts.put(Keys.WEIGHT_DECAY, Double.toString(weightDecay));
      return facts;
    }
  }

  private static void checkBelowOne(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidInput(Keys.train(key) + " must be in [0, 1), got " + value);
    }
  }
}
