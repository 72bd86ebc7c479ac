package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.sampler.reference.CoupledReferences;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.TensorReference;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/**
 * SGHMC about a reference with stiff directions; about the localisation alone it is in {@link
 * StationaryLawTest}. A direction fails where the mean square of its draws is more than 4.5 Monte
 * Carlo standard errors off, by chance once in 147,000 times; 12 comparisons must pass.
 */
class SplitSghmcTest {
  private static final double[] PRECISIONS = {60, 200, 800, 1200};
  private static final double GAMMA = 40;
  private static final double N_BETA = 100;
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final QuadraticChains RUN = new QuadraticChains(5, 8, 400, 12_000);

  /** The axes with these precisions beyond gamma. */
  private static GaussianReference reference(double... stiffness) {
    double[] axes = new double[16];
    IntStream.range(0, 4).forEach(i -> axes[5 * i] = 1);
    Slab slab = Slab.row(KERNELS.memory(), Precision.FLOAT64, axes);
    return GaussianReference.of(GAMMA, stiffness, MatrixStack.of(slab, 0, 4, 4));
  }

  private static List<Integer> wrong(
      GaussianReference reference, double stepSize, double noiseScale, double[] variances) {
    double[] curvatures = Arrays.stream(PRECISIONS).map(a -> (a - GAMMA) / N_BETA).toArray();
    StochasticSampler sampler = new SplitSghmc(stepSize, 0.3, Optional.of(reference));
    try (PosteriorTensors shared = new Quadratic(curvatures, N_BETA, GAMMA).tensors(KERNELS)) {
      double[][][] squares =
          RUN.squares((pass, noise) -> sampler.start(pass, noise, noiseScale), shared);
      return IntStream.range(0, 4)
          .filter(
              i -> {
                assertThat(Ess.mean(squares[i])).isGreaterThan(1000);
                double off = Moments.mean(squares[i]) - variances[i];
                return Math.abs(off) > 4.5 * Mcse.mean(squares[i]);
              })
          .boxed()
          .toList();
    }
  }

  private static double[] exact() {
    return Arrays.stream(PRECISIONS).map(a -> 1 / a).toArray();
  }

  /** 1/A, whatever the step. */
  @Test
  void aGaussianHasNoBias() {
    GaussianReference right = reference(20, 160, 760, 1160);
    assertThat(wrong(right, 1, 1, exact())).isEmpty();
  }

  /** Power: noise times 1.1 is found in every direction. */
  @Test
  void noiseThatIsTooLargeIsFound() {
    GaussianReference right = reference(20, 160, 760, 1160);
    assertThat(wrong(right, 1, 1.1, exact())).containsExactly(0, 1, 2, 3);
  }

  /** And about one that is half or twice as stiff. */
  @Test
  void norHasAnotherReference() {
    assertThat(wrong(reference(80, 60, 360, 2360), 0.5, 1, exact())).isEmpty();
  }

  /** And about one whose directions have to do with each other, which those of the law do not. */
  @Test
  void norHasOneWithCommonDirections() {
    double[][] along = {{.5, .5, .5, .5}, {.5, -.5, .5, -.5}};
    for (double noise : new double[] {1, 1.1}) {
      GaussianReference coupled =
          CoupledReferences.of(
              GAMMA,
              4,
              new double[] {20, 160, 760, 1160},
              new double[] {1, 4},
              along,
              KERNELS,
              Precision.FLOAT64);
      assertThat(wrong(coupled, 0.5, noise, exact()))
          .isEqualTo(noise == 1 ? List.of() : List.of(0, 1, 2, 3));
    }
  }

  /**
   * About a reference of tensors from 400 gradients, which is right to a tenth: what a step of 0.05
   * adds is far below what can be seen. Noise times 1.1 is found.
   */
  @Test
  void aReferenceOfTensorsKeepsTheLaw() {
    double[] curvatures = Arrays.stream(PRECISIONS).map(a -> (a - GAMMA) / N_BETA).toArray();
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = new Quadratic(curvatures, N_BETA, GAMMA).tensors(KERNELS)) {
      double[][] positions = {shared.posterior().centre()};
      GaussianReference found =
          new TensorReference(shared, KERNELS, workers, 3, 0).at(positions, 0, 0);
      GaussianReference.Hold hold = found.hold();
      assertThat(wrong(found, 0.05, 1, exact())).isEmpty();
      assertThat(wrong(found, 0.05, 1.1, exact())).containsExactly(0, 1, 2, 3);
      hold.close();
    }
  }

  /**
   * The noise of batches adds what is foreseen: half the variance that the linear recursion has
   * beyond 1 at M = A = 1, where a kick brings e^2 times the noise.
   */
  @Test
  void noiseHeatsAsForeseen() {
    double noise = 3;
    double heat = 0.02;
    double step = new SplitSghmc(1, 0.1, Optional.empty()).stepOfHeat(heat, noise);
    double e = Math.sqrt(step);
    double keep = Math.exp(-0.1);
    double xx = 0;
    double xv = 0;
    double vv = 0;
    for (int i = 0; i < 20_000; i++) {
      vv += e * e * (xx + noise) - 2 * e * xv;
      xv -= e * xx;
      for (int half = 0; half < 2; half++) {
        xx += e * xv + e * e / 4 * vv;
        xv += e / 2 * vv;
        if (half == 0) {
          xv *= keep;
          vv = keep * keep * vv + 1 - keep * keep;
        }
      }
    }
    assertThat((xx - 1) / 2 / heat).isCloseTo(1, within(0.01));
  }
}
