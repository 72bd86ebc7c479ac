package org.cusp.point;

import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * What float32 does to the energies of a posterior, measured: at a few parameters about as far out
 * as the chains go, nBeta (L_n(w) - L_n(w*)) in float32 beside the same in float64, at the same w.
 * It counts the rounding of the data, of w*, of every loss and of their sums.
 *
 * @param nats root mean square difference
 * @param energy mean size of the energies themselves, in nats
 */
public record Rounding(double nats, double energy) {
  private static final int POINTS = 4;
  private static final int MOST_HALVINGS = 60;

  /** Multiplications for a look at the data: beyond it a look is not cheap. */
  private static final double MOST_WORK = 1e9;

  /** Whether so many data and parameters can be looked at in both precisions at once. */
  public static boolean isAffordable(Posterior posterior) {
    return (double) posterior.n() * posterior.model().multiplications() <= MOST_WORK;
  }

  /**
   * Whether it may be seen in an estimate of this relative precision.
   *
   * @param precision standard error over the LLC
   */
  public boolean matters(double precision) {
    return nats > precision * energy;
  }

  /** Of a posterior; a pure function of it and the seed. */
  public static Rounding of(
      Posterior posterior, long seed, KernelProvider kernels, Workers workers) {
    try (PosteriorTensors coarse =
            PosteriorTensors.of(posterior, Precision.FLOAT32, kernels, workers);
        PosteriorTensors fine =
            PosteriorTensors.of(posterior, Precision.FLOAT64, kernels, workers);
        PosteriorPass single = pass(coarse, kernels);
        PosteriorPass exact = pass(fine, kernels)) {
      RandomStream stream = RandomStream.of(seed, Purpose.START, 1L << 33);
      double squares = 0;
      double sum = 0;
      for (int i = 0; i < POINTS; i++) {
        double[] w = typical(exact, stream, i);
        double energy = energy(exact, w);
        double difference = energy(single, w) - energy;
        squares += difference * difference;
        sum += Math.abs(energy);
      }
      return new Rounding(Math.sqrt(squares / POINTS), sum / POINTS);
    }
  }

  private static PosteriorPass pass(PosteriorTensors shared, KernelProvider kernels) {
    int n = shared.posterior().n();
    return new PosteriorPass(shared, new BatchPlan(0, n, n), kernels.create(), 0, 1);
  }

  /**
   * A random direction, as far as the energy is at most a nat for every other parameter: the
   * parameter is one that float32 can hold.
   */
  private static double[] typical(PosteriorPass pass, RandomStream stream, int number) {
    Posterior posterior = pass.posterior();
    double[] direction = new double[posterior.size()];
    stream.normals(number, 0, direction, direction.length);
    double distance = 1 / Math.sqrt(Math.max(posterior.gamma(), 1e-12));
    double[] w = rounded(GradientPair.moved(posterior.centre(), distance, direction));
    for (int i = 0; i < MOST_HALVINGS && !(energy(pass, w) <= posterior.size() / 2.0); i++) {
      distance /= 2;
      w = rounded(GradientPair.moved(posterior.centre(), distance, direction));
    }
    return w;
  }

  private static double[] rounded(double[] w) {
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) w[i];
    }
    return w;
  }

  private static double energy(PosteriorPass pass, double[] w) {
    double[] delta = new double[1];
    pass.w().setRow(0, w);
    pass.evaluateAll(delta);
    return pass.posterior().nBeta() * delta[0];
  }
}
