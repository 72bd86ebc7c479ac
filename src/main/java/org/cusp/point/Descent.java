package org.cusp.point;

import org.cusp.diagnostics.Estimate;
import org.cusp.numerics.Vectors;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;

/**
 * How much lower the loss is at the mode w_m of the posterior downhill from w*, the local minimum
 * that the localisation leaves: D = nBeta (L_n(w*) - L_n(w_m)). With noise in the data w* is not
 * the minimum of L_n, and the LLC, whose reference it is, lies lower by D than {@code nBeta (E[L_n]
 * - L_n(w_m))}. In a Gaussian posterior the latter is (1/2) tr[nBeta H (nBeta H + gamma)^{-1}]
 * whatever the distance of w* from the minimum, so that it may be compared to a learning
 * coefficient. The minimum without the localisation would not do: directions that the data hardly
 * determine, along which the chains do not move, would add half a nat times beta each.
 *
 * <p>What the search has left to gain, p nats of {@code nBeta L_n + (gamma/2) |w - w*|^2}, makes D
 * uncertain by no more than {@code p + sqrt(2 p gamma) |w_m - w*|}: the mode is within sqrt(2 p /
 * gamma), and the localisation changes by gamma |w_m - w*| times that.
 */
final class Descent {
  private Descent() {}

  /**
   * From where a search by Newton steps ended; where it had not come to its end, further steps
   * follow.
   *
   * @param mostEvaluations of these
   */
  static Estimate of(
      PosteriorTensors shared,
      double[] centre,
      ModeSearch.Mode found,
      KernelProvider kernels,
      int mostEvaluations) {
    Posterior posterior = shared.posterior();
    if (Double.isFinite(found.left())) {
      return measured(posterior, centre, found.w(), found.gain(), found.left());
    }
    PosteriorMode further = PosteriorMode.from(shared, found.w(), kernels, mostEvaluations);
    return measured(posterior, centre, further.w(), -further.energy(), further.promised());
  }

  /**
   * @param gain nats by which nBeta L_n + (gamma/2) |w - w*|^2 is lower at {@code w}
   * @param left nats that there may be more
   */
  private static Estimate measured(
      Posterior posterior, double[] centre, double[] w, double gain, double left) {
    double[] way = GradientPair.moved(w, -1, centre);
    double squares = Vectors.dot(way, way);
    double error = left + Math.sqrt(2 * left * posterior.gamma() * squares);
    return new Estimate(gain + posterior.gamma() / 2 * squares, error);
  }
}
