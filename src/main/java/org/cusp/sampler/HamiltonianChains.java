package org.cusp.sampler;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.NoiseStreams;

/**
 * Chains that propose by {@link Dynamics} and accept by the Metropolis rule. A proposal whose
 * energy is not finite is rejected, so a chain that starts at finite numbers stays there.
 */
public final class HamiltonianChains implements MetropolisChains<Trajectory> {
  /** Beyond the numbers that any momentum uses. */
  private static final long UNIFORM = 0xFFFFFFFFL;

  private final PosteriorPass pass;
  private final NoiseStreams noise;
  private final double[][] w;
  private final double[][] gradient;
  private final double[] deltaLoss;
  private double[] squaredDistance;
  private Trajectory trajectory;
  private Dynamics dynamics;
  private double nBeta;
  private Optional<Watcher> watcher = Optional.empty();
  private boolean evaluated;

  /** By leapfrog steps. */
  HamiltonianChains(Trajectory trajectory, PosteriorPass pass, RandomStream[] noise) {
    this(trajectory, new Leapfrog(pass), pass, noise);
  }

  /**
   * By any dynamics.
   *
   * @param dynamics of the pass; taken over
   */
  HamiltonianChains(
      Trajectory trajectory, Dynamics dynamics, PosteriorPass pass, RandomStream[] noise) {
    this.trajectory = trajectory;
    this.dynamics = dynamics;
    this.pass = pass;
    this.nBeta = pass.posterior().nBeta();
    this.noise = NoiseStreams.of(pass.w().memory(), noise);
    int chains = pass.chains();
    this.w = new double[chains][];
    this.gradient = new double[chains][];
    this.deltaLoss = new double[chains];
  }

  @Override
  public void retune(Trajectory next) {
    trajectory = next;
  }

  /** From the next step on chains turn about this reference. */
  public void refer(GaussianReference reference) {
    moveBy(new Rotation(pass, reference));
  }

  /** From the next step on, by other dynamics of the pass; taken over. */
  void moveBy(Dynamics next) {
    dynamics.close();
    dynamics = next;
  }

  @Override
  public void watch(Watcher next) {
    watcher = Optional.of(next);
  }

  @Override
  public void unwatch() {
    watcher = Optional.empty();
  }

  /**
   * Where a chain is, with what has been computed there.
   *
   * @param deltaLoss L_n(w) - L_n(w*)
   */
  public record State(double[] w, double[] gradient, double deltaLoss, double squaredDistance) {}

  /** From the next step on the posterior is that of another temperature. */
  public void temper(double otherNBeta) {
    nBeta = otherNBeta;
  }

  /** Where a chain of the pass is. */
  public State state(int chain) {
    evaluate();
    return new State(
        pass.w().getRow(chain),
        pass.gradient().getRow(chain),
        deltaLoss[chain],
        squaredDistance[chain]);
  }

  /** Puts all chains of the pass where they have been before. */
  public void restore(State[] states) {
    squaredDistance = new double[states.length];
    for (int chain = 0; chain < states.length; chain++) {
      pass.w().setRow(chain, states[chain].w());
      pass.gradient().setRow(chain, states[chain].gradient());
      deltaLoss[chain] = states[chain].deltaLoss();
      squaredDistance[chain] = states[chain].squaredDistance();
    }
    evaluated = true;
  }

  /** Puts a chain of the pass anywhere. */
  public void place(int chain, double[] position) {
    pass.w().setRow(chain, position);
    evaluated = false;
  }

  /** Loss and gradient where the chains are, where they are not known. */
  void evaluate() {
    if (!evaluated) {
      pass.evaluateAll(deltaLoss);
      squaredDistance = pass.kernels().squaredDistance(pass.w(), pass.centre());
      evaluated = true;
    }
  }

  @Override
  public void step(long t, StepInfo info) {
    transition(t, trajectory.timeStep(t), trajectory.leapfrogs(t), info);
  }

  /**
   * One transition of every chain.
   *
   * @param t addresses the noise
   * @param timeStep of the leapfrog steps
   * @param leapfrogs how many
   * @param info (Output)
   */
  public void transition(long t, double timeStep, int leapfrogs, StepInfo info) {
    evaluate();
    for (int chain = 0; chain < w.length; chain++) {
      w[chain] = pass.w().getRow(chain);
      gradient[chain] = pass.gradient().getRow(chain);
    }
    pass.clock().set(t);
    dynamics.refresh(noise, pass.clock());
    double[] before = energies(deltaLoss, squaredDistance);
    double[] proposedLoss = new double[w.length];
    dynamics.move(nBeta, timeStep, leapfrogs, () -> pass.evaluateAll(proposedLoss));
    double[] proposedDistance = pass.kernels().squaredDistance(pass.w(), pass.centre());
    double[] after = energies(proposedLoss, proposedDistance);
    for (int chain = 0; chain < w.length; chain++) {
      info.acceptance()[chain] = acceptance(before[chain], after[chain]);
      if (watcher.isPresent()) {
        watcher.get().proposed(chain, w[chain], info.acceptance()[chain]);
      }
      if (noise.of(chain).uniform(t, UNIFORM) < info.acceptance()[chain]) {
        deltaLoss[chain] = proposedLoss[chain];
        squaredDistance[chain] = proposedDistance[chain];
      } else {
        pass.w().setRow(chain, w[chain]);
        pass.gradient().setRow(chain, gradient[chain]);
      }
      info.deltaLoss()[chain] = deltaLoss[chain];
    }
  }

  private double[] energies(double[] losses, double[] distances) {
    double gamma = pass.posterior().gamma();
    double[] kinetic = dynamics.kinetic();
    double[] energies = new double[losses.length];
    Arrays.setAll(
        energies,
        chain -> nBeta * losses[chain] + gamma / 2 * distances[chain] + kinetic[chain] / 2);
    return energies;
  }

  /** min(1, exp(before - after)); 0 where an energy is not finite. */
  private static double acceptance(double before, double after) {
    return Double.isFinite(before) && Double.isFinite(after)
        ? Math.min(1, Math.exp(before - after))
        : 0;
  }

  @Override
  public void close() {
    dynamics.close();
    noise.close();
  }
}
