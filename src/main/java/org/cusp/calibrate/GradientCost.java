package org.cusp.calibrate;

import java.util.List;
import java.util.Locale;
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
 * @param curvature largest absolute eigenvalue of the Hessian of L_n at w*, per datum
 */
public record GradientCost(double allData, double minibatch, double curvature) {
  private static final int FEWEST = 3;
  private static final int MOST = 300;

  /** Seconds in which the loops are compiled and a fast one is met. */
  private static final double PATIENCE = 0.15;

  /** Measures it. */
  public static GradientCost of(
      PosteriorTensors shared, int batch, long seed, KernelProvider provider) {
    BatchPlan plan = new BatchPlan(seed, shared.posterior().n(), batch);
    try (PosteriorPass pass = new PosteriorPass(shared, plan, provider.create(), 0, 1)) {
      double[] loss = new double[1];
      double all = seconds(() -> pass.evaluateAll(loss));
      double part = plan.isFull() ? all : seconds(() -> pass.evaluate(0, loss));
      double curvature = new Curvature(shared.posterior().size(), seed).ofAllData(pass);
      return new GradientCost(all, part, curvature);
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
  private static double seconds(Runnable gradient) {
    double fastest = Double.POSITIVE_INFINITY;
    double spent = 0;
    for (int i = 0; i < FEWEST || i < MOST && spent < PATIENCE; i++) {
      long start = System.nanoTime();
      gradient.run();
      double taken = (System.nanoTime() - start) / 1e9;
      fastest = Math.min(fastest, taken);
      spent += taken;
    }
    return fastest;
  }
}
