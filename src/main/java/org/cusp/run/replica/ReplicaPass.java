package org.cusp.run.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.Hamiltonian;
import org.cusp.sampler.HamiltonianChains;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.StepInfo;
import org.cusp.sampler.Trajectory;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * Some chains of a tempered run, each with a replica at every temperature. The replicas take turns
 * in the tensors of one pass, so that the working memory does not grow with their number.
 */
final class ReplicaPass implements AutoCloseable, HasState {
  /** More rungs than a ladder can have: then a transition's address belongs to its rung. */
  private static final long RUNGS = 1L << 16;

  private final PosteriorPass pass;
  private final HamiltonianChains chains;

  /** Those that turn about a reference. */
  private final Map<GaussianReference, HamiltonianChains> about = new HashMap<>();

  private final RandomStream[] noise;
  private double[] accepted;
  private final RandomStream[] priors;
  private final RandomStream[] exchanges;
  private final List<HamiltonianChains.State[]> states = new ArrayList<>();
  private final List<Long> transitions = new ArrayList<>();
  private final List<double[]> acceptance = new ArrayList<>();
  private final List<Observer.Watch> watches = new ArrayList<>();
  private final int firstChain;
  private ReplicaRecord record;
  private long sweeps;

  ReplicaPass(PosteriorTensors shared, long seed, Kernels kernels, int firstChain, int count) {
    int n = shared.posterior().n();
    this.pass = new PosteriorPass(shared, new BatchPlan(seed, n, n), kernels, firstChain, count);
    this.noise = streams(seed, Purpose.NOISE, firstChain, count);
    this.priors = streams(seed, Purpose.PRIOR, firstChain, count);
    this.exchanges = streams(seed, Purpose.EXCHANGE, firstChain, count);
    this.chains = new Hmc(1, 1).chains(pass, noise);
    this.firstChain = firstChain;
    addStates(new HamiltonianChains.State[count]);
  }

  private static RandomStream[] streams(long seed, Purpose purpose, int first, int count) {
    RandomStream[] streams = new RandomStream[count];
    Arrays.setAll(streams, i -> RandomStream.of(seed, purpose, first + i));
    return streams;
  }

  private void addStates(HamiltonianChains.State[] of) {
    states.add(of);
    transitions.add(0L);
    double[] unknown = new double[of.length];
    Arrays.fill(unknown, Double.NaN);
    acceptance.add(unknown);
  }

  void until(Deadline end) {
    pass.until(end);
  }

  int size() {
    return pass.chains();
  }

  long evaluations() {
    return pass.evaluations() * pass.chains();
  }

  /** Independent draws of every chain from the prior: their energies, [chain][draw]. */
  double[][] prior(int count) {
    double[][] energies = new double[size()][count];
    for (int draw = 0; draw < count; draw++) {
      drawPrior();
      for (int chain = 0; chain < size(); chain++) {
        energies[chain][draw] = energy(0, chain);
      }
    }
    return energies;
  }

  private void drawPrior() {
    long t = nextTransition(0);
    for (int chain = 0; chain < size(); chain++) {
      chains.place(chain, priorDraw(chain, t));
    }
    keep(0, chains);
  }

  /** A pure function of the chain and t: so a draw of before can be had again. */
  private double[] priorDraw(int chain, long t) {
    Posterior posterior = pass.posterior();
    double[] w = new double[posterior.size()];
    priors[chain].normals(t, 0, w, w.length);
    double sd = 1 / Math.sqrt(posterior.gamma());
    for (int i = 0; i < w.length; i++) {
      w[i] = posterior.centre()[i] + sd * w[i];
    }
    return w;
  }

  /**
   * Opens the first rung above the prior: each chain begins at one of its draws from the prior.
   *
   * @param chosen the number of the draw of each chain
   */
  void open(int[] chosen) {
    for (int chain = 0; chain < size(); chain++) {
      chains.place(chain, priorDraw(chain, chosen[chain]));
    }
    addStates(new HamiltonianChains.State[size()]);
    keep(1, chains);
  }

  /** Opens a rung where the coldest replicas are. */
  void open() {
    addStates(states.get(states.size() - 1).clone());
  }

  /**
   * A transition of all chains at one rung.
   *
   * @param trajectory of the rung's kernel, whole or reduced
   */
  void move(int rung, Rung how, Trajectory trajectory) {
    HamiltonianChains moved = chains(how.kernel());
    moved.restore(states.get(rung));
    moved.temper(how.beta() * pass.posterior().count());
    long own = nextTransition(rung);
    StepInfo info =
        moved.transition(own * RUNGS + rung, trajectory.timeStep(own), trajectory.leapfrogs(own));
    accepted = info.acceptance().values();
    acceptance.set(rung, accepted);
    keep(rung, moved);
  }

  private HamiltonianChains chains(Hamiltonian kernel) {
    return kernel
        .reference()
        .map(reference -> about.computeIfAbsent(reference, it -> kernel.chains(pass, noise)))
        .orElse(chains);
  }

  /** No replica moves about it any more. */
  void forget(GaussianReference reference) {
    Optional.ofNullable(about.remove(reference)).ifPresent(HamiltonianChains::close);
  }

  private long nextTransition(int rung) {
    long own = transitions.get(rung);
    transitions.set(rung, own + 1);
    return own;
  }

