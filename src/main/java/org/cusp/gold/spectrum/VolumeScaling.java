package org.cusp.gold.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Moments;
import org.cusp.numerics.Matrices;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.state.Bookmark;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * The prior volume {@code V(eps) = P(K(w) < eps)} for w uniform on [-1, 1]^d, down to eps = 1e-30,
 * and the learning coefficient from {@code V(eps) ~ c eps^lambda (log 1/eps)^(m-1)}.
 *
 * <p>Multilevel splitting with N particles (F. Cerou and A. Guyader, Stochastic Analysis and
 * Applications 25 (2007) 417, doi:10.1080/07362990601139628; the constrained prior of nested
 * sampling, J. Skilling, Bayesian Analysis 1 (2006) 833, doi:10.1214/06-BA127): the half with the
 * larger K is replaced by copies of the other, each then moved by Metropolis steps ({@link
 * BoxMove}) that keep K below the level, and log V falls by log 2. Errors are the spread between
 * independent replicates.
 *
 * <p>The increments of log V from decade to decade are the effective coefficient {@code d log V/d
 * log eps}, which has the form that {@link LambdaFit} fits with {@code t = 1/eps}: a Laplace
 * transform leaves lambda, m and delta as they are. Increments are nearly independent, unlike the
 * values of log V themselves, whose errors add up.
 *
 * @param levels descending in eps, a decade apart
 * @param fit lambda and m
 */
public record VolumeScaling(List<Level> levels, LambdaFit fit) {
  private static final int PARTICLES = 800;
  private static final int REPLICATES = 8;
  private static final int MOVES = 30;
  private static final int DECADES = 30;
  private static final double LOWEST_FITTED = 99;
  private static final int MOST_LEVELS = 2_000;

  public VolumeScaling {
    levels = List.copyOf(levels);
  }

  /**
   * The volume at one level.
   *
   * @param se of logVolume
   */
  public record Level(double eps, double logVolume, double se) {}

  /**
   * The scaling of a function {@code K >= 0} that has zeros in the cube.
   *
   * @param bookmark where its state is kept
   * @throws InvalidInput if no particle gets below 1e-30
   */
  public static VolumeScaling of(
      ToDoubleFunction<double[]> k, int dimension, long seed, Bookmark bookmark) {
    Check.atLeast("dimension", dimension, 1);
    double[][] logVolume = new double[REPLICATES][];
    for (int r = 0; r < REPLICATES; r++) {
      RandomStream stream = RandomStream.of(seed, Purpose.NOISE, r);
      logVolume[r] = logVolumes(k, dimension, stream, bookmark.in("replicate " + r));
    }
    List<Level> levels = new ArrayList<>();
    List<SpectrumPoint> slopes = new ArrayList<>();
    for (int decade = 0; decade <= DECADES; decade++) {
      double eps = Math.pow(10, -decade);
      double[] values = at(logVolume, decade);
      levels.add(new Level(eps, Moments.mean(values), se(values)));
      if (decade > 0) {
        double[] slope = at(logVolume, decade);
        double[] before = at(logVolume, decade - 1);
        for (int r = 0; r < REPLICATES; r++) {
          slope[r] = (before[r] - slope[r]) / Math.log(10);
        }
        double t = Math.sqrt(10) * Math.pow(10, decade - 1);
        slopes.add(new SpectrumPoint(t, Moments.mean(slope), se(slope)));
      }
    }
    List<SpectrumPoint> fitted = slopes.stream().filter(p -> p.t() >= LOWEST_FITTED).toList();
    double pooled = pooled(fitted);
    List<SpectrumPoint> even =
        fitted.stream().map(p -> new SpectrumPoint(p.t(), p.energy(), pooled)).toList();
    return new VolumeScaling(levels, LambdaFit.of(even, dimension));
  }

  /** log V at eps = 1, 0.1, ..., 1e-30, of one replicate. */
  static double[] logVolumes(
      ToDoubleFunction<double[]> k, int dimension, RandomStream stream, Bookmark bookmark) {
    Splitting replicate = new Splitting(k, dimension, new Draws(stream));
    bookmark.holds("particles", replicate);
    return replicate.run(bookmark);
  }

