package org.cusp.run.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.observer.Observer;
import org.cusp.sampler.Hamiltonian;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.Trajectory;
import org.cusp.sampler.reference.FisherReference;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Chains of replica exchange while they run, from the prior N(centre, I / gamma) to the posterior.
 * First a ladder of temperatures is opened, rung by rung, each from the one before; then all rungs
 * move and exchange. What a chain does depends on the posterior, the ladder, the seed and its own
 * number, not on the threads.
 */
public final class TemperedChains implements AutoCloseable, HasState {
  /** The last step that an address tells from others: no sweep comes so far. */
  static final long CHOICE = 0xFFFFFFFFL;

  private static final String RECORDED = "recorded";

  private final PosteriorTensors shared;
  private final Workers workers;
  private final long seed;
  private final List<ReplicaPass> passes = new ArrayList<>();
  private final List<Rung> rungs = new ArrayList<>();
  private final LadderReferences references;
  private List<KernelTrial> trials = List.of();
  private final Observer observer;
  private final Deadline clock;
  private double started;
  private double[][] priorEnergy = {};
  private int swept;

  /** Sweeps when draws began to be kept. */
  private int sweptBefore;

  /** Sweeps that another process made: they are there before they are made. */
  private int remembered;

  private Optional<State> found = Optional.empty();
  private RungEnergies energies;

  /**
   * Chains that have not begun.
   *
   * @param observer sees the draws that are kept, numbered from 0
   */
  public TemperedChains(
      PosteriorTensors shared,
      int chains,
      long seed,
      KernelProvider provider,
      Workers workers,
      Observer observer) {
    Check.positive("gamma, the precision of the prior,", shared.posterior().gamma());
    this.shared = shared;
    this.workers = workers;
    this.seed = seed;
    this.observer = observer;
    this.clock = shared.deadline();
    this.started = clock.spent();
    this.references = new LadderReferences(new FisherReference(shared, provider, workers, seed));
    int width = provider.prefersWidePasses() ? chains : 1;
    for (int first = 0; first < chains; first += width) {
      int count = Math.min(width, chains - first);
      passes.add(new ReplicaPass(shared, seed, provider.create(), first, count));
    }
  }

  /** The number of chains. */
  public int size() {
    return passes.stream().mapToInt(ReplicaPass::size).sum();
  }

  /** Seconds since the chains began. */
  public double seconds() {
    return clock.spent() - started;
  }

  /** From now on another deadline holds: what passes it ends with {@link TimeIsUp}. */
  public void until(Deadline end) {
    passes.forEach(pass -> pass.until(end));
  }

  /** So many draws of every chain from the prior: their energies, [chain][draw]. */
  public double[][] prior(int draws) {
    double[][][] found = new double[passes.size()][][];
    workers.run(passes.size(), i -> found[i] = passes.get(i).prior(draws));
    priorEnergy = Arrays.stream(found).flatMap(Arrays::stream).toArray(double[][]::new);
    return priorEnergy;
  }

  /**
   * Opens a rung. The replicas of the first begin at draws from the prior, chosen with the weights
   * that the rung gives them; those of any other where the rung before is.
   */
  public void open(double beta) {
    int first = 0;
    for (ReplicaPass pass : passes) {
      if (rungs.isEmpty()) {
        pass.open(chosen(beta, first, pass.size()));
      } else {
        pass.open();
      }
      first += pass.size();
    }
    rungs.add(new Rung(beta, new Hmc(1, 1)));
  }

