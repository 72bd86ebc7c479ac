package org.cusp.problem.law;

/**
 * The population's side of K_n: with f(z, w) = loss(z, w) - loss(z, w*) for a datum z,
 *
 * <pre>K(w) = E f(z, w),  the mean of K_n(w) = (1/n) sum_i f(z_i, w) over data sets</pre>
 *
 * in nats per datum. Where the truth is the model at w*, K(w) is the Kullback-Leibler divergence of
 * the model at w from the truth: never negative, and zero at w*.
 *
 * <p>Source: S. Watanabe, Algebraic Geometry and Statistical Learning Theory, Cambridge University
 * Press 2009, chapter 1, doi:10.1017/CBO9780511800474.
 */
public interface PopulationK {
  /** How it is computed, in a few words: "closed form", "Gauss-Legendre quadrature". */
  String method();

  /**
   * Whether K(w) is a Kullback-Leibler divergence; otherwise it is the excess of the expected loss
   * over that at w*, which is negative where w predicts better than w*.
   */
  boolean isDivergence();

  /**
   * Whether K(w) costs little beside a gradient of the data, so that it may be asked for at every
   * draw of a sampler.
   */
  default boolean isQuick() {
    return true;
  }

  /** K(w). */
  KValue at(double[] w);

  /**
   * The variance V(w) for which K_n(w) has the standard deviation sqrt(V / n) over data sets: Var
   * f(z, w) for data that are drawn independently.
   */
  double variance(double[] w);

  /** The gradient of K. */
  double[] gradient(double[] w);
}
