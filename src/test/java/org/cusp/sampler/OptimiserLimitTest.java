package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.AdamStep;
import org.cusp.tensor.update.MomentumStep;
import org.cusp.tensor.update.Update;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Without noise every stochastic sampler is an optimiser, step by step; the optimisers are those of
 * training. With localisation it is that optimiser on the loss with a quadratic added, but for the
 * preconditioned ones, whose means do not see the localisation.
 */
class OptimiserLimitTest {
  private static final double STEP_SIZE = 0.004;
  private static final double N_BETA = 100;
  private static final double[] CURVATURES = {0.6, 3.6, 7.6};
  private static final int STEPS = 6;

  /** A step on the pass's gradient; the two slabs start at 0 and at 1. */
  private interface Optimiser {
    void step(PosteriorPass pass, Slab zeros, Slab ones, int k);
  }

  private record Subject(StochasticSampler sampler, Optimiser optimiser) {
    @Override
    public String toString() {
      return sampler.name();
    }
  }

  private static Optimiser momentum(double learningRate, double momentum) {
    return (pass, zeros, ones, k) ->
        update(
            pass,
            MomentumStep.UPDATE,
            new MomentumStep(learningRate, momentum, 0).factors(),
            zeros);
  }

  private static Optimiser adam(double beta1, double beta2, double epsilon) {
    double rate = STEP_SIZE * N_BETA / 2;
    return (pass, zeros, ones, k) ->
        update(
            pass,
            AdamStep.UPDATE,
            new AdamStep(rate, beta1, beta2, epsilon, 0, k).factors(),
            zeros,
            ones);
  }

  private static void update(PosteriorPass pass, Update update, double[] factors, Slab... state) {
    List<Slab> operands = new ArrayList<>(List.of(pass.w(), pass.gradient()));
    operands.addAll(List.of(state));
    try (Move move = Move.of(update, factors, operands.toArray(Slab[]::new))) {
      pass.kernels().update(move);
    }
  }

