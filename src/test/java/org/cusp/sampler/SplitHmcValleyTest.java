package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** Split HMC on a posterior that no reference is like. */
class SplitHmcValleyTest {
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final double HALF = Math.sqrt(0.5);

  /**
   * A posterior far from Gaussian, exp(-nBeta (w2 w1 - 1)^2 / 2 - gamma |w - (1, 1)|^2 / 2), whose
   * mean energy comes from a sum over a grid of 2401^2 points.
   */
  @Test
  void aValleyHasTheEnergyOfQuadrature() {
    double gamma = 2;
    double nBeta = 60;
    DataSet one =
        new DataSet("one", 1, 1, new double[] {1}, new Targets.Values(new double[] {1}, 1));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(1, 1, 1), new Likelihood.Gaussian(1, 1));
    Posterior posterior = new Posterior(model, one, new double[] {1, 1}, nBeta, gamma);
    QuadraticChains run = new QuadraticChains(3, 4, 500, 20_000);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers)) {
      double[][] energies = new double[4][20_000];
      double[] across = {HALF, HALF};
      Slab v = Slab.row(KERNELS.memory(), Precision.FLOAT64, across);
      SplitHmc sampler =
          new SplitHmc(
              0.35,
              1.8,
              Optional.of(
                  GaussianReference.of(gamma, new double[] {120}, MatrixStack.of(v, 0, 1, 2))));
      QuadraticChains.Start recording =
          (pass, noise) -> recording(sampler.start(pass, noise), energies, 500);
      double[][][] squares = run.squares(recording, shared);
      double[] exact = quadrature(nBeta, gamma);
      assertThat(Ess.mean(energies)).isGreaterThan(400);
      assertThat(nBeta * Moments.mean(energies))
          .isCloseTo(exact[0], within(4.5 * nBeta * Mcse.mean(energies)));
      assertThat(Moments.mean(squares[0])).isCloseTo(exact[1], within(4.5 * Mcse.mean(squares[0])));
    }
  }

  private static Sampler.Chains recording(Sampler.Chains chains, double[][] into, int burnIn) {
    return new Sampler.Chains() {
      @Override
      public void state(org.cusp.state.State at) {
        // Nobody takes it up.
      }

      @Override
      public StepInfo step(long t) {
        StepInfo info = chains.step(t);
        for (int chain = 0; t >= burnIn && chain < into.length; chain++) {
          into[chain][(int) t - burnIn] = info.deltaLoss(chain);
        }
        return info;
      }

      @Override
      public void close() {
        chains.close();
      }
    };
  }

  /** Means of nBeta (w2 w1 - 1)^2 / 2 and (w1 - 1)^2, on [-6, 6]^2. */
  private static double[] quadrature(double nBeta, double gamma) {
    double[] sums = new double[3];
    for (int i = 0; i <= 2400; i++) {
      for (int j = 0; j <= 2400; j++) {
        double a = -6 + i * 0.005;
        double b = -6 + j * 0.005;
        double energy = nBeta / 2 * (a * b - 1) * (a * b - 1);
        double weight = Math.exp(-energy - gamma / 2 * ((a - 1) * (a - 1) + (b - 1) * (b - 1)));
        sums[0] += weight;
        sums[1] += weight * energy;
        sums[2] += weight * (a - 1) * (a - 1);
      }
    }
    return new double[] {sums[1] / sums[0], sums[2] / sums[0]};
  }
}
