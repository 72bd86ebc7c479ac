package org.cusp.point;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.cusp.contract.Check;
import org.cusp.diagnostics.Estimate;
import org.cusp.numerics.Vectors;
import org.cusp.point.PointCheck.Extreme;
import org.cusp.point.PointCheck.Spectrum;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;

/** The work behind a {@link PointCheck}, in the order in which it is done. */
final class PointSearch {
  /** With so many parameters all eigenvalues are affordable, O(P^3). */
  private static final int MOST_COMPLETE = 300;

  /** Vectors of a recursion. */
  private static final int MOST_STEPS = 300;

  private static final int MOST_PROBES = 16;

  /** Of the Hessian-vector products, one in so many goes into each Newton step to the mode. */
  private static final int SHARE_OF_A_NEWTON_STEP = 12;

  /** A quadrature this close, relative to the trace, is close enough: more probes gain more. */
  private static final double BRACKET = 0.03;

  /** Doubles in the basis of a recursion: 256 MiB. */
  private static final long MOST_NUMBERS = 1L << 25;

  /** Pairs of points on the line of negative curvature, each twice as far as the one before. */
  private static final int LINE_PAIRS = 10;

  private final PosteriorTensors shared;
  private final Posterior posterior;
  private final GradientPair pair;
  private final KernelProvider kernels;
  private final RandomStream random;
  private final int parameters;
  private final double[] centre;

  PointSearch(PosteriorTensors shared, GradientPair pair, KernelProvider kernels, long seed) {
    this.shared = shared;
    this.kernels = kernels;
    this.posterior = shared.posterior();
    this.pair = pair;
    this.random = RandomStream.of(seed, Purpose.START, 1L << 32);
    this.parameters = posterior.size();
    this.centre = shared.centre().getRow(0);
  }

  PointCheck run(int mostGradients) {
    Check.atLeast("gradients", mostGradients, PointCheck.FEWEST_GRADIENTS);
    pair.evaluate(centre, centre);
    double[] gradient = pair.gradient(0);
    double norm = Vectors.norm(gradient);
    if (!Double.isFinite(norm)) {
      return PointCheck.undefined(pair.evaluations());
    }
    DifferenceHessian hessian =
        DifferenceHessian.of(pair, centre, scale(), randomUnit(0), shared.centre().precision());
    ModeSearch.Mode mode =
        new ModeSearch(posterior, pair, centre, gradient, fresh(1))
            .search(hessian, newtonSteps(products(mostGradients)), mostGradients / 2);
    Spectrum spectrum = spectrum(mostGradients);
    List<Lanczos> runs =
        spectrum == Spectrum.COMPLETE
            ? List.of(
                Lanczos.run(
                    hessian.movedTo(mode.w()), randomUnit(1), parameters, fresh(2), x -> false))
            : probes(hessian.movedTo(mode.w()), mostGradients);
    if (!runs.stream().allMatch(Lanczos::isFinite)) {
      return PointCheck.undefined(pair.evaluations());
    }
    Estimate descent = Descent.of(shared, centre, mode, kernels, mostGradients / 2);
    return assemble(norm, mode, descent, runs, spectrum);
  }

  /** |w*|, or the width of the localisation where w* is next to the origin. */
  private double scale() {
    double width = Math.sqrt(parameters / Math.max(posterior.gamma(), 1));
    return Math.max(Vectors.norm(centre), 1e-3 * width);
  }

  private double[] randomUnit(int number) {
    double[] vector = new double[parameters];
    random.normals(number, 0, vector, parameters);
    return Vectors.unit(vector);
  }

  /** Random vectors for the recursion of this number. */
  private IntFunction<double[]> fresh(int number) {
    return k -> randomUnit((number << 16) + k);
  }

  /** The Hessian-vector products that are left, with enough kept for the line search. */
  private int products(int mostGradients) {
    return (int) ((mostGradients - pair.evaluations()) / 2 - LINE_PAIRS);
  }

  private int steps(int affordable) {
    long fitting = Math.min(parameters, MOST_NUMBERS / parameters);
    return (int) Math.max(Math.min(Math.min(MOST_STEPS, affordable), fitting), 1);
  }

  /** Of a Newton step: all directions, where they are few; six steps leave something for probes. */
  private int newtonSteps(int products) {
    return steps(
        parameters * 2 * ModeSearch.MOST_NEWTON_STEPS <= products
            ? parameters
            : products / SHARE_OF_A_NEWTON_STEP);
  }

