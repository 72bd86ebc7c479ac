package org.cusp.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Coordinates t of a quadrature over v, with the edges of the first cells. */
interface Cells {
  /** The Gaussian leaves e^-32 of its weight beyond so many of its standard deviations. */
  double REACH = 8;

  int LEVELS = 8;

  /**
   * A centre within so many standard deviations of the origin leaves a singularity there in sight.
   */
  double NEAR = 3;

  /** For the prior N(centre, I/gamma). */
  static Cells of(ConditionalLoss.Grid grid, double[] centre, double gamma) {
    double size = 0;
    for (double c : centre) {
      size += c * c;
    }
    boolean isAround =
        grid.layout() == ConditionalLoss.Layout.AROUND_ORIGIN
            && centre.length > 1
            && gamma * size < NEAR * NEAR;
    double reach = REACH / Math.sqrt(gamma);
    return isAround ? new Around(grid, Math.sqrt(size) + reach) : new Along(grid, centre, reach);
  }

  /** Of each coordinate, ascending. */
  List<double[]> edges();

  /** v at t, into {@code v}; returns the logarithm of the volume element. */
  double point(double[] t, double[] v);

  /** A point to start from. */
  double[] start();

  /**
   * Along the grid's axes: edges that halve their distance to the centre and to each place. Cells
   * much wider than the Gaussian would overlook thin valleys far from the centre.
   */
  record Along(ConditionalLoss.Grid grid, double[] centre, double reach) implements Cells {
    @Override
    public List<double[]> edges() {
      double[] middle = start();
      List<double[]> all = new ArrayList<>();
      for (int i = 0; i < middle.length; i++) {
        double low = middle[i] - reach;
        double high = middle[i] + reach;
        TreeSet<Double> edges = new TreeSet<>(List.of(low, high));
        addHalving(edges, middle[i], reach, 2);
        for (double place : grid.places().get(i)) {
          addHalving(edges, place, reach, 2);
        }
        all.add(within(edges, low, high));
      }
      return all;
    }

    @Override
    public double point(double[] t, double[] v) {
      grid.point(t, v);
      return 0;
    }

    @Override
    public double[] start() {
      return grid.coordinates(centre);
    }
  }

  /**
   * Log radius and angles from the first axis, for valleys that are cones around it and a weight
   * that changes with every scale of the radius: {@code exp(r) (cos phi, sin phi)} or {@code exp(r)
   * (cos phi, sin phi cos psi, sin phi sin psi)}.
   *
   * @param last the largest radius
   */
  record Around(ConditionalLoss.Grid grid, double last) implements Cells {
    private static final int SCALES = 32;
    private static final int EIGHTHS = 8;

    @Override
    public List<double[]> edges() {
      double[] radius = new double[SCALES + 1];
      for (int i = 0; i <= SCALES; i++) {
        radius[i] = Math.log(last) - SCALES + i;
      }
      TreeSet<Double> angle = new TreeSet<>();
      boolean isPlane = grid.dimension() == 2;
      double low = isPlane ? -Math.PI / 2 : 0;
      double high = isPlane ? 3 * Math.PI / 2 : Math.PI;
      addHalving(angle, 0, Math.PI / 2, 2);
      addHalving(angle, Math.PI, Math.PI / 2, 2);
      for (int eighth = -EIGHTHS; eighth < 2 * EIGHTHS; eighth++) {
        angle.add(eighth * Math.PI / 4);
      }
      angle.add(low);
      angle.add(high);
      List<double[]> all = new ArrayList<>(List.of(radius, within(angle, low, high)));
      if (!isPlane) {
        double[] turn = new double[EIGHTHS + 1];
        for (int i = 0; i <= EIGHTHS; i++) {
          turn[i] = i * Math.PI / 4;
        }
        all.add(turn);
      }
      return all;
    }

    @Override
    public double point(double[] t, double[] v) {
      double radius = Math.exp(t[0]);
      double across = Math.sin(t[1]);
      double[] along = new double[t.length];
      along[0] = radius * Math.cos(t[1]);
      if (t.length == 2) {
        along[1] = radius * across;
        grid.point(along, v);
        return 2 * t[0];
      }
      along[1] = radius * across * Math.cos(t[2]);
      along[2] = radius * across * Math.sin(t[2]);
      grid.point(along, v);
      return 3 * t[0] + Math.log(across);
    }

    @Override
    public double[] start() {
      double[] t = new double[grid.dimension()];
      t[0] = Math.log(last / REACH);
      t[1] = Math.PI / 8;
      return t;
    }
  }

  /** The edges with those of a peak that is far from all of them. */
  static List<double[]> withPeak(List<double[]> edges, double[] peak) {
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < peak.length; i++) {
      double low = edges.get(i)[0];
      double high = edges.get(i)[edges.get(i).length - 1];
      double reach = (high - low) / 2;
      TreeSet<Double> here = new TreeSet<>();
      double nearest = reach;
      for (double edge : edges.get(i)) {
        here.add(edge);
        nearest = Math.min(nearest, Math.abs(edge - peak[i]));
      }
      if (nearest > reach * Math.pow(2, -LEVELS)) {
        addHalving(here, peak[i], reach, 4);
      }
      all.add(within(here, low, high));
    }
    return all;
  }

  private static void addHalving(TreeSet<Double> edges, double place, double reach, int ratio) {
    edges.add(place);
    double last = reach * Math.pow(2, -LEVELS);
    for (double distance = reach; distance > last; distance /= ratio) {
      edges.add(place - distance);
      edges.add(place + distance);
    }
  }

  private static double[] within(TreeSet<Double> edges, double low, double high) {
    return edges.subSet(low, true, high, true).stream().mapToDouble(edge -> edge).toArray();
  }
}
