package org.cusp.gold.quadrature;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Globally adaptive integration of a vector of functions over a box of two or three dimensions: the
 * cell with the largest error estimate is halved, across the axis along which the functions are
 * least like a cubic, until the sum of all estimates is below a tolerance. Each cell has the rule
 * of degree 7 of A. C. Genz and A. A. Malik, J. Comput. Appl. Math. 6 (1980) 295,
 * doi:10.1016/0771-050X(80)90039-X, with the embedded rule of degree 5 for its error. In one
 * dimension it is {@link AdaptiveIntegral}.
 */
public final class AdaptiveCubature {
  private static final double NEAR = Math.sqrt(9.0 / 70);
  private static final double FAR = Math.sqrt(9.0 / 10);
  private static final double CORNER = Math.sqrt(9.0 / 19);
  private static final double RATIO = (9.0 / 70) / (9.0 / 10);

  private AdaptiveCubature() {}

  /** A vector of functions at one point, into {@code out}. */
  public interface Integrand {
    void at(double[] x, double[] out);
  }

  /**
   * The integrals over the box between the first and last edges.
   *
   * @param components of the vector
   * @param edges of each axis, ascending; the first cells lie between neighbours
   * @param tolerance relative, on the integral of the absolute value of each component
   * @param most cells; when they are used up the best value so far is returned, not converged
   */
  public static Approximation of(
      Integrand f, int components, List<double[]> edges, double tolerance, int most) {
    if (edges.size() == 1) {
      return onLine(f, components, edges.get(0), tolerance, most);
    }
    Search search = new Search(f, components, edges);
    search.refine(tolerance, most);
    return search.result(tolerance);
  }

  private static Approximation onLine(
      Integrand f, int components, double[] edges, double tolerance, int most) {
    double[] point = new double[1];
    return AdaptiveIntegral.of(
        (x, out) -> {
          point[0] = x;
          f.at(point, out);
        },
        components,
        edges,
        tolerance,
        most);
  }

  /** The cells, the worst first, and the sums over them. */
  private static final class Search {
    private final PriorityQueue<Cell> cells =
        new PriorityQueue<>((a, b) -> Double.compare(b.rank, a.rank));
    private final Rule rule;
    private final double[] size;
    private final double[] error;

    Search(Integrand f, int components, List<double[]> edges) {
      rule = new Rule(f, components, edges.size());
      size = new double[components];
      error = new double[components];
      List<Cell> first = new ArrayList<>();
      grid(edges, 0, new double[edges.size()], new double[edges.size()], first);
      first.forEach(cell -> add(cell, 1));
      first.forEach(this::rank);
      cells.addAll(first);
    }

    private void grid(
        List<double[]> edges, int axis, double[] centre, double[] half, List<Cell> found) {
      if (axis == edges.size()) {
        found.add(rule.cell(centre.clone(), half.clone()));
        return;
      }
      double[] here = edges.get(axis);
      for (int i = 0; i + 1 < here.length; i++) {
        half[axis] = (here[i + 1] - here[i]) / 2;
        centre[axis] = here[i] + half[axis];
        grid(edges, axis + 1, centre, half, found);
      }
    }

    void refine(double tolerance, int most) {
      while (cells.size() < most && isAbove(tolerance)) {
        Cell worst = cells.poll();
        add(worst, -1);
        for (int side = -1; side <= 1; side += 2) {
          double[] centre = worst.centre.clone();
          double[] half = worst.half.clone();
          half[worst.axis] /= 2;
          centre[worst.axis] += side * half[worst.axis];
          Cell cell = rule.cell(centre, half);
          add(cell, 1);
          rank(cell);
          cells.add(cell);
        }
      }
    }

    private boolean isAbove(double tolerance) {
      for (int c = 0; c < size.length; c++) {
        if (error[c] > tolerance * size[c]) {
          return true;
        }
      }
      return false;
    }

    private void add(Cell cell, int sign) {
      for (int c = 0; c < size.length; c++) {
        size[c] += sign * Math.abs(cell.value[c]);
        error[c] += sign * cell.error[c];
      }
    }

    private void rank(Cell cell) {
      cell.rank = 0;
      for (int c = 0; c < size.length; c++) {
        cell.rank = Math.max(cell.rank, size[c] > 0 ? cell.error[c] / size[c] : 0);
      }
    }

    /** Summed afresh: the running sums carry the rounding of every change. */
    Approximation result(double tolerance) {
      double[] value = new double[size.length];
      double[] absolute = new double[size.length];
      double[] total = new double[size.length];
      for (Cell cell : cells) {
        for (int c = 0; c < value.length; c++) {
          value[c] += cell.value[c];
          absolute[c] += Math.abs(cell.value[c]);
          total[c] += cell.error[c];
        }
      }
      return Approximation.of(value, total, absolute, tolerance * (1 + 1e-9));
    }
  }

