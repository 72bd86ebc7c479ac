package org.cusp.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.VirialBand;
import org.cusp.estimate.llc.Llc;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.LayerGibbs;
import org.cusp.sampler.SplitHmc;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.cusp.verdict.ScaleRules;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;

/**
 * The virial identity on posteriors whose truth is known: every scale within 4.5 standard errors of
 * 0 (once in 147,000 by chance), energies likewise, and chains that creep are found.
 */
class VirialTest {
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final double N_BETA = 100;
  private static final double GAMMA = 4;

  /** Four directions of precision 404 and 40 of 4.4. */
  private static final double[] CURVATURES = curvatures();

  private static double[] curvatures() {
    double[] h = new double[44];
    Arrays.fill(h, 0.004);
    Arrays.fill(h, 0, 4, 4);
    return h;
  }

  private static GaussianReference stiff() {
    double[] axes = new double[4 * CURVATURES.length];
    IntStream.range(0, 4).forEach(i -> axes[i * CURVATURES.length + i] = 1);
    Slab slab = Slab.row(KERNELS.memory(), Precision.FLOAT64, axes);
    return GaussianReference.of(
        GAMMA, new double[] {300, 300, 20, 20}, MatrixStack.of(slab, 0, 4, CURVATURES.length));
  }

  private static Draws draws(Posterior posterior, ExactSampler<?> sampler, int burnIn, int kept) {
    int n = posterior.n();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers);
        LiveChains live =
            new LiveChains(shared, sampler, 4, new BatchPlan(3, n, n), KERNELS, workers)) {
      live.draw(burnIn, 1);
      live.watchVirial(sampler.reference());
      live.draw(kept, 1);
      return live.draws(new RunPlan(sampler, 4, new RunPlan.Length(burnIn, kept, 1), n, 3));
    }
  }

  private static void assertSettled(Draws draws) {
    for (VirialBand band : draws.virial()) {
      Estimate mean = band.mean();
      assertThat(mean.ess()).as(band.scale()).isGreaterThan(400);
      assertThat(mean.value()).as(band.scale()).isCloseTo(0, within(4.5 * mean.se()));
      assertThat(ScaleRules.isUnsettled(band)).isFalse();
    }
  }

  private static Posterior quadratic() {
    return new Quadratic(CURVATURES, N_BETA, GAMMA).posterior();
  }

  @Test
  void scalesOfAReferenceAreNamedAndSettle() {
    Draws draws = draws(quadratic(), new SplitHmc(0.3, 1.8, Optional.of(stiff())), 100, 2000);
    assertThat(draws.virial().stream().map(VirialBand::directions)).containsExactly(40, 2, 2);
    assertThat(draws.virial().stream().map(VirialBand::scale))
        .containsExactly(
            "directions held by the localisation",
            "directions 1 to 10 times as stiff as the localisation",
            "directions 10 to 100 times as stiff as the localisation");
    assertSettled(draws);
  }

  /** The mean energy is sum nBeta h / (2 A), and the controlled one is nearer to it. */
  @Test
  void aControlVariateOfAConjugateProblem() {
    Draws draws = draws(quadratic(), new Hmc(0.05, 0.6), 200, 4000);
    assertThat(draws.virial().stream().map(VirialBand::directions)).containsExactly(44);
    assertSettled(draws);
    double exact = Arrays.stream(CURVATURES).map(h -> N_BETA * h / (N_BETA * h + GAMMA) / 2).sum();
    assertControlled(draws, exact);
  }

  private static void assertControlled(Draws draws, double exact) {
    Llc llc = Llc.of(draws);
    Estimate controlled = llc.companions().orElseThrow().controlled().orElseThrow();
    assertThat(controlled.ess()).isGreaterThan(400);
    assertThat(controlled.se()).isLessThan(llc.estimate().se());
    assertThat(controlled.value()).isCloseTo(exact, within(4.5 * controlled.se()));
  }

  /** Chains that are all lost have no scales, and their LLC is rejected without a number. */
  @Test
  void noScalesWhereNoChainIsComplete() {
    double[] identity = {1, 0, 0, 1};
    DataSet two = new DataSet("two", 2, 2, identity, new Targets.Values(identity, 2));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(2, 2, 2), new Likelihood.Gaussian(2, 1));
    Posterior posterior = new Posterior(model, two, new double[8], N_BETA, GAMMA);
    double[] far = new double[8];
    Arrays.fill(far, 1e200);
    LayerGibbs sampler = new LayerGibbs(0.4);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers);
        LiveChains live =
            new LiveChains(
                shared,
                sampler,
                new double[][] {far, far},
                new BatchPlan(3, 2, 2),
                KERNELS,
                workers)) {
      live.watchVirial(sampler.reference());
      live.draw(10, 1);
      Draws draws = live.draws(new RunPlan(sampler, 2, new RunPlan.Length(2, 8, 1), 2, 3));
      assertThat(draws.completeChains()).isEmpty();
      assertThat(draws.virial()).isEmpty();
      Llc llc = Llc.of(draws);
      assertThat(llc.estimate().value()).isNaN();
      assertThat(llc.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
    }
  }

  /**
   * A deep linear network 1-1-1 at weights (1, 1), exp(-nBeta (w2 w1 - 1)^2 / 2 - gamma |w - w*|^2
   * / 2): its mean energy is a sum over a grid of 2401^2 points.
   */
  @Test
  void aControlVariateOfADeepLinearNetwork() {
    double gamma = 2;
    double nBeta = 60;
    DataSet one =
        new DataSet("one", 1, 1, new double[] {1}, new Targets.Values(new double[] {1}, 1));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(1, 1, 1), new Likelihood.Gaussian(1, 1));
    Posterior posterior = new Posterior(model, one, new double[] {1, 1}, nBeta, gamma);
    Draws draws = draws(posterior, new Hmc(0.09, 1), 500, 20_000);
    assertSettled(draws);
    assertControlled(draws, energy(nBeta, gamma));
  }

  private static double energy(double nBeta, double gamma) {
    double weights = 0;
    double energies = 0;
    for (int i = 0; i <= 2400; i++) {
      for (int j = 0; j <= 2400; j++) {
        double a = -6 + i * 0.005;
        double b = -6 + j * 0.005;
        double energy = nBeta / 2 * (a * b - 1) * (a * b - 1);
        double weight = Math.exp(-energy - gamma / 2 * ((a - 1) * (a - 1) + (b - 1) * (b - 1)));
        weights += weight;
        energies += weight * energy;
      }
    }
    return energies / weights;
  }

  /**
   * Power: steps so small that the stiff directions are settled, and with them the energy, while
   * the flat ones are still near w*. R-hat of the energy says nothing; the identity does.
   */
  @Test
  void chainsThatCreepAreFound() {
    Draws draws = draws(quadratic(), new Hmc(0.02, 0.02), 100, 600);
    Llc llc = Llc.of(draws);
    VirialBand all = draws.virial().get(0);
    assertThat(ScaleRules.isUnsettled(all)).isTrue();
    assertThat(all.mean().value()).isNegative();
    assertThat(llc.companions().orElseThrow().controlled()).isEmpty();
    assertThat(llc.verdict().reasons()).anyMatch(reason -> reason.contains("virial identity"));
  }
}
