package org.cusp.calibrate;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The trajectory length with the largest change of the squared distance from the chains' mean for
 * the gradients it takes: the criterion
 *
 * <pre>C(T) = E[ alpha (|w' - m'|^2 - |w - m|^2)^2 ] / T</pre>
 *
 * over proposals w -> w' accepted with probability alpha, m and m' the means over the chains before
 * and after. Its logarithmic slope
 *
 * <pre>d log C / d log T = E[alpha D (w' - m') . p' t] / E[alpha D^2 / 4] - 1,   D the change</pre>
 *
 * with p' the momentum at the proposal and t its time needs no further gradients; T climbs along it
 * until it vanishes. The slowest directions have the largest distances, so T follows them.
 *
 * <p>Sources: M. D. Hoffman, A. Radul, P. Sountsov, "An adaptive-MCMC scheme for setting trajectory
 * lengths in Hamiltonian Monte Carlo", AISTATS 2021; the rate instead of the change: P. Sountsov,
 * M. D. Hoffman, "Focusing on difficult directions for learning HMC trajectory lengths",
 * arXiv:2110.11576.
 */
final class LengthSearch {
  private static final double RATE = 0.15;
  private static final double LARGEST_MOVE = 0.35;
  private static final double MEMORY = 0.95;

  /** With fewer chains their mean is a poor centre, and w* takes its place. */
  private static final int ENOUGH_CHAINS = 4;

  private final double[] centre;
  private double slope;
  private double change;
  private double logLength;

  LengthSearch(double first, double[] centre) {
    this.logLength = Math.log(first);
    this.centre = centre;
  }

  /** What one transition of one chain proposed. */
  record Proposal(double[] from, double[] to, double[] momentum, double acceptance, double time) {}

  /** Takes in one transition of all chains; those that are not finite are passed over. */
  void learn(Proposal[] proposals) {
    double[] before = mean(proposals, Proposal::from);
    double[] after = mean(proposals, Proposal::to);
    double slopes = 0;
    double changes = 0;
    for (Proposal proposal : proposals) {
      if (!(proposal.acceptance() > 0)) {
        continue;
      }
      double difference = 0;
      double speed = 0;
      for (int i = 0; i < centre.length; i++) {
        double here = proposal.from()[i] - before[i];
        double there = proposal.to()[i] - after[i];
        difference += there * there - here * here;
        speed += there * proposal.momentum()[i];
      }
      slopes += proposal.acceptance() * difference * speed * proposal.time();
      changes += proposal.acceptance() * difference * difference / 4;
    }
    slope = MEMORY * slope + (1 - MEMORY) * slopes;
    change = MEMORY * change + (1 - MEMORY) * changes;
    if (change > 0) {
      double move = RATE * (slope / change - 1);
      logLength += Math.max(-LARGEST_MOVE, Math.min(LARGEST_MOVE, move));
    }
  }

  /** Keeps the length between these two. */
  void holdBetween(double least, double most) {
    logLength = Math.max(Math.log(least), Math.min(Math.log(most), logLength));
  }

  double logLength() {
    return logLength;
  }

  private double[] mean(Proposal[] proposals, Function<Proposal, double[]> place) {
    if (proposals.length < ENOUGH_CHAINS) {
      return centre;
    }
    double[] mean = new double[centre.length];
    for (Proposal proposal : proposals) {
      double[] w = place.apply(proposal);
      Arrays.setAll(mean, i -> mean[i] + w[i] / proposals.length);
    }
    return mean;
  }
}
