package org.cusp.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.clock.Deadline;
import org.cusp.contract.Check;
import org.cusp.diagnostics.VirialBand;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.observer.Observer;
import org.cusp.run.observer.VirialDraws;
import org.cusp.sampler.Sampler;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * The chains of one posterior while they run, as a rule all started at w*. Chains are grouped into
 * passes, which the worker threads share out; a chain's draws depend on nothing but the posterior,
 * the sampler, the seed and its own number. Between two calls all chains have made as many draws,
 * so that whoever adapts the sampler sees them side by side.
 *
 * <p>The deadline of the posterior's tensors ends them wherever they are, inside a transition too:
 * then there are as many draws as every chain has made, and there will be no more.
 */
public final class LiveChains implements AutoCloseable, HasState {
  private final PosteriorTensors shared;
  private final Workers workers;
  private final List<ChainPass> passes = new ArrayList<>();
  private final ChainEnergies energies;
  private Optional<WatchedNumber> watched = Optional.empty();
  private final Deadline clock;
  private Optional<VirialDraws> virial = Optional.empty();
  private double started;
  private int drawn;

  /** Draws that another process made: they are there before they are drawn. */
  private int remembered;

  private final List<Observer> observers = new ArrayList<>();
  private Optional<State> found = Optional.empty();
  private boolean over;

  /**
   * Chains at w*.
   *
   * @param batches what the gradients of a stochastic sampler are of; its seed addresses the noise
   */
  public LiveChains(
      PosteriorTensors shared,
      Sampler sampler,
      int chains,
      BatchPlan batches,
      KernelProvider provider,
      Workers workers) {
    this(shared, sampler, atCentre(shared.posterior(), chains), batches, provider, workers);
  }

  /**
   * Chains anywhere.
   *
   * @param positions where each one begins, [chain][parameter]
   */
  public LiveChains(
      PosteriorTensors shared,
      Sampler sampler,
      double[][] positions,
      BatchPlan batches,
      KernelProvider provider,
      Workers workers) {
    int chains = positions.length;
    this.shared = shared;
    this.workers = workers;
    this.clock = shared.deadline();
    this.started = clock.spent();
    int width = provider.prefersWidePasses() ? chains : 1;
    for (int first = 0; first < chains; first += width) {
      int count = Math.min(width, chains - first);
      double[][] begin = Arrays.copyOfRange(positions, first, first + count);
      passes.add(new ChainPass(shared, batches, sampler, provider.create(), first, begin));
    }
    this.energies = new ChainEnergies(chains);
    watchedBy(energies);
  }

  /** From now on this number is wanted of the parameters of every draw. */
  public void watchFor(ToDoubleFunction<double[]> number) {
    WatchedNumber kept = new WatchedNumber(number, size());
    watched = Optional.of(kept);
    watchedBy(kept);
  }

  private static double[][] atCentre(Posterior posterior, int chains) {
    double[][] positions = new double[chains][];
    Arrays.fill(positions, posterior.centre());
    return positions;
  }

  /** Where the chains are, [chain][parameter]; between two draws only. */
  public double[][] positions() {
    return passes.stream().flatMap(pass -> pass.positions().stream()).toArray(double[][]::new);
  }

  /** From now on each draw is seen by this observer too. */
  public void watchedBy(Observer observer) {
    passes.forEach(pass -> pass.watchedBy(observer));
    found.map(kept -> kept.in(name(observers.size()))).ifPresent(observer::state);
    observers.add(observer);
  }

  private static String name(int observer) {
    return "observer" + observer;
  }

