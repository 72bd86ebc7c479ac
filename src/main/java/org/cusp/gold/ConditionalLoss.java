package org.cusp.gold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.numerics.Matrices;

/**
 * The mean loss of the data at hand, {@code L_n(w)} in nats per datum with all constants, in a form
 * whose posterior can be integrated: quadratic in all parameters, quadratic in all but one to three
 * of them, or any function of one to three.
 */
public sealed interface ConditionalLoss {
  /** How many parameters there are. */
  int dimension();

  /**
   * A part of L_n that is the same for all w. The rest is what differences of losses are made of:
   * the less it holds of the constant, the more digits the differences keep.
   */
  double constant();

  /** L_n at w less the constant; w is only lent. */
  double excess(double[] w);

  /** L_n at w, which is only lent. */
  default double at(double[] w) {
    return constant() + excess(w);
  }

  /** A function of parameters. */
  interface Function {
    /** At w, which is only lent. */
    double at(double[] w);
  }

  /** For every v a loss that is quadratic in u. */
  interface Fibre {
    /** At v, which is only lent. */
    Quadratic at(double[] v);
  }

  /**
   * {@code constant + g.w + w^T H w / 2}.
   *
   * @param hessian symmetric, positive semidefinite
   */
  record Quadratic(double constant, double[] gradient, double[][] hessian)
      implements ConditionalLoss {
    public Quadratic {
      Check.equal("rows of the Hessian", hessian.length, gradient.length);
    }

    @Override
    public int dimension() {
      return gradient.length;
    }

    @Override
    public double excess(double[] w) {
      double sum = 0;
      for (int i = 0; i < w.length; i++) {
        sum += w[i] * (gradient[i] + rowTimes(i, w) / 2);
      }
      return sum;
    }

    /** The slope at w. */
    double[] slope(double[] w) {
      double[] slope = gradient.clone();
      for (int i = 0; i < w.length; i++) {
        slope[i] += rowTimes(i, w);
      }
      return slope;
    }

    private double rowTimes(int i, double[] w) {
      double sum = 0;
      for (int j = 0; j < w.length; j++) {
        sum += hessian[i][j] * w[j];
      }
      return sum;
    }
  }

  /**
   * Quadratic in u for every v.
   *
   * @param dimension of w = (u, v)
   * @param outer which parameters are v, in their order, one to three; the others are u
   * @param fibre L_n less the constant
   * @param grid for v
   */
  record Fibres(int dimension, int[] outer, double constant, Fibre fibre, Grid grid)
      implements ConditionalLoss {
    /** Without a constant. */
    public Fibres(int dimension, int[] outer, Fibre fibre, Grid grid) {
      this(dimension, outer, 0, fibre, grid);
    }

    public Fibres {
      Check.inRange("dimensions of the quadrature", outer.length, 1, Grid.MOST_DIMENSIONS);
      Check.equal("axes of the grid", grid.dimension(), outer.length);
    }

    @Override
    public double excess(double[] w) {
      return fibre.at(outer(w)).at(inner(w));
    }

    /** v of w. */
    double[] outer(double[] w) {
      double[] v = new double[outer.length];
      for (int i = 0; i < v.length; i++) {
        v[i] = w[outer[i]];
      }
      return v;
    }

    /** u of w. */
    double[] inner(double[] w) {
      boolean[] isOuter = new boolean[dimension];
      for (int index : outer) {
        isOuter[index] = true;
      }
      double[] u = new double[dimension - outer.length];
      int next = 0;
      for (int i = 0; i < dimension; i++) {
        if (!isOuter[i]) {
          u[next++] = w[i];
        }
      }
      return u;
    }
  }

  /**
   * Any function.
   *
   * @param function L_n less the constant
   */
  record Surface(double constant, Function function, Grid grid) implements ConditionalLoss {
    /** Without a constant. */
    public Surface(Function function, Grid grid) {
      this(0, function, grid);
    }

    @Override
    public int dimension() {
      return grid.dimension();
    }

    @Override
    public double excess(double[] w) {
      return function.at(w);
    }
  }

  /** How the first cells lie. */
  enum Layout {
    /** Boxes along the axes. */
    ALONG_AXES,
    /**
     * Sectors around the first axis, as long as the centre is near the origin: for weights that
     * change on all scales of the distance from the origin.
     */
    AROUND_ORIGIN
  }

  /**
   * Where a quadrature over one to three parameters has its axes and its first cells. A Gaussian
   * {@code N(c, I/gamma)} is the same along all orthonormal axes, so they may be chosen along the
   * valleys of the loss, which cells then follow.
   *
   * @param axes orthonormal, one to a row
   * @param places on each axis where the loss needs resolution beside the centre
   */
  record Grid(double[][] axes, List<double[]> places, Layout layout) {
    static final int MOST_DIMENSIONS = 3;

    public Grid {
      Check.inRange("dimensions of the quadrature", axes.length, 1, MOST_DIMENSIONS);
      Check.equal("axes with places", places.size(), axes.length);
      places = List.copyOf(places);
    }

    /** Along the parameters, the same places on each. */
    public static Grid plain(int dimension, double... places) {
      return plain(Collections.nCopies(dimension, places));
    }

    /** Along the parameters, with places on each. */
    public static Grid plain(List<double[]> places) {
      return new Grid(Matrices.identity(places.size()), places, Layout.ALONG_AXES);
    }

    /**
     * With the first axis along a direction, and 0 a place on the others: for a valley along it
     * that passes through the origin.
     *
     * @param direction not 0
     */
    public static Grid along(double[] direction, Layout layout) {
      int d = direction.length;
      double[][] axes = new double[d][];
      List<double[]> places = new ArrayList<>();
      for (int i = 0; i < d; i++) {
        axes[i] = i == 0 ? direction.clone() : leastIn(direction, axes, i);
        for (int pass = 0; pass < 2; pass++) {
          for (int k = 0; k < i; k++) {
            subtract(axes[i], axes[k]);
          }
          normalise(axes[i]);
        }
        places.add(i == 0 ? new double[0] : new double[1]);
      }
      return new Grid(axes, places, layout);
    }

    /** The unit vector that is least in the span of the axes so far. */
    private static double[] leastIn(double[] direction, double[][] axes, int count) {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < direction.length; j++) {
        double share = 0;
        for (int k = 0; k < count; k++) {
          share += axes[k][j] * axes[k][j];
        }
        if (share < least) {
          least = share;
          best = j;
        }
      }
      double[] unit = new double[direction.length];
      unit[best] = 1;
      return unit;
    }

    private static void subtract(double[] x, double[] axis) {
      double along = 0;
      for (int j = 0; j < x.length; j++) {
        along += x[j] * axis[j];
      }
      for (int j = 0; j < x.length; j++) {
        x[j] -= along * axis[j];
      }
    }

    private static void normalise(double[] x) {
      double norm = 0;
      for (double v : x) {
        norm += v * v;
      }
      norm = Math.sqrt(norm);
      for (int j = 0; j < x.length; j++) {
        x[j] /= norm;
      }
    }

    int dimension() {
      return axes.length;
    }

    /** The coordinates of v along the axes. */
    double[] coordinates(double[] v) {
      double[] t = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          t[i] += axes[i][j] * v[j];
        }
      }
      return t;
    }

    /** v of these coordinates, into {@code v}. */
    void point(double[] t, double[] v) {
      for (int j = 0; j < v.length; j++) {
        v[j] = 0;
        for (int i = 0; i < v.length; i++) {
          v[j] += axes[i][j] * t[i];
        }
      }
    }
  }
}
