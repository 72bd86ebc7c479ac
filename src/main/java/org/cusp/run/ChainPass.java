package org.cusp.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.StepInfo;
import org.cusp.tensor.Kernels;

/** Some chains of a run, with their tensors and what they have drawn so far. */
final class ChainPass implements AutoCloseable {
  private static final long RUNNING = -1;

  private final RunPlan plan;
  private final PosteriorPass pass;
  private final Sampler.Chains chains;
  private final StepInfo info;
  private final double[][] deltaLoss;
  private final double[][] squaredDistance;
  private final long[] frozenAt;

  ChainPass(
      PosteriorTensors shared,
      BatchPlan batches,
      RunPlan plan,
      Kernels kernels,
      int firstChain,
      int count) {
    this.plan = plan;
    this.pass = new PosteriorPass(shared, batches, kernels, firstChain, count);
    RandomStream[] noise = new RandomStream[count];
    Arrays.setAll(noise, i -> RandomStream.of(plan.seed(), Purpose.NOISE, firstChain + i));
    this.chains = plan.sampler().start(pass, noise);
    this.info = StepInfo.of(count);
    this.deltaLoss = new double[count][plan.recorded()];
    this.squaredDistance = new double[count][plan.recorded()];
    this.frozenAt = new long[count];
    Arrays.fill(frozenAt, RUNNING);
  }

  /** Makes draws {@code from .. to - 1}. */
  void advance(int from, int to) {
    for (int draw = from; draw < to; draw++) {
      if (allFrozen()) {
        freeze(draw);
        continue;
      }
      double[] sums = new double[pass.chains()];
      for (int i = 0; i < plan.thin(); i++) {
        step((long) draw * plan.thin() + i, sums);
      }
      record(draw, sums);
    }
  }

  private void step(long t, double[] sums) {
    chains.step(t, info);
    for (int chain = 0; chain < sums.length; chain++) {
      if (!info.finite(chain) && frozenAt[chain] == RUNNING) {
        frozenAt[chain] = t;
      }
      sums[chain] += info.deltaLoss()[chain];
    }
  }

  private void record(int draw, double[] sums) {
    double[] distance = pass.kernels().squaredDistance(pass.w(), pass.centre());
    for (int chain = 0; chain < sums.length; chain++) {
      boolean running = frozenAt[chain] == RUNNING;
      deltaLoss[chain][draw] = running ? sums[chain] / plan.thin() : Double.NaN;
      squaredDistance[chain][draw] = running ? distance[chain] : Double.NaN;
    }
  }

  private boolean allFrozen() {
    return Arrays.stream(frozenAt).noneMatch(step -> step == RUNNING);
  }

  private void freeze(int draw) {
    for (int chain = 0; chain < frozenAt.length; chain++) {
      deltaLoss[chain][draw] = Double.NaN;
      squaredDistance[chain][draw] = Double.NaN;
    }
  }

  double[][] deltaLoss() {
    return deltaLoss;
  }

  double[][] squaredDistance() {
    return squaredDistance;
  }

  List<ChainStatus> status() {
    return IntStream.range(0, frozenAt.length).mapToObj(this::status).toList();
  }

  private ChainStatus status(int chain) {
    return frozenAt[chain] == RUNNING
        ? new ChainStatus.Complete()
        : new ChainStatus.Frozen(frozenAt[chain]);
  }

  @Override
  public void close() {
    chains.close();
    pass.close();
  }
}
