package org.cusp.posterior;

import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.model.batch.TensorData;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;

/**
 * A posterior bound to the parameters of some chains: what a sampler asks. Used by one thread at a
 * time. The memory of a way to evaluate is taken when it is first asked for.
 */
public final class PosteriorPass implements AutoCloseable, HasState {
  private final PosteriorTensors shared;
  private final Kernels kernels;
  private final BatchPlan plan;
  private final int firstChain;
  private final Slab w;
  private final Slab gradient;
  private final Slab deltaLoss;
  private final Clock clock;
  private AllDataLoss allData;
  private MinibatchLoss minibatch;
  private Tilt tilt;
  private long evaluations;
  private Deadline deadline;

  /**
   * Chains {@code firstChain .. firstChain + count - 1}, all at w*.
   *
   * @param kernels used by this pass alone
   */
  public PosteriorPass(
      PosteriorTensors shared, BatchPlan plan, Kernels kernels, int firstChain, int count) {
    this.shared = shared;
    this.kernels = kernels;
    this.plan = plan;
    this.firstChain = firstChain;
    this.deadline = shared.deadline();
    double[] centre = shared.posterior().centre();
    this.w = shared.centre().repeatBeside(count, centre);
    this.gradient = shared.centre().zerosBeside(count, centre.length);
    this.deltaLoss = w.doublesBeside(count, 1);
    this.clock = Clock.in(w.memory());
  }

  public Posterior posterior() {
    return shared.posterior();
  }

  /**
   * The examples by which L_n is computed, up to a constant: all data, or those that are sufficient
   * for a model that is linear in its inputs.
   */
  public DataSet examples() {
    return shared.all().examples();
  }

  public Kernels kernels() {
    return kernels;
  }

  /** The chains' parameters [chains, P]; a sampler moves them. */
  public Slab w() {
    return w;
  }

  /** The gradient of the mean loss, or its estimate, at the last evaluation, [chains, P]. */
  public Slab gradient() {
    return gradient;
  }

  /** w* [1, P]. */
  public Slab centre() {
    return shared.centre();
  }

  /** The time that its noise and batches are addressed by. */
  public Clock clock() {
    return clock;
  }

  /** The number of chains of this pass. */
  public int chains() {
    return w.rows();
  }

  /**
   * Adds the loss of a datum, with weight 0 until another is given, to what {@link #evaluateAll}
   * computes. To be called once, while the chains are at w*.
   */
  public Tilt tilt(TensorData data, int row) {
    tilt = new Tilt(posterior(), data, row, kernels, w);
    return tilt;
  }

  /** What {@link #evaluate} and {@link #evaluateAll} found, [chains, 1], in nats per datum. */
  public Slab deltaLoss() {
    return deltaLoss;
  }

  /**
   * Between two steps: the time that noise and batch of the next are addressed by.
   *
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  public void at(long t) {
    clock.set(t);
    if (!plan.isFull()) {
      deadline.require();
      minibatch().prepare(t);
    }
  }

  private MinibatchLoss minibatch() {
    if (minibatch == null) {
      minibatch = new MinibatchLoss(shared, plan, kernels, w, firstChain);
    }
    return minibatch;
  }

  /**
   * In a step: loss and gradient estimate on the batch of its time; on all data where the plan says
   * so. Leaves for each chain the mean over its batch of the loss at w less the loss at w* of the
   * same data.
   */
  public void evaluate() {
    if (plan.isFull()) {
      evaluateAll();
      return;
    }
    minibatch().evaluate(clock, gradient, deltaLoss);
    evaluations++;
  }

  /**
   * In a step: loss and gradient on all data. Leaves L_n(w) - L_n(w*) of each chain.
   *
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed, between two slices of the data
   *     too: then the gradient is of no use
   */
  public void evaluateAll() {
    if (allData == null) {
      allData = new AllDataLoss(shared, kernels, w);
    }
    allData.evaluate(gradient, deltaLoss, deadline);
    if (tilt != null) {
      tilt.add(gradient, deltaLoss);
    }
    evaluations++;
  }

  /**
   * {@link #evaluate()} at time t, by itself.
   *
   * @param found (Output) a copy of what is left
   */
  public void evaluate(long t, double[] found) {
    at(t);
    evaluate();
    System.arraycopy(deltaLoss.values(), 0, found, 0, found.length);
  }

  /**
   * {@link #evaluateAll()} by itself.
   *
   * @param found (Output) a copy of what is left
   */
  public void evaluateAll(double[] found) {
    evaluateAll();
    System.arraycopy(deltaLoss.values(), 0, found, 0, found.length);
  }

  /**
   * Work of every step, see {@link Kernels#loop}. A model that is a function of Java is evaluated
   * on the host, data that stay in a file are read there, and a datum with a weight comes and goes:
   * steps with these are not taken down.
   *
   * @return to be run by the thread that uses the pass
   */
  public StepLoop loop(Runnable body) {
    long[] ofOne = {0};
    Runnable counted =
        () -> {
          long before = evaluations;
          body.run();
          ofOne[0] = evaluations - before;
          evaluations = before;
        };
    StepLoop loop =
        tilt != null || posterior().model().isOnHost() || !shared.data().isHeld()
            ? counted::run
            : kernels.loop(counted);
    return () -> {
      loop.run();
      evaluations += ofOne[0];
    };
  }

  /** The parameters, and how often they were evaluated. */
  @Override
  public void state(State at) {
    w.state(at.in("w"));
    count(at);
  }

  /** The same for whoever has the parameters elsewhere. */
  public void count(State at) {
    evaluations = at.whole("evaluations", evaluations);
  }

  /** From now on another deadline holds. */
  public void until(Deadline end) {
    deadline = end;
  }

  /** How often loss and gradient of a chain have been computed, on a batch or on all data. */
  public long evaluations() {
    return evaluations;
  }

  @Override
  public void close() {
    if (allData != null) {
      allData.close();
    }
    if (minibatch != null) {
      minibatch.close();
    }
    if (tilt != null) {
      tilt.close();
    }
    w.close();
    gradient.close();
    deltaLoss.close();
    clock.close();
  }
}
