package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.model.LayerNetwork;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.model.likelihood.PerPosition.Datum;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where a datum is a position, temperatures go by all of them. y_t = w x_t, w* = 1/2 exact: with c
 * data, L_n(w) = h (w - w*)^2 / 2 and h the mean square of x (its sum over positions where
 * sequences count whole), the energy at beta has mean c h / (2 (c beta h + gamma)).
 */
class TokenTemperaturesTest {
  private static final int N = 20;
  private static final int T = 3;
  private static final double GAMMA = 1;
  private static final KernelProvider KERNELS = KernelProvider.best();

  private static final EnoughDraws NEVER =
      draws -> {
        throw new AssertionError("the number of draws is given");
      };

  private static DataSet data() {
    double[] x = new double[N * T];
    double[] y = new double[N * T];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 2 == 0 ? 2 : -2;
      y[i] = x[i] / 2;
    }
    return new DataSet("line", N, new Shape(List.of(T, 1)), x, new Targets.Values(y, T));
  }

  private static LayerNetwork model(Datum datum) {
    return new LayerNetwork(
        new Shape(List.of(T, 1)),
        Layers.read("", "layers.", List.of(Map.of("dense", Map.of("outputs", 1, "bias", false)))),
        new PerPosition(new Likelihood.Gaussian(1, 1), T, datum));
  }

  @ParameterizedTest
  @EnumSource(Datum.class)
  void energiesAreThoseOfEveryTemperature(Datum datum) {
    int count = datum == Datum.TOKEN ? N * T : N;
    double h = datum == Datum.WHOLE ? 4 * T : 4;
    Posterior posterior = new Posterior(model(datum), data(), new double[] {0.5}, count, GAMMA);
    TemperingSpec settings = TemperingSpec.defaults(5).withDraws(600);
    try (Workers workers = new Workers(1);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers)) {
      TemperedDraws draws =
          new TemperedRun(settings, KERNELS, workers)
              .sample(shared, NEVER, Observer.NONE, Progress.NONE);
      double[] betas = draws.betas();
      assertThat(betas[betas.length - 1]).isEqualTo(1);
      for (int k = 0; k < betas.length; k++) {
        double[][] energy = draws.energy()[k];
        assertThat(Ess.bulk(energy)).isGreaterThan(400);
        assertThat(Moments.mean(energy))
            .isCloseTo(
                count * h / (2 * (count * betas[k] * h + GAMMA)), within(4.5 * Mcse.mean(energy)));
      }
    }
  }
}