  /**
   * Where all chains are, and what was seen of them. Put back, the draws that were made come again
   * from {@link #draw} without being made, so that whoever asks for draws decides as before; who
   * looks at them is told what it had seen.
   */
  @Override
  public void state(State at) {
    remembered = (int) at.whole("drawn", Math.max(drawn, remembered));
    started = clock.spent() - at.number("seconds", seconds());
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).state(at.in("pass" + i));
    }
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).state(at.in(name(i)));
    }
    if (at.has()) {
      found = Optional.of(at);
    }
  }

  /** Whether draws that another process made are still to come. */
  public boolean remembers() {
    return drawn < remembered;
  }

  /**
   * From now on each draw is held against the virial identity, about a reference or none. For
   * chains of an exact sampler, whose gradients are of where they are.
   */
  public void watchVirial(Optional<GaussianReference> reference) {
    virial = Optional.of(new VirialDraws(posterior(), reference, size()));
    watchedBy(virial.get());
  }

  /**
   * Every chain makes so many draws, each the mean over {@code thin} steps.
   *
   * @return false where time was up before every chain had made them all
   */
  public boolean draw(int count, int thin) {
    int known = Math.min(count, Math.max(0, remembered - drawn));
    drawn += known;
    int more = count - known;
    if (over || more == 0) {
      return !over;
    }
    workers.run(passes.size(), pass -> passes.get(pass).draw(more, thin));
    int made = passes.stream().mapToInt(ChainPass::drawn).min().orElse(0);
    over = made < drawn + more;
    drawn = made;
    return !over;
  }

  /** Whether time was up, so that nothing more will be drawn. */
  public boolean isOver() {
    return over;
  }

  /** From now on another deadline holds. */
  public void until(Deadline end) {
    passes.forEach(pass -> pass.until(end));
  }

  /** The number of chains. */
  public int size() {
    return passes.stream().mapToInt(ChainPass::size).sum();
  }

  /** The number of data of the posterior. */
  public int n() {
    return shared.posterior().n();
  }

  /** Draws that every chain has made. */
  public int drawn() {
    return drawn;
  }

  /** The running kernels with the number of each one's first chain, for whoever adapts them. */
  public List<Running> running() {
    List<Running> running = new ArrayList<>();
    int first = 0;
    for (ChainPass pass : passes) {
      running.add(new Running(first, pass.chains()));
      first += pass.size();
    }
    return running;
  }

  /** The kernel of some chains, of which the first has this number. */
  public record Running(int firstChain, Sampler.Chains chains) {}

  /** Seconds since the chains started. */
  public double seconds() {
    return clock.spent() - started;
  }

  /** Gradients of one chain so far. */
  public long gradientEvaluations() {
    return passes.stream().mapToLong(ChainPass::evaluations).sum();
  }

  /** Whose draws these are. */
  public Posterior posterior() {
    return shared.posterior();
  }

  /** nBeta times the loss difference, [chain][draw]. */
  public double[][] energy() {
    double nBeta = shared.posterior().nBeta();
    return Arrays.stream(energies.deltaLoss(drawn))
        .map(row -> Arrays.stream(row).map(x -> nBeta * x).toArray())
        .toArray(double[][]::new);
  }

  /** |w - w*|^2, [chain][draw]. */
  public double[][] squaredDistance() {
    return energies.squaredDistance(drawn);
  }

  /**
   * What has been drawn, as the plan says of burn-in and draws; where it has no draws, the
   * acceptance is that of the burn-in.
   */
  public Draws draws(RunPlan plan) {
    int recorded = Check.inRange("draws", plan.recorded(), 0, drawn);
    List<ChainStatus> status =
        passes.stream().flatMap(p -> p.status(plan.steps()).stream()).toList();
    int from = plan.draws() == 0 ? 0 : plan.burnIn();
    double[] acceptance =
        Arrays.stream(energies.acceptance(recorded))
            .mapToDouble(row -> Arrays.stream(row, from, row.length).average().orElse(Double.NaN))
            .toArray();
    return new Draws(
        new Draws.Recorded(
            energies.deltaLoss(recorded),
            energies.squaredDistance(recorded),
            watched.map(number -> number.of(recorded)).orElse(new double[0][]),
            virial(plan, status),
            acceptance,
            status),
        plan,
        shared.posterior(),
        shared.centreLosses().mean(),
        new Draws.Spent(gradientEvaluations(), seconds()));
  }

  private List<VirialBand> virial(RunPlan plan, List<ChainStatus> status) {
    int[] complete = Draws.complete(status);
    return plan.draws() == 0 || complete.length == 0
        ? List.of()
        : virial
            .map(seen -> seen.bands(complete, plan.burnIn(), plan.recorded()))
            .orElse(List.of());
  }

  @Override
  public void close() {
    passes.forEach(ChainPass::close);
  }
}
