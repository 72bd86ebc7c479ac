package org.cusp.problem.law;

/** A matrix M(w), outputs x inputs, of a model y = M(w) x + noise. */
public interface LinearMap {
  int inputs();

  int outputs();

  /** M(w). */
  double[][] at(double[] w);

  /** Adds {@code sum_ij cotangent_ij dM_ij / dw} to the gradient. */
  void addGradient(double[] w, double[][] cotangent, double[] gradient);
}
