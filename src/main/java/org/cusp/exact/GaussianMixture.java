package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * A mixture of one-dimensional Gaussians with known variance and free means and weights. Two
 * components for a truth of one: K behaves like {@code u^2 + b^4}, so lambda = 3/4, m = 1. As many
 * as the truth: the model is regular with {@code 2k - 1} parameters.
 *
 * <p>Source: K. Yamazaki, S. Watanabe, Singularities in mixture models and upper bounds of
 * stochastic complexity, Neural Networks 16 (2003) 1029, doi:10.1016/S0893-6080(03)00005-4.
 *
 * @param components of the model: 1 or more
 * @param trueComponents of the truth
 */
public record GaussianMixture(int components, int trueComponents) implements ClosedForm {
  public GaussianMixture {
    Check.atLeast("components", components, 1);
    Check.inRange("true", trueComponents, 1, components);
    if (components != trueComponents && components != 2) {
      throw new InvalidInput(
          "gaussian-mixture is exact for components=2,true=1 and components=true only, got components="
              + components
              + ",true="
              + trueComponents
              + "; mixture:... gives a bound");
    }
  }

  @Override
  public Rlct rlct() {
    String source = "Yamazaki and Watanabe 2003, Neural Networks 16:1029";
    return components == trueComponents
        ? Rlct.exact(Fractions.of(2L * components - 1, 2), 1, source)
        : Rlct.exact(Fractions.of(3, 4), 1, source);
  }

  @Override
  public List<String> conditions() {
    return List.of("one dimension, known equal variances, weights in [0, 1], a positive prior");
  }
}
