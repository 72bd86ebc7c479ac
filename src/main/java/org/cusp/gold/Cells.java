package org.cusp.gold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

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
    return isAround
        ? new Around(grid, Math.sqrt(size) + reach, Around.SCALES)
        : new Along(grid, centre, reach, 0);
  }

  /** Of each coordinate, ascending, for so many halvings of the distance to each place. */
  List<double[]> edges(int[] levels);

  /** Where a coordinate needs resolution. */
  double[] places(int axis);

  /** As many halvings as are needed, as far as the number of cells allows. */
  int[] levels(int[] needed);

  /** The halvings that are always there. */
  default int[] plainLevels() {
    int[] levels = new int[start().length];
    Arrays.fill(levels, LEVELS);
    return levels;
  }

  /** The largest log weight at the ends of the region, seen from its peak. */
  double atEnds(LocalIntegral.LogWeight weight, List<double[]> edges, double[] peak);

  /** Whether the region can still be made wider. */
  boolean isNarrow();

  /** The same with the region twice as wide. */
  Cells wider();

  /** v at t, into {@code v}; returns the logarithm of the volume element. */
  double point(double[] t, double[] v);

  /** A point to start from. */
  double[] start();

  /**
   * Along the grid's axes: edges that halve their distance to the centre and to each place. Cells
   * much wider than the Gaussian would overlook thin valleys far from the centre.
   */
  record Along(ConditionalLoss.Grid grid, double[] centre, double reach, int doublings)
      implements Cells {
    /** By dimensions: the squares and cubes of the edges are cells. */
    private static final int[] MOST_LEVELS = {90, 60, LEVELS};

    private static final int MOST_DOUBLINGS = 40;

    @Override
    public List<double[]> edges(int[] levels) {
      double[] middle = start();
      List<double[]> all = new ArrayList<>();
      for (int i = 0; i < middle.length; i++) {
        double low = middle[i] - reach;
        double high = middle[i] + reach;
        TreeSet<Double> edges = new TreeSet<>(List.of(low, high));
        for (double place : places(i)) {
          addHalving(edges, place, reach, 2, levels[i]);
        }
        all.add(within(edges, low, high));
      }
      return all;
    }

    /** The centre first. */
    @Override
    public double[] places(int axis) {
      return DoubleStream.concat(
              DoubleStream.of(start()[axis]), Arrays.stream(grid.places().get(axis)))
          .toArray();
    }

    @Override
    public int[] levels(int[] needed) {
      int most = MOST_LEVELS[needed.length - 1];
      return Arrays.stream(needed)
          .map(k -> Resolution.made(LEVELS, k, most, needed.length))
          .toArray();
    }

    @Override
    public double atEnds(LocalIntegral.LogWeight weight, List<double[]> edges, double[] peak) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < peak.length; i++) {
        double[] t = peak.clone();
        t[i] = edges.get(i)[0];
        largest = Math.max(largest, weight.at(t));
        t[i] = edges.get(i)[edges.get(i).length - 1];
        largest = Math.max(largest, weight.at(t));
      }
      return largest;
    }

    @Override
    public boolean isNarrow() {
      return doublings < MOST_DOUBLINGS;
    }

    @Override
    public Cells wider() {
      return new Along(grid, centre, 2 * reach, doublings + 1);
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
   * @param scales how many factors of e there are between the smallest and the largest
   */
  record Around(ConditionalLoss.Grid grid, double last, int scales) implements Cells {
    private static final int SCALES = 32;
    private static final int MOST_SCALES = 160;
    private static final int EIGHTHS = 8;

    /** By dimensions, of the first angle. */
    private static final int[] MOST_LEVELS = {0, 60, 30};

    @Override
    public List<double[]> edges(int[] levels) {
      double[] radius = new double[scales + 1];
      for (int i = 0; i <= scales; i++) {
        radius[i] = Math.log(last) - scales + i;
      }
      TreeSet<Double> angle = new TreeSet<>();
      boolean isPlane = grid.dimension() == 2;
      double low = isPlane ? -Math.PI / 2 : 0;
      double high = isPlane ? 3 * Math.PI / 2 : Math.PI;
      addHalving(angle, 0, Math.PI / 2, 2, levels[1]);
      addHalving(angle, Math.PI, Math.PI / 2, 2, levels[1]);
      for (int eighth = -2; levels[1] > LEVELS && eighth <= 6; eighth++) {
        addHalving(angle, eighth * Math.PI / 4, Math.PI / 4, 2, levels[1]);
      }
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

    /** The valleys of a network lie where units agree or vanish: at eighths of a turn. */
    @Override
    public double[] places(int axis) {
      return axis == 1
          ? new double[] {-Math.PI / 4, 0, Math.PI / 4, Math.PI / 2, 3 * Math.PI / 4, Math.PI}
          : new double[0];
    }

    /** The radius has its logarithm; the second angle is left to adaptation. */
    @Override
    public int[] levels(int[] needed) {
      int[] levels = plainLevels();
      levels[1] = Resolution.made(LEVELS, needed[1], MOST_LEVELS[needed.length - 1], needed.length);
      return levels;
    }

    @Override
    public double atEnds(LocalIntegral.LogWeight weight, List<double[]> edges, double[] peak) {
      double[] t = peak.clone();
      t[0] = edges.get(0)[0];
      double inside = weight.at(t);
      t[0] = edges.get(0)[scales];
      return Math.max(inside, weight.at(t));
    }

    @Override
    public boolean isNarrow() {
      return scales < MOST_SCALES;
    }

    /** Outwards and inwards. */
    @Override
    public Cells wider() {
      return new Around(grid, 2 * last, scales + 4);
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
  static List<double[]> withPeak(List<double[]> edges, double[] peak, int[] levels) {
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
      if (nearest > reach * Math.pow(2, -levels[i])) {
        addHalving(here, peak[i], reach, 4, levels[i]);
      }
      all.add(within(here, low, high));
    }
    return all;
  }

  private static void addHalving(
      TreeSet<Double> edges, double place, double reach, int ratio, int levels) {
    edges.add(place);
    double last = reach * Math.pow(2, -levels);
    for (double distance = reach; distance > last; distance /= ratio) {
      edges.add(place - distance);
      edges.add(place + distance);
    }
  }

  private static double[] within(TreeSet<Double> edges, double low, double high) {
    return edges.subSet(low, true, high, true).stream().mapToDouble(edge -> edge).toArray();
  }
}
