package org.cusp.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Runs the chains of a plan. Chains are grouped into passes, which the worker threads share out in
 * segments; a chain's draws depend on nothing but the posterior, the plan and its own number.
 */
public final class ChainRunner {
  /** Between segments the runner reports; long enough that handing out work costs nothing. */
  private static final int SEGMENTS = 40;

  private final KernelProvider provider;
  private final Workers workers;

  public ChainRunner(KernelProvider provider, Workers workers) {
    this.provider = provider;
    this.workers = workers;
  }

  /** All draws of the plan. */
  public Draws run(PosteriorTensors shared, RunPlan plan, Progress progress) {
    Check.inRange("batch", plan.batch(), 1, shared.posterior().n());
    long start = System.nanoTime();
    List<ChainPass> passes = passes(shared, plan);
    try {
      advance(passes, shared, plan, progress);
      return collect(passes, shared, plan, (System.nanoTime() - start) / 1e9);
    } finally {
      passes.forEach(ChainPass::close);
    }
  }

  private List<ChainPass> passes(PosteriorTensors shared, RunPlan plan) {
    int width = provider.prefersWidePasses() ? plan.chains() : 1;
    BatchPlan batches = new BatchPlan(plan.seed(), shared.posterior().n(), plan.batch());
    List<ChainPass> passes = new ArrayList<>();
    for (int first = 0; first < plan.chains(); first += width) {
      int count = Math.min(width, plan.chains() - first);
      passes.add(new ChainPass(shared, batches, plan, provider.create(), first, count));
    }
    return passes;
  }

  private void advance(
      List<ChainPass> passes, PosteriorTensors shared, RunPlan plan, Progress progress) {
    int segment = Math.max(1, plan.recorded() / SEGMENTS);
    for (int from = 0; from < plan.recorded(); from += segment) {
      int begin = from;
      int end = Math.min(plan.recorded(), from + segment);
      workers.run(passes.size(), pass -> passes.get(pass).advance(begin, end));
      progress.draws(end, plan.recorded(), energy(passes, shared, plan, end));
    }
  }

  private static double energy(
      List<ChainPass> passes, PosteriorTensors shared, RunPlan plan, int end) {
    double mean =
        passes.stream()
            .flatMap(pass -> Arrays.stream(pass.deltaLoss()))
            .flatMapToDouble(row -> Arrays.stream(row, Math.min(plan.burnIn(), end), end))
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return shared.posterior().nBeta() * mean;
  }

  private static Draws collect(
      List<ChainPass> passes, PosteriorTensors shared, RunPlan plan, double seconds) {
    double[][] deltaLoss =
        passes.stream().flatMap(p -> Arrays.stream(p.deltaLoss())).toArray(double[][]::new);
    double[][] distance =
        passes.stream().flatMap(p -> Arrays.stream(p.squaredDistance())).toArray(double[][]::new);
    List<ChainStatus> status = passes.stream().flatMap(p -> p.status().stream()).toList();
    return new Draws(
        deltaLoss,
        distance,
        status,
        plan,
        shared.posterior(),
        shared.centreLosses().mean(),
        plan.steps() * plan.chains(),
        seconds);
  }
}
