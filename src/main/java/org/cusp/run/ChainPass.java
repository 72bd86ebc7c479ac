package org.cusp.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
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
  private static final int FIRST_CAPACITY = 256;

  private final PosteriorPass pass;
  private final Sampler.Chains chains;
  private final StepInfo info;
  private final double[][] deltaLoss;
  private final double[][] squaredDistance;
  private final double[][] acceptance;
  private final long[] frozenAt;
  private long steps;
  private int drawn;

  ChainPass(
      PosteriorTensors shared,
      BatchPlan batches,
      Sampler sampler,
      long seed,
      Kernels kernels,
      int firstChain,
      int count) {
    this.pass = new PosteriorPass(shared, batches, kernels, firstChain, count);
    RandomStream[] noise = new RandomStream[count];
    Arrays.setAll(noise, i -> RandomStream.of(seed, Purpose.NOISE, firstChain + i));
    this.chains = sampler.start(pass, noise);
    this.info = StepInfo.of(count);
    this.deltaLoss = new double[count][FIRST_CAPACITY];
    this.squaredDistance = new double[count][FIRST_CAPACITY];
    this.acceptance = new double[count][FIRST_CAPACITY];
    this.frozenAt = new long[count];
    Arrays.fill(frozenAt, RUNNING);
  }

  /**
   * Makes so many draws, each the mean over {@code thin} steps; fewer where time is up, and then
   * the chains stand somewhere between two draws and make no more.
   */
  void draw(int count, int thin) {
    reserve(drawn + count);
    try {
      for (int i = 0; i < count; i++) {
        record(allFrozen() ? null : steps(thin), thin);
        drawn++;
      }
    } catch (TimeIsUp e) {
      // What is drawn so far stands.
    }
  }

  /** From now on another deadline holds. */
  void until(Deadline end) {
    pass.until(end);
  }

  int drawn() {
    return drawn;
  }

  /** The sums over the steps of the loss differences and of the acceptance of each chain. */
  private double[][] steps(int thin) {
    double[][] sums = new double[2][pass.chains()];
    for (int i = 0; i < thin; i++) {
      chains.step(steps, info);
      for (int chain = 0; chain < pass.chains(); chain++) {
        if (!info.finite(chain) && frozenAt[chain] == RUNNING) {
          frozenAt[chain] = steps;
        }
        sums[0][chain] += info.deltaLoss()[chain];
        sums[1][chain] += info.acceptance()[chain];
      }
      steps++;
    }
    return sums;
  }

  private void record(double[][] sums, int thin) {
    double[] distance =
        sums == null ? null : pass.kernels().squaredDistance(pass.w(), pass.centre());
    for (int chain = 0; chain < pass.chains(); chain++) {
      boolean running = frozenAt[chain] == RUNNING;
      deltaLoss[chain][drawn] = running ? sums[0][chain] / thin : Double.NaN;
      acceptance[chain][drawn] = running ? sums[1][chain] / thin : Double.NaN;
      squaredDistance[chain][drawn] = running ? distance[chain] : Double.NaN;
    }
  }

  private void reserve(int draws) {
    int capacity = deltaLoss[0].length;
    if (draws <= capacity) {
      return;
    }
    int larger = Math.max(draws, 2 * capacity);
    for (double[][] column : List.of(deltaLoss, squaredDistance, acceptance)) {
      Arrays.setAll(column, chain -> Arrays.copyOf(column[chain], larger));
    }
  }

  private boolean allFrozen() {
    return Arrays.stream(frozenAt).noneMatch(step -> step == RUNNING);
  }

  Sampler.Chains chains() {
    return chains;
  }

  int size() {
    return pass.chains();
  }

  long evaluations() {
    return pass.evaluations() * pass.chains();
  }

  double[][] deltaLoss(int draws) {
    return trimmed(deltaLoss, draws);
  }

  double[][] squaredDistance(int draws) {
    return trimmed(squaredDistance, draws);
  }

  double[][] acceptance(int draws) {
    return trimmed(acceptance, draws);
  }

  private static double[][] trimmed(double[][] column, int draws) {
    return Arrays.stream(column).map(row -> Arrays.copyOf(row, draws)).toArray(double[][]::new);
  }

  /** How the chains were after so many steps. */
  List<ChainStatus> status(long steps) {
    return IntStream.range(0, frozenAt.length).mapToObj(chain -> status(chain, steps)).toList();
  }

  private ChainStatus status(int chain, long steps) {
    return frozenAt[chain] == RUNNING || frozenAt[chain] >= steps
        ? new ChainStatus.Complete()
        : new ChainStatus.Frozen(frozenAt[chain]);
  }

  @Override
  public void close() {
    chains.close();
    pass.close();
  }
}
