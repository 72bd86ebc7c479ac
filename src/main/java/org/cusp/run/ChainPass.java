package org.cusp.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.StepSums;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.StepInfo;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** Some chains of a run, with their tensors and those who see what they draw. */
final class ChainPass implements AutoCloseable, HasState {
  private static final long RUNNING = StepSums.RUNNING;

  private final PosteriorPass pass;
  private final Sampler.Chains chains;
  private final StepSums sums;
  private final int firstChain;
  private final List<Observer.Watch> watches = new ArrayList<>();
  private final long[] frozenAt;
  private long steps;
  private int drawn;

  ChainPass(
      PosteriorTensors shared,
      BatchPlan batches,
      Sampler sampler,
      Kernels kernels,
      int firstChain,
      double[][] positions) {
    int count = positions.length;
    this.pass = new PosteriorPass(shared, batches, kernels, firstChain, count);
    for (int i = 0; i < count; i++) {
      pass.w().setRow(i, positions[i]);
    }
    RandomStream[] noise = new RandomStream[count];
    Arrays.setAll(noise, i -> RandomStream.of(batches.seed(), Purpose.NOISE, firstChain + i));
    this.chains = sampler.start(pass, noise);
    this.firstChain = firstChain;
    this.sums = new StepSums(pass);
    this.frozenAt = new long[count];
    Arrays.fill(frozenAt, RUNNING);
  }

  /** Where its chains are. */
  List<double[]> positions() {
    return IntStream.range(0, pass.chains()).mapToObj(pass.w()::getRow).toList();
  }

  /** From now on its draws are seen by this one too. */
  void watchedBy(Observer observer) {
    watches.add(observer.watch(pass, firstChain));
  }

  /**
   * Makes so many draws, each the mean over {@code thin} steps; fewer where time is up, and then
   * the chains stand somewhere between two draws and make no more.
   */
  void draw(int count, int thin) {
    try {
      for (int i = 0; i < count; i++) {
        Draw draw = new Means(drawn, allFrozen() ? null : steps(thin), thin);
        watches.forEach(watch -> watch.see(draw));
        drawn++;
      }
    } catch (TimeIsUp e) {
      // What is drawn so far stands.
    }
  }

  /** Where its chains are, between two draws. */
  @Override
  public void state(State at) {
    steps = at.whole("steps", steps);
    drawn = (int) at.whole("drawn", drawn);
    for (int chain = 0; chain < frozenAt.length; chain++) {
      frozenAt[chain] = at.whole("frozenAt" + chain, frozenAt[chain]);
    }
    pass.state(at.in("pass"));
    chains.state(at.in("chains"));
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
    sums.clear();
    for (int i = 0; i < thin; i++) {
      StepInfo info = chains.step(steps);
      sums.add(info.deltaLoss(), info.acceptance());
      steps++;
    }
    System.arraycopy(sums.frozenAt(), 0, frozenAt, 0, frozenAt.length);
    return new double[][] {sums.deltaLoss(), sums.acceptance()};
  }

  /** A draw: the means over its steps, and where the chains are at its end. */
  private final class Means implements Draw {
    private final int number;
    private final double[][] sums;
    private final int thin;

    /**
     * @param sums over its steps, of loss differences and of acceptance; null where no chain runs
     */
    Means(int number, double[][] sums, int thin) {
      this.number = number;
      this.sums = sums;
      this.thin = thin;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public int rung() {
      return 0;
    }

    @Override
    public int rungs() {
      return 1;
    }

    @Override
    public double beta() {
      return pass.posterior().beta();
    }

    @Override
    public boolean isRunning(int chain) {
      return frozenAt[chain] == RUNNING;
    }

    @Override
    public double deltaLoss(int chain) {
      return isRunning(chain) ? sums[0][chain] / thin : Double.NaN;
    }

    @Override
    public double acceptance(int chain) {
      return isRunning(chain) ? sums[1][chain] / thin : Double.NaN;
    }

    @Override
    public Slab w() {
      return pass.w();
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
    watches.forEach(Observer.Watch::close);
    chains.close();
    sums.close();
    pass.close();
  }
}