  private static double[] at(double[][] logVolume, int decade) {
    return Arrays.stream(logVolume).mapToDouble(replicate -> replicate[decade]).toArray();
  }

  private static double se(double[] values) {
    return Math.sqrt(Moments.variance(values) / values.length);
  }

  /** One error for all increments: so few replicates know each of them to a quarter only. */
  private static double pooled(List<SpectrumPoint> slopes) {
    return Math.sqrt(slopes.stream().mapToDouble(p -> p.se() * p.se()).average().orElseThrow());
  }

  /** One replicate. */
  private static final class Splitting implements HasState {
    private final ToDoubleFunction<double[]> k;
    private final Draws draws;
    private final BoxMove move;
    private final double[] proposal;
    private double[][] w = new double[PARTICLES][];
    private double[] value = new double[PARTICLES];
    private double[] found = new double[DECADES + 1];
    private double logVolume;
    private int decade;
    private int level;

    Splitting(ToDoubleFunction<double[]> k, int dimension, Draws draws) {
      this.k = k;
      this.draws = draws;
      this.move = new BoxMove(draws);
      this.proposal = new double[dimension];
      for (int p = 0; p < PARTICLES; p++) {
        w[p] = new double[dimension];
        for (int i = 0; i < dimension; i++) {
          w[p][i] = 2 * draws.uniform() - 1;
        }
        value[p] = k.applyAsDouble(w[p]);
      }
    }

    @Override
    public void state(State at) {
      draws.state(at);
      w = Matrices.copy(at.rows("w", w));
      value = at.numbers("value", value).clone();
      found = at.numbers("found", found).clone();
      logVolume = at.number("log volume", logVolume);
      decade = (int) at.whole("decade", decade);
      level = (int) at.whole("level", level);
    }

    double[] run(Bookmark bookmark) {
      for (; level < MOST_LEVELS; level++) {
        bookmark.turn();
        double[] sorted = value.clone();
        Arrays.sort(sorted);
        double median = (sorted[PARTICLES / 2 - 1] + sorted[PARTICLES / 2]) / 2;
        while (decade <= DECADES && Math.pow(10, -decade) >= median) {
          found[decade] = logVolume + Math.log(share(sorted, Math.pow(10, -decade)));
          decade++;
        }
        if (decade > DECADES) {
          return found;
        }
        int below = shareCount(sorted, median);
        if (below == 0 || below == PARTICLES) {
          break;
        }
        logVolume += Math.log((double) below / PARTICLES);
        split(median);
      }
      throw new InvalidInput(
          "no way below K = 1e-"
              + decade
              + " was found on [-1, 1]^"
              + proposal.length
              + "; expected zeros of K there");
    }

    private static double share(double[] sorted, double eps) {
      return (double) shareCount(sorted, eps) / PARTICLES;
    }

    private static int shareCount(double[] sorted, double eps) {
      int count = 0;
      while (count < sorted.length && sorted[count] < eps) {
        count++;
      }
      return count;
    }

    private void split(double level) {
      int[] alive = new int[PARTICLES];
      int count = 0;
      for (int p = 0; p < PARTICLES; p++) {
        if (value[p] < level) {
          alive[count++] = p;
        }
      }
      for (int p = 0; p < PARTICLES; p++) {
        if (!(value[p] < level)) {
          int parent = alive[draws.below(count)];
          w[p] = w[parent].clone();
          value[p] = value[parent];
        }
      }
      for (int p = 0; p < PARTICLES; p++) {
        for (int step = 0; step < MOVES; step++) {
          step(p, level);
        }
      }
    }

    private void step(int p, double level) {
      double jacobian = move.propose(w[p], proposal);
      if (jacobian != Double.NEGATIVE_INFINITY && Math.log(draws.uniform()) < jacobian) {
        double next = k.applyAsDouble(proposal);
        if (next < level) {
          System.arraycopy(proposal, 0, w[p], 0, proposal.length);
          value[p] = next;
        }
      }
    }
  }
}
