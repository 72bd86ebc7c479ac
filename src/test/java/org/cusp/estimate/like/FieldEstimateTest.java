package org.cusp.estimate.like;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.llc.Llc;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.run.Progress;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tuning.MetropolisRun;
import org.junit.jupiter.api.Test;

/** Recipes on problems where what they give is known. */
class FieldEstimateTest {
  private static final KernelProvider KERNELS = KernelProvider.best();

  private static Recipe recipe(double step, double gamma, double nBeta, int batch, int chains) {
    return new Recipe(
        "test",
        step,
        gamma,
        Recipe.Temperature.fixed(nBeta),
        new Recipe.Lengths(batch, chains, 50, 200),
        "");
  }

  /**
   * On all data of a quadratic the chain from w* is x &lt;- (1 - step A / 2) x + N(0, step), so the
   * variance before move t is step (1 - a^2t) / (1 - a^2), a = 1 - step A / 2, and the recipe gives
   * the mean of nBeta h / 2 times that over the draws, on average. Fails by chance once in 16,000.
   */
  @Test
  void onAllDataItIsTheLawOfTheDiscreteChain() {
    double[] h = {0.6, 0.02, 0};
    Quadratic loss = new Quadratic(h, 100, 4);
    Recipe recipe = recipe(0.01, 4, 100, 3, 64);
    double expected = 0;
    for (double one : h) {
      double a = 1 - 0.01 * (100 * one + 4) / 2;
      for (int t = 50; t < 250; t++) {
        double variance = 0.01 * (1 - Math.pow(a, 2 * t)) / (1 - a * a);
        expected += 100 * one / 2 * variance / 200;
      }
    }
    FieldEstimate found;
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = loss.tensors(KERNELS)) {
      found = FieldEstimate.of(recipe, shared, 5, KERNELS, workers, Progress.NONE);
    }
    assertThat(found.value()).isCloseTo(expected, within(4 * found.se()));
    assertThat(found.se()).isCloseTo(found.spread() / 8, within(1e-12)).isLessThan(0.02);
    // Sharp enough to tell it from the converged value, 1/2 sum nBeta h / A.
    double converged = Arrays.stream(h).map(one -> 100 * one / 2 / (100 * one + 4)).sum();
    assertThat(Math.abs(found.value() - converged)).isGreaterThan(4 * found.se());
  }

  /** Linear regression on 60 data whose residuals at w* do not vanish. */
  private static Posterior regression() {
    int n = 60;
    double[] w = {0.5, -1, 2};
    double[] x = new double[3 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[3 * i] = Math.cos(1.3 * i);
      x[3 * i + 1] = Math.sin(0.7 * i + 1);
      x[3 * i + 2] = Math.cos(2.1 * i + 2);
      y[i] = Math.sin(5.0 * i * i);
      for (int k = 0; k < 3; k++) {
        y[i] += x[3 * i + k] * w[k];
      }
    }
    DataSet data = new DataSet("regression", n, 3, x, new Targets.Values(y, 1));
    DeepLinearNetwork model = new DeepLinearNetwork(List.of(3, 1), new Likelihood.Gaussian(1, 1));
    return new Posterior(model, data, w, 20, 5);
  }

  /**
   * A NumPy program of the same recipe (20,000 chains; step 0.01, batches of 10 of reshuffled
   * epochs, loss before the move, against the mean loss at w*) gives 0.7450 +- 0.0017; the Gaussian
   * posterior itself has nBeta (tr(H S) / 2 + m' H m / 2 + g' m) = 0.64744, S its covariance, m its
   * mean less w*, g the gradient of L_n at w*.
   */
  @Test
  void onBatchesItIsThatOfAnIndependentProgramAndTheConvergedValueIsExact() {
    Recipe recipe = recipe(0.01, 5, 20, 10, 200);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(regression(), Precision.FLOAT64, KERNELS, workers)) {
      FieldEstimate field = FieldEstimate.of(recipe, shared, 7, KERNELS, workers, Progress.NONE);
      assertThat(field.value()).isCloseTo(0.7450, within(4 * Math.hypot(field.se(), 0.0017)));
      LlcSpec settings = LlcSpec.defaults(3).edit().draws(2000).build();
      Estimate converged =
          Llc.of(
                  new MetropolisRun(settings, Samplers.parse("hmc"), 1, KERNELS, workers)
                      .sample(shared, 8, Progress.NONE)
                      .draws())
              .estimate();
      assertThat(converged.ess()).isGreaterThan(1000);
      assertThat(converged.value()).isCloseTo(0.6474388, within(4 * converged.se()));
      LikeResult like = LikeResult.of(recipe, 60, field, converged);
      // The step and the noise of batches add 15%, which a user is told, with its error.
      assertThat(like.difference().value()).isGreaterThan(3 * like.difference().se());
      assertThat(like.relative()).isCloseTo(0.1507, within(4 * like.difference().se() / 0.647));
    }
  }

  @Test
  void aStepBeyondStabilityGivesNoNumber() {
    Quadratic loss = new Quadratic(new double[] {0.6, 0.6}, 100, 40);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = loss.tensors(KERNELS)) {
      Recipe recipe = recipe(1e3, 40, 100, 2, 2);
      FieldEstimate found = FieldEstimate.of(recipe, shared, 5, KERNELS, workers, Progress.NONE);
      assertThat(found.value()).isNaN();
    }
  }

  @Test
  void withoutTimeThereIsNoNumberAndWhatItTakesIsSaid() {
    Quadratic loss = new Quadratic(new double[] {0.6, 0.6}, 100, 40);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = loss.tensors(KERNELS)) {
      Recipe recipe = recipe(0.01, 40, 100, 2, 200);
      FieldEstimate found =
          FieldEstimate.of(
              recipe, shared.within(Deadline.after(0)), 5, KERNELS, workers, Progress.NONE);
      assertThat(found.value()).isNaN();
      assertThat(found.needs()).isInfinite();
      LikeResult like = LikeResult.of(recipe, 60, found, Estimate.exactly(1));
      assertThat(like.needs()).isEqualTo(-1);
    }
  }

  @Test
  void everyRecipeHasANameOfItsOwnAndASource() {
    assertThat(Recipes.names()).doesNotHaveDuplicates().contains("devinterp", "lau2023-llc");
    assertThat(Recipes.ALL).allMatch(recipe -> recipe.source().matches(".*(\\d{4}|devinterp).*"));
    // That of devinterp is of the batch, whatever the number of data; those of the papers are not.
    assertThat(Recipes.named("devinterp").nBetaOf(60_000))
        .isCloseTo(512 / Math.log(512), within(1e-12));
    assertThat(Recipes.named("lau2023-llc").nBetaOf(60_000))
        .isCloseTo(60_000 / Math.log(60_000), within(1e-9));
    // gradient_scale 0.03 = step nBeta / 2 and localization_scale 0.003 = step gamma / 2.
    Recipe icl = Recipes.named("hoogland2024-icl");
    assertThat(icl.step() * icl.nBetaOf(32768) / 2).isCloseTo(0.03, within(1e-12));
    assertThat(icl.step() * icl.gamma() / 2).isCloseTo(0.003, within(1e-12));
  }
}
