package org.cusp.estimate.learning;

import org.cusp.exact.ExactFacts;
import org.cusp.exact.Rlct;

/**
 * What singular learning theory says of the Bayes generalisation loss of a model whose learning
 * coefficient is known:
 *
 * <pre>E[G_n] - S = lambda/n - (m - 1)/(n ln n) + o(1/(n ln n))</pre>
 *
 * beside that of a regular model, d/(2n).
 *
 * <p>Source: S. Watanabe, Algebraic Geometry and Statistical Learning Theory, Cambridge University
 * Press 2009, corollary 6.1, doi:10.1017/CBO9780511800474.
 *
 * @param parameters d
 * @param width of the hidden layers; null for the model's own
 */
public record LearningTheory(
    Integer width,
    Integer depth,
    int parameters,
    ExactFacts exact,
    double lambda,
    int multiplicity) {
  static LearningTheory of(LearningPoint point, int parameters, String name, Rlct rlct) {
    return new LearningTheory(
        point.width(),
        point.depth(),
        parameters,
        ExactFacts.of(name, rlct),
        rlct.lambdaValue(),
        rlct.multiplicity());
  }

  /** With the correction; negative or infinite where n is too small for it. */
  public double excess(double n) {
    return (lambda - (multiplicity - 1) / Math.log(n)) / n;
  }
}