  private static final class Cell {
    final double[] centre;
    final double[] half;
    final double[] value;
    final double[] error;
    int axis;
    double rank;

    Cell(double[] centre, double[] half, int components) {
      this.centre = centre;
      this.half = half;
      this.value = new double[components];
      this.error = new double[components];
    }
  }

  /** The two rules on one cell. */
  private static final class Rule {
    private final Integrand f;
    private final int components;
    private final int dimension;
    private final double[] point;
    private final double[] at;
    private final double[] middle;
    private final double[] near;
    private final double[] far;
    private final double[] pairs;
    private final double[] corners;
    private final double[] bend;

    Rule(Integrand f, int components, int dimension) {
      this.f = f;
      this.components = components;
      this.dimension = dimension;
      point = new double[dimension];
      at = new double[components];
      middle = new double[components];
      near = new double[components];
      far = new double[components];
      pairs = new double[components];
      corners = new double[components];
      bend = new double[components];
    }

    Cell cell(double[] centre, double[] half) {
      Cell cell = new Cell(centre, half, components);
      for (double[] sums : List.of(middle, near, far, pairs, corners)) {
        java.util.Arrays.fill(sums, 0);
      }
      System.arraycopy(centre, 0, point, 0, dimension);
      f.at(point, middle);
      addAxes(cell);
      addPairs(cell);
      for (int corner = 0; corner < 1 << dimension; corner++) {
        for (int i = 0; i < dimension; i++) {
          point[i] = centre[i] + ((corner >> i & 1) == 0 ? CORNER : -CORNER) * half[i];
        }
        addTo(corners);
      }
      combine(cell);
      return cell;
    }

    /** The points on the axes; the axis with the largest fourth difference is the one to cut. */
    private void addAxes(Cell cell) {
      double largest = -1;
      for (int i = 0; i < dimension; i++) {
        java.util.Arrays.fill(bend, 0);
        for (int side = -1; side <= 1; side += 2) {
          point[i] = cell.centre[i] + side * NEAR * cell.half[i];
          addTo(near);
          addBend(1);
          point[i] = cell.centre[i] + side * FAR * cell.half[i];
          addTo(far);
          addBend(-RATIO);
        }
        point[i] = cell.centre[i];
        double difference = 0;
        for (int c = 0; c < components; c++) {
          difference += Math.abs(bend[c] - 2 * (1 - RATIO) * middle[c]);
        }
        boolean isWider = difference == largest && cell.half[i] > cell.half[cell.axis];
        if (difference > largest || isWider) {
          largest = difference;
          cell.axis = i;
        }
      }
    }

    private void addBend(double factor) {
      for (int c = 0; c < components; c++) {
        bend[c] += factor * at[c];
      }
    }

    private void addPairs(Cell cell) {
      for (int i = 0; i < dimension; i++) {
        for (int j = i + 1; j < dimension; j++) {
          for (int sides = 0; sides < 4; sides++) {
            point[i] = cell.centre[i] + ((sides & 1) == 0 ? FAR : -FAR) * cell.half[i];
            point[j] = cell.centre[j] + ((sides & 2) == 0 ? FAR : -FAR) * cell.half[j];
            addTo(pairs);
          }
          point[j] = cell.centre[j];
        }
        point[i] = cell.centre[i];
      }
    }

    private void addTo(double[] sums) {
      f.at(point, at);
      for (int c = 0; c < components; c++) {
        sums[c] += at[c];
      }
    }

    private void combine(Cell cell) {
      int d = dimension;
      double volume = 1;
      for (double h : cell.half) {
        volume *= 2 * h;
      }
      for (int c = 0; c < components; c++) {
        double seventh =
            (12824 - 9120 * d + 400 * d * d) / 19683.0 * middle[c]
                + 980 / 6561.0 * near[c]
                + (1820 - 400 * d) / 19683.0 * far[c]
                + 200 / 19683.0 * pairs[c]
                + 6859 / 19683.0 / (1 << d) * corners[c];
        double fifth =
            (729 - 950 * d + 50 * d * d) / 729.0 * middle[c]
                + 245 / 486.0 * near[c]
                + (265 - 100 * d) / 1458.0 * far[c]
                + 25 / 729.0 * pairs[c];
        cell.value[c] = volume * seventh;
        cell.error[c] = volume * Math.abs(seventh - fifth);
      }
    }
  }
}
