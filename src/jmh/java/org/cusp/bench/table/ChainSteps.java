package org.cusp.bench.table;

import org.cusp.bench.work.Sampled;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.LiveChains;
import org.cusp.sampler.Sampler;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * Chains through the code that estimates an LLC, a draw at each step.
 *
 * @param bytes of tensor memory that the chains took beside data and w*: parameters, gradients,
 *     activations, batches
 */
record ChainSteps(LiveChains chains, PosteriorTensors shared, int weight, long bytes)
    implements Timed {
  static ChainSteps of(Sampled sampled, Posterior posterior, Workers workers) {
    return of(
        posterior,
        new Settings(sampled.sampler(), sampled.precision(), sampled.chains(), sampled.batch()),
        workers);
  }

  /**
   * How it is sampled.
   *
   * @param batch all data where they are fewer
   */
  record Settings(Sampler sampler, Precision precision, int chains, int batch) {}

  static ChainSteps of(Posterior posterior, Settings settings, Workers workers) {
    CountedMemory kernels = new CountedMemory(KernelProvider.best());
    PosteriorTensors shared =
        PosteriorTensors.of(posterior, settings.precision(), kernels, workers);
    long before = kernels.taken();
    int n = posterior.n();
    LiveChains chains =
        new LiveChains(
            shared,
            settings.sampler(),
            settings.chains(),
            new BatchPlan(1, n, Math.min(n, settings.batch())),
            kernels,
            workers);
    chains.draw(1, 1);
    return new ChainSteps(chains, shared, settings.chains(), kernels.taken() - before);
  }

  @Override
  public void run(int steps) {
    chains.draw(steps, 1);
  }

  @Override
  public void close() {
    chains.close();
    shared.close();
  }
}
