package org.cusp.sampler;

import java.util.List;
import java.util.Optional;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.Copy;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * Chains that propose by {@link Dynamics} and accept by the Metropolis rule. A proposal whose
 * energy is not finite is rejected, so a chain that starts at finite numbers stays there.
 */
public final class HamiltonianChains implements MetropolisChains<Trajectory> {
  /** Beyond the numbers that any momentum uses. */
  private static final long UNIFORM = 0xFFFFFFFFL;

  /** Operands: energy, loss difference, squared distance, kinetic; factors nBeta, gamma / 2. */
  private static final Update ENERGY =
      Update.named("energy")
          .set(
              0,
              Update.sum(
                  Term.factor(0).times(Term.value(1)),
                  Term.factor(1).times(Term.value(2)),
                  Term.value(3).over(Term.constant(2))));

  /**
   * Operands: acceptance, whether it was refused, loss difference and squared distance where the
   * chain is, energies before and after, loss difference and squared distance of the proposal. The
   * acceptance is min(1, exp(before - after)), 0 where an energy is not finite.
   */
  private static final Update DECIDE =
      Update.named("metropolis")
          .set(
              0,
              Term.value(4)
                  .of(Operation.FINITE)
                  .times(Term.value(5).of(Operation.FINITE))
                  .choose(
                      Term.constant(1)
                          .of(
                              Operation.LEAST,
                              Term.value(4).minus(Term.value(5)).of(Operation.EXP)),
                      Term.constant(0)))
          .set(
              1,
              new Term.Uniform(UNIFORM)
                  .less(Term.value(0))
                  .choose(Term.constant(0), Term.constant(1)))
          .set(2, Term.value(1).choose(Term.value(2), Term.value(6)))
          .set(3, Term.value(1).choose(Term.value(3), Term.value(7)));

  private final PosteriorPass pass;
  private final NoiseStreams noise;
  private final Slab w;
  private final Slab gradient;
  private final Slab deltaLoss;
  private final Slab squaredDistance;
  private final Slab proposedDistance;
  private final Slab before;
  private final Slab after;
  private final Slab refused;
  private final StepInfo info;
  private final Move decide;
  private final Copy keptPosition;
  private final Copy keptGradient;
  private final Copy evaluatedLoss;
  private final Copy shownLoss;
  private StepLoop begin;
  private StepLoop end;
  private Move energyBefore;
  private Move energyAfter;
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
    this.w = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    this.gradient = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    this.deltaLoss = one();
    this.squaredDistance = one();
    this.proposedDistance = one();
    this.before = one();
    this.after = one();
    this.refused = one();
    this.info = new StepInfo(one(), one());
    this.keptPosition = Copy.of(pass.w(), w);
    this.keptGradient = Copy.of(pass.gradient(), gradient);
    this.evaluatedLoss = Copy.of(pass.deltaLoss(), deltaLoss);
    this.shownLoss = Copy.of(deltaLoss, info.deltaLoss());
    this.decide =
        Move.of(
                DECIDE,
                new double[0],
                info.acceptance(),
                refused,
                deltaLoss,
                squaredDistance,
                before,
                after,
                pass.deltaLoss(),
                proposedDistance)
            .with(this.noise, pass.clock());
    bind();
  }

  /** One number for each chain. */
  private Slab one() {
    return pass.w().doublesBeside(pass.chains(), 1);
  }

  /** To the dynamics: steps that have been taken down are of these. */
  private void bind() {
    double[] factors = {nBeta, pass.posterior().gamma() / 2};
    Slab kinetic = dynamics.kinetic();
    energyBefore = Move.of(ENERGY, factors, before, deltaLoss, squaredDistance, kinetic);
    energyAfter = Move.of(ENERGY, factors, after, pass.deltaLoss(), proposedDistance, kinetic);
    begin = dynamics.isOnHost() ? this::begin : pass.loop(this::begin);
    end = dynamics.isOnHost() ? this::end : pass.loop(this::end);
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
    unbind();
    dynamics = next;
    bind();
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
    double[] factors = {nBeta, pass.posterior().gamma() / 2};
    energyBefore.set(factors);
    energyAfter.set(factors);
    dynamics.temper(nBeta);
  }

  /** Where a chain of the pass is. */
  public State state(int chain) {
    evaluate();
    return new State(
        pass.w().getRow(chain),
        pass.gradient().getRow(chain),
        deltaLoss.getRow(chain)[0],
        squaredDistance.getRow(chain)[0]);
  }

  /** Puts all chains of the pass where they have been before. */
  public void restore(State[] states) {
    for (int chain = 0; chain < states.length; chain++) {
      pass.w().setRow(chain, states[chain].w());
      pass.gradient().setRow(chain, states[chain].gradient());
      deltaLoss.setRow(chain, new double[] {states[chain].deltaLoss()});
      squaredDistance.setRow(chain, new double[] {states[chain].squaredDistance()});
    }
    evaluated = true;
  }

  /** What has been computed where the chains are; momenta are new at each transition. */
  @Override
  public void state(org.cusp.state.State at) {
    evaluated = at.flag("evaluated", evaluated);
    if (evaluated) {
      pass.gradient().state(at.in("gradient"));
      deltaLoss.state(at.in("deltaLoss"));
      squaredDistance.state(at.in("squaredDistance"));
    }
  }

  /** Puts a chain of the pass anywhere. */
  public void place(int chain, double[] position) {
    pass.w().setRow(chain, position);
    evaluated = false;
  }

  /** Loss and gradient where the chains are, where they are not known. */
  void evaluate() {
    if (!evaluated) {
      pass.evaluateAll();
      evaluatedLoss.run(pass.kernels());
      pass.kernels().squaredDistance(pass.w(), pass.centre(), squaredDistance);
      evaluated = true;
    }
  }

  @Override
  public StepInfo step(long t) {
    return transition(t, trajectory.timeStep(t), trajectory.leapfrogs(t));
  }

  /**
   * One transition of every chain.
   *
   * @param t addresses the noise
   * @param timeStep of the leapfrog steps
   * @param leapfrogs how many
   * @return the same at every transition
   */
  public StepInfo transition(long t, double timeStep, int leapfrogs) {
    evaluate();
    pass.clock().set(t);
    begin.run();
    dynamics.move(nBeta, timeStep, leapfrogs);
    end.run();
    watcher.ifPresent(this::show);
    return info;
  }

  private void begin() {
    keptPosition.run(pass.kernels());
    keptGradient.run(pass.kernels());
    dynamics.refresh(noise, pass.clock());
    dynamics.kinetic();
    pass.kernels().update(energyBefore);
  }

  private void end() {
    Kernels kernels = pass.kernels();
    kernels.squaredDistance(pass.w(), pass.centre(), proposedDistance);
    dynamics.kinetic();
    kernels.update(energyAfter);
    kernels.update(decide);
    shownLoss.run(kernels);
    kernels.select(refused, w, pass.w());
    kernels.select(refused, gradient, pass.gradient());
  }

  private void show(Watcher to) {
    double[] acceptance = info.acceptance().values();
    for (int chain = 0; chain < acceptance.length; chain++) {
      to.proposed(chain, w.getRow(chain), acceptance[chain]);
    }
  }

  private void unbind() {
    energyBefore.close();
    energyAfter.close();
    dynamics.close();
  }

  @Override
  public void close() {
    unbind();
    decide.close();
    noise.close();
    List.of(w, gradient, deltaLoss, squaredDistance, proposedDistance, before, after, refused)
        .forEach(Slab::close);
    info.deltaLoss().close();
    info.acceptance().close();
  }
}
