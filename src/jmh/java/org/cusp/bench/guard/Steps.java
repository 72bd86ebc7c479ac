package org.cusp.bench.guard;

import java.util.Optional;
import org.cusp.bench.work.RandomData;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Model;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sampler;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/** Gradients and steps of one chain on one thread, beside bare products of as many operations. */
final class Steps implements Work {
  private final PosteriorTensors shared;
  private final PosteriorPass pass;
  private final Optional<Sampler.Chains> chains;
  private final Floor floor;
  private long t;

  private Steps(PosteriorTensors shared, BatchPlan plan, Optional<Sampler> sampler, double flops) {
    this.shared = shared;
    this.pass = new PosteriorPass(shared, plan, KernelProvider.best().create(), 0, 1);
    RandomStream[] noise = {RandomStream.of(1, Purpose.NOISE, 0)};
    this.chains = sampler.map(it -> it.start(pass, noise));
    this.floor = Floor.Products.of(flops);
  }

  /** Loss and gradient of a batch. */
  static Work gradient(Model model, int batch) {
    return new Steps(
        tensors(model, batch),
        new BatchPlan(1, batch, batch),
        Optional.empty(),
        flops(model) * batch);
  }

  /** A step of a sampler on all data, which are so many. */
  static Work of(Sampler sampler, Model model, int batch) {
    return new Steps(
        tensors(model, batch),
        new BatchPlan(1, batch, batch),
        Optional.of(sampler),
        flops(model) * batch);
  }

  /**
   * A step of a sampler on a batch of each step's own.
   *
   * @param n how many data there are
   */
  static Work onBatches(Sampler sampler, Model model, int n, int batch) {
    return new Steps(
        tensors(model, n), new BatchPlan(1, n, batch), Optional.of(sampler), flops(model) * batch);
  }

  /** Of the gradient of one datum: forward, and back to weights and to inputs. */
  static double flops(Model model) {
    return model instanceof LayerNetwork network
        ? 3 * network.layers().flops(network.inputShape())
        : 6.0 * model.size();
  }

  private static PosteriorTensors tensors(Model model, int n) {
    double[] w = model.initialise(RandomStream.of(1, Purpose.INITIALISATION, 0));
    Posterior posterior =
        new Posterior(model, RandomData.of(model, n), w, Posterior.defaultNBeta(n), 100);
    try (Workers workers = new Workers(1)) {
      return PosteriorTensors.of(posterior, Precision.FLOAT32, KernelProvider.best(), workers);
    }
  }

  @Override
  public void run() {
    if (chains.isPresent()) {
      chains.get().step(t++);
    } else {
      pass.at(t++);
      pass.evaluate();
    }
  }

  @Override
  public Floor floor() {
    return floor;
  }

  @Override
  public void close() {
    chains.ifPresent(Sampler.Chains::close);
    pass.close();
    shared.close();
    floor.close();
  }
}
