package org.cusp.point;

import java.util.function.UnaryOperator;
import org.cusp.numerics.Vectors;
import org.cusp.tensor.Precision;

/**
 * The Hessian of L_n at w* as a map of unit vectors, by central differences of gradients:
 *
 * <pre>H v = (grad L_n(w* + h v) - grad L_n(w* - h v)) / (2 h) + O(h^2) + O(rounding / h)</pre>
 *
 * <p>The distance h balances the two errors by measurement, not by a rule of thumb, since both
 * depend on the network: on a direction rich in the stiffest eigenvectors it goes down a ladder of
 * factors of ten from |w*|/30 for as long as consecutive answers come closer to each other. While
 * truncation dominates they do, by a factor of 100 a rung; once rounding does, they part again by a
 * factor of 10.
 */
final class DifferenceHessian implements UnaryOperator<double[]> {
  private static final double FIRST = 1 / 30.0;
  private static final double RUNG = 0.1;

  private final GradientPair pair;
  private final double[] centre;
  private final double distance;

  private DifferenceHessian(GradientPair pair, double[] centre, double distance) {
    this.pair = pair;
    this.centre = centre;
    this.distance = distance;
  }

  /**
   * At {@code centre}.
   *
   * @param scale the length that stands for |w*|
   * @param direction where the ladder starts, of length one
   * @param precision of the gradients, which says how many rungs can be of use
   */
  static DifferenceHessian of(
      GradientPair pair, double[] centre, double scale, double[] direction, Precision precision) {
    double distance = FIRST * scale;
    double[] stiff = new DifferenceHessian(pair, centre, RUNG * distance).apply(direction);
    double[] v = Vectors.norm(stiff) > 0 ? Vectors.unit(stiff) : direction;
    DifferenceHessian best = new DifferenceHessian(pair, centre, distance);
    double[] image = best.apply(v);
    double closest = Double.POSITIVE_INFINITY;
    int rungs = precision == Precision.FLOAT32 ? 3 : 5;
    for (int rung = 0; rung < rungs; rung++) {
      DifferenceHessian next = new DifferenceHessian(pair, centre, best.distance * RUNG);
      double[] nextImage = next.apply(v);
      double apart = apart(image, nextImage);
      if (apart >= closest) {
        return best;
      }
      closest = apart;
      best = next;
      image = nextImage;
    }
    return best;
  }

  /** H v of a vector of length one. */
  @Override
  public double[] apply(double[] v) {
    pair.around(centre, v, distance);
    double[] up = pair.gradient(0);
    double[] down = pair.gradient(1);
    double[] image = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      image[i] = (up[i] - down[i]) / (2 * distance);
    }
    return image;
  }

  /** The Hessian at another parameter, with the same distance. */
  DifferenceHessian movedTo(double[] w) {
    return new DifferenceHessian(pair, w, distance);
  }

  private static double apart(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
