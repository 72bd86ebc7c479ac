package org.cusp.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaugeMoves;
import org.cusp.sampler.reference.LayerSweep;
import org.cusp.sampler.reference.LinearStack;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.state.State;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.dense.Matrix;

/**
 * Gibbs sampling of deep linear networks: a transition draws every layer given all others ({@link
 * LayerSweep}), upward and downward in turn, and then moves along the fibres of equal functions
 * ({@link GaugeMoves}), which sweeps alone creep along. Both leave the posterior invariant whatever
 * the step. The loss may be as stiff as it likes, so that most draws are independent where {@link
 * Hmc} takes thousands of gradients for one.
 *
 * <p>Sources: R. Salakhutdinov, A. Mnih, ICML 2008; J. S. Liu, C. Sabatti, Biometrika 87 (2000)
 * 353-369.
 *
 * @param stepSize of the moves along fibres, in units of the mean width there; positive
 */
public record LayerGibbs(double stepSize) implements ExactSampler<LayerGibbs> {
  private static final double ACCEPTANCE = 0.8;
  private static final double FIRST_STEP = 0.2;

  /** What a transition costs, beside a gradient on examples as few as there are inputs. */
  private static final double FORESEEN = 40;

  public LayerGibbs {
    Check.positive("step", stepSize);
  }

  @Override
  public String name() {
    return "layer-gibbs";
  }

  @Override
  public String summary() {
    return "Gibbs sampling of deep linear networks, layer by layer and along their fibres";
  }

  @Override
  public String source() {
    return "Salakhutdinov and Mnih 2008, ICML; Liu and Sabatti 2000, Biometrika 87:353";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(Setting.step(stepSize, "time of a step along a fibre, in its mean width"));
  }

  @Override
  public LayerGibbs with(Map<String, Double> values) {
    return new LayerGibbs(values.get(Setting.STEP));
  }

  @Override
  public double firstStep(Surroundings around) {
    return FIRST_STEP;
  }

  @Override
  public boolean suits(Posterior posterior) {
    return LinearStack.isOf(posterior);
  }

  @Override
  public LayerGibbs proposal() {
    return this;
  }

  @Override
  public double foreseenGradients(double scales) {
    return FORESEEN;
  }

  /**
   * The step along the fibres is found; nothing else is there to be found.
   *
   * @throws InvalidInput where the posterior is not of a deep linear network
   */
  @Override
  public Adaptation<LayerGibbs> adaptation(Set<String> given, Surroundings around) {
    require(suits(around.posterior()));
    return given.contains(Setting.STEP) || !LinearStack.hasHidden(around.posterior())
        ? Adaptation.none(this)
        : new Search(StepSizeSearch.calm(FIRST_STEP, ACCEPTANCE));
  }

  private LinearStack stack(PosteriorPass pass) {
    require(suits(pass.posterior()));
    return LinearStack.of(pass);
  }

  private void require(boolean suits) {
    if (!suits) {
      throw new InvalidInput(
          "sampler "
              + name()
              + " needs a deep linear network with Gaussian noise, all of its parameters free, and"
              + " a localisation");
    }
  }

  /** For the step along the fibres. */
  private record Search(StepSizeSearch steps) implements Adaptation<LayerGibbs> {
    @Override
    public LayerGibbs next() {
      return new LayerGibbs(steps.current());
    }

    @Override
    public void learn(double acceptance, double[][] positions) {
      steps.learn(acceptance);
    }

    @Override
    public void endWindow() {
      // The search goes on through all windows.
    }

    @Override
    public double[] mustAgree() {
      return new double[] {Math.log(steps.settled())};
    }

    @Override
    public LayerGibbs settled() {
      return new LayerGibbs(steps.settled());
    }

    @Override
    public void state(State at) {
      steps.state(at);
    }
  }

  /**
   * Of a posterior that is of a deep linear network.
   *
   * @throws InvalidInput where it is not
   */
  @Override
  public MetropolisChains<LayerGibbs> start(PosteriorPass pass, RandomStream[] noise) {
    return new Chains(stepSize, stack(pass), pass, noise);
  }

  private static final class Chains implements MetropolisChains<LayerGibbs> {
    private final PosteriorPass pass;
    private final RandomStream[] noise;
    private final LinearStack stack;
    private final LayerSweep sweeps;
    private final GaugeMoves moves;
    private final StepLoop evaluation;
    private final StepInfo info;
    private Optional<Watcher> watcher = Optional.empty();
    private double step;

    Chains(double step, LinearStack stack, PosteriorPass pass, RandomStream[] noise) {
      Posterior posterior = pass.posterior();
      Matrix[] centre = stack.weights(posterior.centre());
      double kappa = posterior.nBeta() / (stack.sigma() * stack.sigma());
      this.step = step;
      this.stack = stack;
      this.pass = pass;
      this.noise = noise;
      this.sweeps = new LayerSweep(stack, kappa, posterior.gamma(), centre);
      this.moves = new GaugeMoves(stack, posterior.gamma(), centre);
      this.evaluation = pass.loop(pass::evaluateAll);
      Slab acceptance = pass.w().doublesBeside(pass.chains(), 1);
      this.info = new StepInfo(pass.deltaLoss(), acceptance);
    }

    @Override
    public void retune(LayerGibbs next) {
      step = next.stepSize();
    }

    @Override
    public void watch(Watcher next) {
      watcher = Optional.of(next);
    }

    @Override
    public void unwatch() {
      watcher = Optional.empty();
    }

    @Override
    public StepInfo step(long t) {
      LayerSweep.Order order = t % 2 == 0 ? LayerSweep.Order.UPWARD : LayerSweep.Order.DOWNWARD;
      for (int chain = 0; chain < noise.length; chain++) {
        double[] from = pass.w().getRow(chain);
        Moved moved = moved(from, order, chain, t);
        double accepted = moved.accepted();
        pass.w().setRow(chain, moved.w());
        info.acceptance().setRow(chain, new double[] {accepted});
        int shown = chain;
        watcher.ifPresent(to -> to.proposed(shown, from, accepted));
      }
      evaluation.run();
      return info;
    }

    private record Moved(double[] w, double accepted) {}

    /**
     * Where a chain comes to; not a number where products of layers have left the finite numbers,
     * which have no eigenvectors: a weak localisation lets deep networks grow until rounding of the
     * large directions is what the small ones see.
     */
    private Moved moved(double[] from, LayerSweep.Order order, int chain, long t) {
      Matrix[] w = stack.weights(from);
      try {
        sweeps.run(w, order, noise[chain], t);
        double accepted = moves.sweep(w, step, noise[chain], t);
        return new Moved(stack.vector(w), accepted);
      } catch (ArithmeticException lost) {
        double[] nowhere = new double[from.length];
        Arrays.fill(nowhere, Double.NaN);
        return new Moved(nowhere, 0);
      }
    }

    @Override
    public void state(State at) {
      // A sweep begins at the parameters, and needs nothing else of the sweep before.
    }

    @Override
    public void close() {
      info.acceptance().close();
    }
  }
}
