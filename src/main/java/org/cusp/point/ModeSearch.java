package org.cusp.point;

import java.util.function.IntFunction;
import org.cusp.numerics.Vectors;
import org.cusp.posterior.Posterior;

/**
 * Goes downhill from w* to the mode of its posterior, by Newton steps whose equations are solved in
 * a Krylov space and whose curvatures are taken in absolute value, so that saddles repel (Dauphin
 * et al., NIPS 2014, arXiv:1406.2572). Where w* is a minimum but for the noise of the data one step
 * does it.
 */
final class ModeSearch {
  static final int MOST_NEWTON_STEPS = 6;

  /**
   * Nats. Far below what matters in itself: what is left of the gradient of the loss bends the flat
   * directions, and must do so by less than the localisation.
   */
  private static final double NEGLIGIBLE = 1e-5;

  /** Lengths tried, in units of a Newton step: each pair is evaluated together. */
  private static final double[][] LENGTHS = {{1, 0.25}, {1 / 16.0, 1 / 64.0}};

  private final Posterior posterior;
  private final GradientPair pair;
  private final double[] centre;
  private final IntFunction<double[]> fresh;
  private double[] w;
  private double[] lossGradient;

  /** Of w, against that of w*: never positive. */
  private double energy;

  /**
   * Where the search ended.
   *
   * @param gain in nats, see {@link #search}
   * @param left nats that another step promises; infinite where nobody knows
   */
  record Mode(double[] w, double gain, double left) {}

  ModeSearch(
      Posterior posterior,
      GradientPair pair,
      double[] centre,
      double[] lossGradient,
      IntFunction<double[]> fresh) {
    this.posterior = posterior;
    this.pair = pair;
    this.centre = centre;
    this.fresh = fresh;
    this.w = centre;
    this.lossGradient = lossGradient;
  }

  /**
   * The lowest point found, and by how many nats nBeta L_n + (gamma/2) |w - w*|^2 lies lower there;
   * a last step that is not worth while counts as the quadratic approximation has it.
   *
   * @param hessian at w*
   * @param steps of the Krylov spaces
   * @param mostEvaluations of gradients, those before the search included
   */
  Mode search(DifferenceHessian hessian, int steps, long mostEvaluations) {
    for (int i = 0; i < MOST_NEWTON_STEPS && canAfford(steps, mostEvaluations); i++) {
      double[] gradient = energyGradient();
      if (Vectors.norm(gradient) == 0) {
        return new Mode(w, Math.abs(energy), 0);
      }
      Lanczos krylov = Lanczos.run(hessian.movedTo(w), gradient, steps, fresh, soFar -> false);
      if (!krylov.isFinite()) {
        break;
      }
      double[] step = new double[w.length];
      double promised = newtonStep(krylov, Vectors.norm(gradient), step);
      if (promised < NEGLIGIBLE) {
        return new Mode(w, promised - energy, promised);
      }
      if (!descend(step)) {
        break;
      }
    }
    return new Mode(w, Math.abs(energy), Double.POSITIVE_INFINITY);
  }

  private boolean canAfford(int steps, long mostEvaluations) {
    return pair.evaluations() + 2L * steps + 2L * LENGTHS.length <= mostEvaluations;
  }

  private double[] energyGradient() {
    double[] gradient = new double[w.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = posterior.nBeta() * lossGradient[i] + posterior.gamma() * (w[i] - centre[i]);
    }
    return gradient;
  }

  /** Writes the step; returns the nats it promises. */
  private double newtonStep(Lanczos krylov, double norm, double[] step) {
    Responses at = new Responses(posterior, krylov.band());
    Lanczos.Ritz ritz = krylov.ritz();
    double[] coefficients = new double[krylov.steps()];
    double promised = 0;
    for (int i = 0; i < coefficients.length; i++) {
      double component = norm * ritz.vectors()[i][0];
      double move = component / at.stiffness(ritz.values()[i]);
      promised += component * move / 2;
      Vectors.add(coefficients, -move, ritz.vectors()[i]);
    }
    for (int k = 0; k < coefficients.length; k++) {
      Vectors.add(step, coefficients[k], krylov.basis().get(k));
    }
    return promised;
  }

  private boolean descend(double[] step) {
    for (double[] lengths : LENGTHS) {
      double[][] tried = new double[2][];
      for (int side = 0; side < 2; side++) {
        tried[side] = GradientPair.moved(w, lengths[side], step);
      }
      pair.evaluate(tried[0], tried[1]);
      int lower = energy(1, tried[1]) < energy(0, tried[0]) ? 1 : 0;
      double reached = energy(lower, tried[lower]);
      if (reached < energy) {
        energy = reached;
        w = tried[lower];
        lossGradient = pair.gradient(lower);
        return true;
      }
    }
    return false;
  }

  private double energy(int side, double[] at) {
    double distance = 0;
    for (int i = 0; i < at.length; i++) {
      distance += (at[i] - centre[i]) * (at[i] - centre[i]);
    }
    return posterior.nBeta() * pair.deltaLoss(side) + posterior.gamma() / 2 * distance;
  }
}