  /** u = -stepSize nBeta v: the step (1 + c) u / 2 is momentum c at this rate. */
  private static Optimiser heavyBall(double friction) {
    double keep = Math.exp(-friction);
    return momentum(STEP_SIZE * N_BETA * (1 + keep) / 2, keep);
  }

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(new Sgld(STEP_SIZE), momentum(STEP_SIZE * N_BETA / 2, 0)),
          new Subject(new RmsPropSgld(STEP_SIZE, 0.9, 0.2), adam(0, 0.9, 0.2)),
          new Subject(new AdamSgld(STEP_SIZE, 0.8, 0.9, 0.2), adam(0.8, 0.9, 0.2)),
          new Subject(new Sghmc(STEP_SIZE, 0.3), heavyBall(0.3)),
          // A thermostat that does not respond is constant friction.
          new Subject(new Sgnht(STEP_SIZE, 0.3, 1e-300), heavyBall(0.3)));

  static Stream<Subject> subjects() {
    return SUBJECTS.stream();
  }

  /** Of the registry, at their own step. */
  static Stream<Sampler> registered() {
    Posterior posterior = new Quadratic(CURVATURES, N_BETA, 0).posterior();
    double stiffest = CURVATURES[CURVATURES.length - 1];
    return OwnStep.all(new Surroundings(posterior, 3, stiffest, () -> stiffest)).stream()
        .filter(
            sampler ->
                sampler instanceof StochasticSampler onBatches && !onBatches.takesReference());
  }

  /**
   * Whatever the optimiser is, but for those about a localisation, of which there is none here: at
   * its own step it descends to w*, and it stays there. The slowest direction is 13 times flatter
   * than the stiffest, so 4000 steps are many times its relaxation.
   */
  @ParameterizedTest
  @MethodSource("registered")
  void withoutNoiseEverySamplerOfTheRegistryDescends(Sampler sampler) {
    Quadratic loss = new Quadratic(CURVATURES, N_BETA, 0);
    KernelProvider kernels = KernelProvider.best();
    double[] centre = loss.posterior().centre();
    assertThat(sampled((StochasticSampler) sampler, loss, kernels, centre, 50))
        .containsExactly(centre, within(1e-12));
    assertThat(sampled((StochasticSampler) sampler, loss, kernels, start(), 4000))
        .containsExactly(centre, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void withoutNoiseItIsTheOptimiser(Subject subject) {
    for (KernelProvider provider : KernelProvider.usable()) {
      double[] sampled = sampled(subject.sampler(), 0, provider);
      double[] optimised = optimised(subject.optimiser(), provider);
      assertThat(sampled).containsExactly(optimised, within(1e-12));
      // And it moves at all.
      assertThat(Math.abs(sampled[2] - start()[2])).isGreaterThan(0.1);
    }
  }

  /** On a quadratic, localisation is curvature: gamma = nBeta h. */
  @ParameterizedTest
  @MethodSource("subjects")
  void localisationPullsLikeCurvatureThatNoMeanSees(Subject subject) {
    double gamma = 70;
    KernelProvider provider = KernelProvider.best();
    double[] sampled = sampled(subject.sampler(), gamma, provider);
    double[] expected =
        subject.sampler() instanceof RmsPropSgld || subject.sampler() instanceof AdamSgld
            ? byHand(gamma, subject.sampler() instanceof AdamSgld ? 0.8 : 0)
            : stiffer(subject.sampler(), gamma, provider);
    assertThat(sampled).containsExactly(expected, within(1e-12));
  }

  /** The preconditioned samplers with beta2 = 0.9 and stabiliser 0.2 in plain arithmetic. */
  private static double[] byHand(double gamma, double beta1) {
    double[] w = start();
    for (int i = 0; i < w.length; i++) {
      double centre = i + 1;
      double m = 0;
      double v = 1;
      for (int k = 1; k <= STEPS; k++) {
        double g = CURVATURES[i] * (w[i] - centre);
        m = beta1 * m + (1 - beta1) * g;
        v = 0.9 * v + 0.1 * g * g;
        double e = STEP_SIZE / (Math.sqrt(v / (1 - Math.pow(0.9, k))) + 0.2);
        double drift = N_BETA * m / (1 - Math.pow(beta1, k)) + gamma * (w[i] - centre);
        w[i] -= e / 2 * drift;
      }
    }
    return w;
  }

  private static double[] stiffer(StochasticSampler sampler, double gamma, KernelProvider kernels) {
    double[] curvatures = Arrays.stream(CURVATURES).map(h -> h + gamma / N_BETA).toArray();
    return sampled(sampler, new Quadratic(curvatures, N_BETA, 0), kernels);
  }

  private static double[] start() {
    return new double[] {1.5, 1, 3.25};
  }

  private static double[] sampled(StochasticSampler sampler, double gamma, KernelProvider kernels) {
    return sampled(sampler, new Quadratic(CURVATURES, N_BETA, gamma), kernels);
  }

  private static double[] sampled(
      StochasticSampler sampler, Quadratic loss, KernelProvider provider) {
    return sampled(sampler, loss, provider, start(), STEPS);
  }

  private static double[] sampled(
      StochasticSampler sampler,
      Quadratic loss,
      KernelProvider provider,
      double[] from,
      int steps) {
    RandomStream[] noise = {RandomStream.of(1, Purpose.NOISE, 0)};
    try (PosteriorTensors shared = loss.tensors(provider);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(1, 3, 3), provider.create(), 0, 1);
        Sampler.Chains chains = sampler.start(pass, noise, 0)) {
      pass.w().setRow(0, from);
      // Means are corrected by the number of steps made, wherever the noise's address begins.
      for (int t = 40; t < 40 + steps; t++) {
        chains.step(t);
      }
      return pass.w().getRow(0);
    }
  }

  private static double[] optimised(Optimiser optimiser, KernelProvider provider) {
    try (PosteriorTensors shared = new Quadratic(CURVATURES, N_BETA, 0).tensors(provider);
        PosteriorPass pass =
            new PosteriorPass(shared, new BatchPlan(1, 3, 3), provider.create(), 0, 1);
        Slab zeros = Slab.zeros(KernelProvider.best().memory(), pass.w().precision(), 1, 3);
        Slab ones =
            Slab.row(
                KernelProvider.best().memory(), pass.w().precision(), new double[] {1, 1, 1})) {
      pass.w().setRow(0, start());
      for (int k = 1; k <= STEPS; k++) {
        pass.evaluate(0, new double[1]);
        optimiser.step(pass, zeros, ones, k);
      }
      return pass.w().getRow(0);
    }
  }
}