  private Spectrum spectrum(int mostGradients) {
    return parameters <= Math.min(products(mostGradients), MOST_COMPLETE)
        ? Spectrum.COMPLETE
        : Spectrum.SAMPLED;
  }

  /**
   * At least two probes. The first finds how many steps the quadrature needs; the others take as
   * many.
   */
  private List<Lanczos> probes(DifferenceHessian hessian, int mostGradients) {
    int steps = steps(products(mostGradients) / 2);
    List<Lanczos> runs = new ArrayList<>();
    while (runs.size() < MOST_PROBES && products(mostGradients) >= steps) {
      int number = 2 + runs.size();
      Lanczos run =
          Lanczos.run(
              hessian,
              randomUnit(number),
              steps,
              fresh(number),
              soFar -> runs.isEmpty() && isClose(soFar));
      runs.add(run);
      steps = run.steps();
      if (!run.isFinite()) {
        break;
      }
    }
    return runs;
  }

  private boolean isClose(Lanczos probe) {
    Responses at = new Responses(posterior, probe.band());
    return TraceQuadrature.of(List.of(probe), parameters, at).bracket() < BRACKET;
  }

  private PointCheck assemble(
      double gradientNorm,
      ModeSearch.Mode mode,
      Estimate descent,
      List<Lanczos> runs,
      Spectrum spectrum) {
    double band = runs.stream().mapToDouble(Lanczos::band).max().orElseThrow();
    Responses at = new Responses(posterior, band);
    Extreme smallest = null;
    Extreme largest = null;
    double[] lowest = null;
    for (Lanczos run : runs) {
      Lanczos.Ritz ritz = run.ritz();
      Extreme low = extreme(run, ritz, ritz.smallest());
      Extreme high = extreme(run, ritz, ritz.largest());
      if (smallest == null || low.value() < smallest.value()) {
        smallest = low;
        lowest = run.vector(ritz, ritz.smallest());
      }
      largest = largest == null || high.value() > largest.value() ? high : largest;
    }
    double further = smallest.value() < -band ? descent(mode.w(), lowest, smallest.value()) : 0;
    return new PointCheck(
        new PointCheck.Curvature(smallest, largest, band, further, spectrum),
        new PointCheck.Downhill(gradientNorm, mode.gain(), descent),
        spectrum == Spectrum.COMPLETE
            ? wholeTrace(runs.get(0), at)
            : TraceQuadrature.of(runs, parameters, at).trace(),
        pair.evaluations());
  }

  private static Extreme extreme(Lanczos run, Lanczos.Ritz ritz, int index) {
    double last = ritz.vectors()[index][run.steps() - 1];
    return new Extreme(ritz.values()[index], run.residual() * Math.abs(last));
  }

  private static Estimate wholeTrace(Lanczos whole, Responses at) {
    double trace = 0;
    double variance = 0;
    for (double value : whole.ritz().values()) {
      trace += at.laplace(value);
      variance += Math.pow(whole.noise() * at.laplaceSlope(value), 2);
    }
    return new Estimate(trace, Math.sqrt(variance));
  }

  /**
   * How far nBeta L_n + (gamma/2) |w - w*|^2 falls along a line from {@code from}, from half to 256
   * widths of what the curvature and the localisation set.
   */
  private double descent(double[] from, double[] direction, double curvature) {
    double width = 1 / Math.sqrt(posterior.nBeta() * Math.abs(curvature) + posterior.gamma());
    pair.evaluate(from, from);
    double start = energy(from, 0);
    double lowest = start;
    double distance = width / 2;
    for (int i = 0; i < LINE_PAIRS - 1; i++) {
      pair.around(from, direction, distance);
      for (int side = 0; side < 2; side++) {
        double signed = side == 0 ? distance : -distance;
        double energy = energy(GradientPair.moved(from, signed, direction), side);
        lowest = energy < lowest ? energy : lowest;
      }
      distance *= 2;
    }
    return start - lowest;
  }

  private double energy(double[] w, int side) {
    double[] difference = GradientPair.moved(w, -1, centre);
    return posterior.nBeta() * pair.deltaLoss(side)
        + posterior.gamma() / 2 * Vectors.dot(difference, difference);
  }
}
