package org.cusp.tuning;

import java.util.List;
import java.util.Locale;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.point.Curvature;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;

/**
 * What a gradient costs on this machine, and how stiff the posterior is at w*: what the choice of a
 * sampler rests on.
 *
 * @param allData seconds of one chain's gradient on all data
 * @param minibatch seconds of one chain's gradient on a batch
 * @param curvature largest absolute eigenvalue of the Hessian of L_n at w*, per datum; NaN where
 *     there was no time for it
 */
public record GradientCost(double allData, double minibatch, double curvature) {
  private static final int FEWEST = 3;
  private static final int MOST = 300;

  /** Seconds in which the loops are compiled and a fast one is met. */
  private static final double PATIENCE = 0.15;

  /** A gradient that takes this share of the time is measured once. */
  private static final double DEAR = 0.02;

  /** The curvature on all data may take this share of the time, else it is that of a batch. */
  private static final double CURVATURE_SHARE = 0.3;

  /** Of multiplications, by a machine that is nobody's: about that of a core. */
  private static final double PER_SECOND = 1e10;

  /** Forward, and twice as many backward. */
  private static final double PASSES = 3;

  /** Seconds of a gradient of next to nothing. */
  private static final double LEAST = 5e-6;

  /**
   * What a gradient of this posterior would cost on a machine that is the same everywhere, however
   * busy this one is: for what has to be decided alike on all. The curvature is not known.
   */
  public static GradientCost anywhere(Posterior posterior) {
    double work = PASSES * posterior.n() * posterior.model().multiplications();
    double seconds = LEAST + work / PER_SECOND;
    return new GradientCost(seconds, seconds, Double.NaN);
  }

  /**
   * Measures it within the deadline of the tensors. What there is no time for is NaN; where all
   * data are too dear, the curvature is that of a batch.
   */
  public static GradientCost of(
      PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    BatchPlan plan = new BatchPlan(seed, shared.posterior().n(), batch);
    Deadline deadline = shared.deadline();
    try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
      double[] loss = new double[1];
      double part = seconds(deadline, () -> pass.evaluate(0, loss));
      double all = plan.isFull() ? part : seconds(deadline, () -> pass.evaluateAll(loss));
      return new GradientCost(all, part, curvature(shared, pass, seed, all));
    }
  }

  /** As {@link #numbers} gives them. */
  public static GradientCost of(double[] numbers) {
    return new GradientCost(numbers[0], numbers[1], numbers[2]);
  }

  /** To be kept where another process may go on with what rests on them. */
  public double[] numbers() {
    return new double[] {allData, minibatch, curvature};
  }

  private static double curvature(
      PosteriorTensors shared, PosteriorPass pass, long seed, double all) {
    Curvature curvature = new Curvature(shared.posterior().size(), seed);
    Deadline deadline = shared.deadline();
    // Where the time for a gradient is not known the comparison is false.
    try {
      return Curvature.GRADIENTS * all < CURVATURE_SHARE * deadline.left()
          ? curvature.ofAllData(pass)
          : curvature.at(pass);
    } catch (TimeIsUp e) {
      return Double.NaN;
    }
  }

  /** What was measured, in words. */
  public List<String> describe(Posterior posterior) {
    return List.of(
        String.format(
            Locale.ROOT,
            "a gradient on all %d data takes %.3g ms, on a batch %.3g ms",
            posterior.n(),
            1e3 * allData,
            1e3 * minibatch),
        String.format(
            Locale.ROOT,
            "stiffest direction at w*: nBeta h = %.3g against gamma = %.3g",
            posterior.nBeta() * curvature,
            posterior.gamma()));
  }

  /** The fastest of those that fit into a moment, the first of which load and compile. */
  private static double seconds(Deadline deadline, Runnable gradient) {
    double fastest = Double.POSITIVE_INFINITY;
    double begun = deadline.spent();
    double spent = 0;
    double dear = DEAR * deadline.left();
    try {
      for (int i = 0; i < MOST && (i < FEWEST && spent < dear || spent < PATIENCE); i++) {
        gradient.run();
        double taken = deadline.spent() - begun - spent;
        fastest = Math.min(fastest, taken);
        spent += taken;
      }
      return fastest;
    } catch (TimeIsUp e) {
      return Double.isInfinite(fastest) ? Double.NaN : fastest;
    }
  }
}
