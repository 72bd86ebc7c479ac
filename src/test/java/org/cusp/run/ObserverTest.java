package org.cusp.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.observer.DrawTable;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.Rung;
import org.cusp.run.replica.TemperedChains;
import org.cusp.sampler.Hmc;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private static final int CHAINS = 3;
  private static final KernelProvider KERNELS = KernelProvider.best();

  private static Posterior posterior() {
    Target target = Target.ofProblem("monomial:powers=1x2,n=30", 4);
    return new Posterior(target.model(), target.train(), new double[] {0.3, -0.4}, 30, 1);
  }

  /** Loss differences at every temperature by formula: mean (f(w) x - y)^2 / 2 sigma^2. */
  private static double loss(double[] w, Posterior posterior) {
    double[] x = posterior.data().x();
    double[] y = ((org.cusp.data.Targets.Values) posterior.data().targets()).values();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double residual = y[i] - w[0] * w[1] * w[1] * x[i];
      sum += residual * residual / 2;
    }
    return sum / x.length;
  }

  private static double[][][] tempered(int threads) {
    Posterior posterior = posterior();
    DrawTable table = new DrawTable(9, CHAINS);
    Observer observer =
        (pass, firstChain) -> {
          List<Double> row = new ArrayList<>();
          return draw -> {
            assertThat(draw.rungs()).isEqualTo(3);
            double[] w = draw.parameters(0);
            double expected = loss(w, posterior) - loss(posterior.centre(), posterior);
            assertThat(draw.deltaLoss(0)).isCloseTo(expected, offset());
            assertThat(draw.beta()).isEqualTo(List.of(0.0, 0.2, 1.0).get(draw.rung()));
            assertThat(Double.isNaN(draw.acceptance(0))).isEqualTo(draw.rung() == 0);
            row.addAll(List.of(draw.deltaLoss(0), w[0], w[1]));
            if (draw.isColdest()) {
              double[] all = row.stream().mapToDouble(Double::doubleValue).toArray();
              table.put(firstChain, draw.number(), all);
              row.clear();
            }
          };
        };
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers);
        TemperedChains chains = new TemperedChains(shared, CHAINS, 9, KERNELS, workers, observer)) {
      chains.prior(20);
      chains.open(0.2);
      chains.settle(new Rung(0.2, new Hmc(0.2, 0.6)));
      chains.open(1);
      chains.settle(new Rung(1, new Hmc(0.1, 0.5)));
      chains.sweep(3);
      chains.record();
      chains.sweep(25);
      double[][][] seen = columns(table, 9, 25);
      for (int rung = 0; rung < 3; rung++) {
        assertThat(chains.draws().energy()[rung][1][7]).isEqualTo(30 * seen[3 * rung][1][7]);
      }
      return seen;
    }
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.api.Assertions.within(1e-9);
  }

  private static double[][][] columns(DrawTable table, int columns, int draws) {
    double[][][] all = new double[columns][][];
    for (int column = 0; column < columns; column++) {
      all[column] = table.column(column, 0, draws);
    }
    return all;
  }

  @Test
  void everyTemperatureIsSeenWithItsOwnParametersOnAnyNumberOfThreads() {
    assertThat(tempered(1)).isDeepEqualTo(tempered(3));
  }

  /** Whoever comes later sees the draws from then on, under their numbers in the chain. */
  @Test
  void plainChainsNumberTheirDrawsFromTheirStart() {
    Posterior posterior = posterior();
    DrawTable table = new DrawTable(1, CHAINS);
    try (Workers workers = new Workers(2);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior, Precision.FLOAT64, KERNELS, workers);
        LiveChains chains =
            new LiveChains(
                shared,
                new Hmc(0.1, 0.5),
                CHAINS,
                new BatchPlan(2, posterior.n(), posterior.n()),
                KERNELS,
                workers)) {
      chains.draw(300, 1);
      chains.watchedBy(
          (pass, first) ->
              draw -> table.put(first, draw.number(), draw.deltaLoss(0) * posterior.nBeta()));
      chains.draw(2, 1);
      double[][] seen = table.column(0, 299, 302);
      for (int chain = 0; chain < CHAINS; chain++) {
        assertThat(seen[chain][0]).isNaN();
        assertThat(seen[chain][1]).isEqualTo(chains.energy()[chain][300]);
        assertThat(seen[chain][2]).isEqualTo(chains.energy()[chain][301]);
      }
      assertThat(table.column(0, 301, 400)[0][98]).isNaN();
    }
  }
}