  private void keep(int rung, HamiltonianChains where) {
    for (int chain = 0; chain < size(); chain++) {
      states.get(rung)[chain] = where.state(chain);
    }
  }

  /** The probability with which the last proposal of a chain was accepted. */
  double acceptance(int chain) {
    return accepted[chain];
  }

  /** Where the replica of a chain is. */
  double[] position(int rung, int chain) {
    return states.get(rung)[chain].w();
  }

  /** n (L_n(w) - L_n(centre)); infinite where the loss is not finite. */
  double energy(int rung, int chain) {
    return RungEnergies.energy(pass.posterior().count(), states.get(rung)[chain].deltaLoss());
  }

  /** From now on sweeps are recorded and seen, from draw 0. */
  void record(int rungs, List<Observer> observers) {
    record = new ReplicaRecord(rungs, size());
    observers.forEach(observer -> watches.add(observer.watch(pass, firstChain)));
  }

  /** Where all replicas are; what is recorded of them has a state of its own. */
  @Override
  public void state(State at) {
    int rungs = (int) at.whole("rungs", states.size());
    while (states.size() < rungs) {
      addStates(new HamiltonianChains.State[size()]);
    }
    for (int rung = 0; rung < rungs; rung++) {
      State of = at.in("rung" + rung);
      transitions.set(rung, of.whole("transitions", transitions.get(rung)));
      acceptance.set(rung, of.numbers("acceptance", acceptance.get(rung)).clone());
      for (int chain = 0; chain < size(); chain++) {
        replica(of.in("chain" + chain), states.get(rung), chain);
      }
    }
    sweeps = at.whole("sweeps", sweeps);
    pass.count(at);
  }

  /** One that has not begun has none. */
  private static void replica(State at, HamiltonianChains.State[] all, int chain) {
    HamiltonianChains.State now = all[chain];
    if (now != null || at.has()) {
      boolean is = now != null;
      all[chain] =
          new HamiltonianChains.State(
              at.numbers("w", is ? now.w() : new double[0]),
              at.numbers("gradient", is ? now.gradient() : new double[0]),
              at.number("deltaLoss", is ? now.deltaLoss() : Double.NaN),
              at.number("squaredDistance", is ? now.squaredDistance() : Double.NaN));
    }
  }

  ReplicaRecord recorded() {
    return record;
  }

  /**
   * A transition at each rung, then exchanges between neighbours, alternately those that begin at
   * an even rung and those that begin at an odd one: F. Syed et al., "Non-reversible parallel
   * tempering", JRSSB 84 (2022) 321-350.
   */
  void sweep(List<Rung> rungs) {
    drawPrior();
    for (int k = 1; k <= rungs.size(); k++) {
      Rung rung = rungs.get(k - 1);
      move(k, rung, rung.kernel());
      if (record != null) {
        record.moved(k, accepted);
      }
    }
    for (int low = (int) (sweeps % 2); low < rungs.size(); low += 2) {
      exchange(low, low == 0 ? 0 : rungs.get(low - 1).beta(), rungs.get(low).beta());
    }
    sweeps++;
    if (record != null) {
      show(rungs);
      record.end();
    }
  }

  private void show(List<Rung> rungs) {
    for (int k = 0; k <= rungs.size(); k++) {
      Draw draw = new Replicas(record.draws(), k, k == 0 ? 0 : rungs.get(k - 1).beta());
      watches.forEach(watch -> watch.see(draw));
    }
  }

  /** The replicas at one temperature after a sweep. */
  private final class Replicas implements Draw {
    private final int number;
    private final int rung;
    private final double beta;
    private boolean placed;

    Replicas(int number, int rung, double beta) {
      this.number = number;
      this.rung = rung;
      this.beta = beta;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public int rung() {
      return rung;
    }

    @Override
    public int rungs() {
      return states.size();
    }

    @Override
    public double beta() {
      return beta;
    }

    @Override
    public boolean isRunning(int chain) {
      return true;
    }

    @Override
    public double deltaLoss(int chain) {
      return states.get(rung)[chain].deltaLoss();
    }

    @Override
    public double acceptance(int chain) {
      return acceptance.get(rung)[chain];
    }

    /** The replicas share one pass's tensors: they are put there for who asks. */
    @Override
    public Slab w() {
      if (!placed) {
        chains.restore(states.get(rung));
        placed = true;
      }
      return pass.w();
    }
  }

  private void exchange(int low, double hot, double cold) {
    for (int chain = 0; chain < size(); chain++) {
      double probability =
          Math.min(1, Math.exp((cold - hot) * (energy(low + 1, chain) - energy(low, chain))));
      boolean exchanged = exchanges[chain].uniform(sweeps, low) < probability;
      if (exchanged) {
        HamiltonianChains.State warmer = states.get(low)[chain];
        states.get(low)[chain] = states.get(low + 1)[chain];
        states.get(low + 1)[chain] = warmer;
      }
      if (record != null) {
        record.exchanged(low, chain, probability, exchanged);
      }
    }
  }

  @Override
  public void close() {
    watches.forEach(Observer.Watch::close);
    about.values().forEach(HamiltonianChains::close);
    chains.close();
    pass.close();
  }
}