  private int[] chosen(double beta, int firstChain, int count) {
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      RandomStream stream = RandomStream.of(seed, Purpose.EXCHANGE, firstChain + i);
      chosen[i] = byWeight(priorEnergy[firstChain + i], beta, stream.uniform(CHOICE, 0));
    }
    return chosen;
  }

  private static int byWeight(double[] energy, double beta, double uniform) {
    double least = Arrays.stream(energy).min().orElseThrow();
    double[] sums = new double[energy.length];
    double sum = 0;
    for (int i = 0; i < energy.length; i++) {
      sum += Math.exp(-beta * (energy[i] - least));
      sums[i] = sum;
    }
    int index = 0;
    while (sums[index] < uniform * sum) {
      index++;
    }
    return index;
  }

  /** What a transition at one rung led to. */
  public record Moved(double[] acceptance, double[] energy, double[][] positions) {}

  /**
   * One transition of all chains at the coldest rung.
   *
   * @param trajectory of the kernel, whole or reduced
   */
  public Moved move(Hamiltonian kernel, Trajectory trajectory) {
    int rung = rungs.size();
    Rung how = new Rung(rungs.get(rung - 1).beta(), kernel);
    workers.run(passes.size(), i -> passes.get(i).move(rung, how, trajectory));
    Moved moved = new Moved(new double[size()], new double[size()], new double[size()][]);
    int chain = 0;
    for (ReplicaPass pass : passes) {
      for (int i = 0; i < pass.size(); i++, chain++) {
        moved.acceptance()[chain] = pass.acceptance(i);
        moved.energy()[chain] = pass.energy(rung, i);
        moved.positions()[chain] = pass.position(rung, i);
      }
    }
    return moved;
  }

  /**
   * A reference for where the replicas of the coldest rung are, with what is stiff there.
   *
   * @return its number, by which it is found again
   */
  public int refer() {
    int rung = rungs.size();
    double beta = rungs.get(rung - 1).beta();
    double[][] positions =
        passes.stream()
            .flatMap(pass -> chains(pass).mapToObj(chain -> pass.position(rung, chain)))
            .toArray(double[][]::new);
    return references.add(positions, beta * shared.posterior().count());
  }

  /** One that was made. */
  public GaussianReference reference(int number) {
    return references.get(number);
  }

  /** One that no rung moves about, whose memory is given back. */
  public void forget(int number) {
    passes.forEach(pass -> pass.forget(references.get(number)));
    references.forget(number);
  }

  /** Settles the kernel of the coldest rung. */
  public void settle(Rung rung) {
    rungs.set(rungs.size() - 1, rung);
  }

  /** The draws tell what was tried while the ladder was placed. */
  public void tried(List<KernelTrial> found) {
    trials = found;
  }

  /** The rungs above the prior, from hot to cold. */
  public List<Rung> rungs() {
    return List.copyOf(rungs);
  }

  /** From now on draws are kept. */
  public void record() {
    int count = rungs.size() + 1;
    energies = new RungEnergies(shared.posterior().count(), count, size());
    passes.forEach(pass -> pass.record(count, List.of(energies, observer)));
    sweptBefore = swept;
    found.map(kept -> kept.in(RECORDED)).filter(State::has).ifPresent(this::recorded);
  }

  private void recorded(State at) {
    energies.state(at.in("energies"));
    observer.state(at.in("observer"));
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).recorded().state(at.in("pass" + i));
    }
  }

  /**
   * The ladder, where all replicas are, and what was recorded of them. Put back, the sweeps that
   * were made come again from {@link #sweep} without being made.
   */
  @Override
  public void state(State at) {
    remembered = (int) at.whole("swept", Math.max(swept, remembered));
    started = clock.spent() - at.number("seconds", seconds());
    priorEnergy = at.rows("prior", priorEnergy);
    references.state(at.in("references"));
    int count = (int) at.whole("rungs", rungs.size());
    for (int k = 0; k < count; k++) {
      Rung now = k < rungs.size() ? rungs.get(k) : new Rung(1, new Hmc(1, 1));
      State of = at.in("rung" + k);
      Rung rung = new Rung(of.number("beta", now.beta()), references.kernel(of, now.kernel()));
      if (k < rungs.size()) {
        rungs.set(k, rung);
      } else {
        rungs.add(rung);
      }
    }
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).state(at.in("pass" + i));
    }
    if (energies != null) {
      recorded(at.in(RECORDED));
    }
    if (at.has()) {
      found = Optional.of(at);
    }
  }

  /** Whether sweeps that another process made are still to come. */
  public boolean remembers() {
    return swept < remembered;
  }

  /** Every chain makes so many sweeps: transitions at all rungs, then exchanges. */
  public void sweep(int count) {
    int more = count - Math.min(count, Math.max(0, remembered - swept));
    workers.run(
        passes.size(),
        i -> {
          for (int s = 0; s < more; s++) {
            passes.get(i).sweep(rungs);
          }
        });
    swept += count;
  }

  /** Sweeps so far. */
  public int swept() {
    return swept;
  }

  /** Kept draws of every chain. */
  public int drawn() {
    return energies != null ? swept - sweptBefore : 0;
  }

  /** Gradients of one replica so far. */
  public long gradientEvaluations() {
    return passes.stream().mapToLong(ReplicaPass::evaluations).sum();
  }

  /** What has been drawn. */
  public TemperedDraws draws() {
    int count = rungs.size() + 1;
    double[] betas = new double[count];
    double[][][] energy = new double[count][][];
    double[] acceptance = new double[count];
    acceptance[0] = Double.NaN;
    for (int k = 0; k < count; k++) {
      int rung = k;
      energy[k] = energies.energy(rung, drawn());
      if (k > 0) {
        betas[k] = rungs.get(k - 1).beta();
        double sum = passes.stream().mapToDouble(p -> p.recorded().acceptanceSum(rung)).sum();
        acceptance[k] = sum / (size() * (double) passes.get(0).recorded().draws());
      }
    }
    return new TemperedDraws(
        betas,
        energy,
        exchanges(),
        acceptance,
        LadderMoves.of(rungs).tried(trials),
        passes.stream().flatMapToInt(p -> chains(p).map(p.recorded()::arrivals)).toArray(),
        shared.posterior(),
        shared.centreLosses().mean(),
        gradientEvaluations(),
        seconds());
  }

  private double[] exchanges() {
    double[] mean = new double[rungs.size()];
    for (int low = 0; low < mean.length; low++) {
      double sum = 0;
      int count = 0;
      for (ReplicaPass pass : passes) {
        sum += pass.recorded().exchangeSum(low);
        count += pass.recorded().exchangeCount(low);
      }
      mean[low] = sum / count;
    }
    return mean;
  }

  private static IntStream chains(ReplicaPass pass) {
    return IntStream.range(0, pass.size());
  }

  @Override
  public void close() {
    passes.forEach(ReplicaPass::close);
    references.close();
  }
}
