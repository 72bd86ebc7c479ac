package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.replica.KernelTrial;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Ended;
import org.cusp.state.StateFile;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ladders whose replicas move about references. On a linear regression of 8 examples, each on an
 * axis of its own of 260, the mean energy at every temperature is known as in {@link
 * TemperedRunTest}; all other directions are the prior's.
 */
class LadderMovesTest {
  private static final int SIZE = 260;
  private static final int STIFF = 8;
  private static final double GAMMA = 2;
  private static final double N_BETA = 300;
  private static final KernelProvider KERNELS = KernelProvider.best();

  /** The second derivative of L_n along an axis that has an example. */
  private static double curvature(int axis) {
    return 5 + 9 * axis;
  }

  private static Posterior posterior() {
    double[] x = new double[STIFF * SIZE];
    for (int i = 0; i < STIFF; i++) {
      x[i * SIZE + i] = Math.sqrt(STIFF * curvature(i));
    }
    DataSet data = new DataSet("axes", STIFF, SIZE, x, new Targets.Values(new double[STIFF], 1));
    DeepLinearNetwork model =
        new DeepLinearNetwork(List.of(SIZE, 1), new Likelihood.Gaussian(1, 1));
    return new Posterior(model, data, new double[SIZE], N_BETA, GAMMA);
  }

  private static TemperedDraws draws(int chains, int draws, int threads, Progress progress) {
    TemperingSpec settings =
        new TemperingSpec(chains, OptionalInt.of(draws), TemperingSpec.defaults(1).budget(), 4);
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared =
            PosteriorTensors.of(posterior(), Precision.FLOAT64, KERNELS, workers)) {
      return new TemperedRun(settings, KERNELS, workers)
          .sample(
              shared,
              some -> {
                throw new AssertionError("the number of draws is given");
              },
              progress);
    }
  }

  private static double meanEnergy(double beta) {
    return IntStream.range(0, STIFF)
        .mapToDouble(LadderMovesTest::curvature)
        .map(h -> STIFF * h / (2 * (STIFF * beta * h + GAMMA)))
        .sum();
  }

  private static double score(double[][] energy, double beta) {
    return (Moments.mean(energy) - meanEnergy(beta)) / Mcse.mean(energy);
  }

  @Test
  void whereFewDirectionsAreStiffReplicasMoveAboutThem() {
    TemperedDraws draws = draws(8, 150, 2, Progress.NONE);
    int rungs = draws.betas().length - 1;
    assertThat(draws.moves().kernels().get("split-hmc")).isGreaterThan(rungs / 2);
    assertThat(draws.moves().describe()).contains("split-hmc", "effective energies");
    List<KernelTrial> trials = draws.moves().trials();
    assertThat(trials).hasSizeGreaterThan(2);
    for (int i = 1; i < trials.size(); i++) {
      assertThat(trials.get(i).beta()).isGreaterThan(4 * trials.get(i - 1).beta());
    }
    // 4 standard errors at about 15 rungs: 1 false alarm in 1,000 seeds.
    for (int k = 0; k < draws.betas().length; k++) {
      double[][] energy = draws.energy()[k];
      assertThat(Ess.bulk(energy)).isGreaterThan(400);
      assertThat(Math.abs(score(energy, draws.betas()[k]))).as("rung %d", k).isLessThan(4);
    }
    assertThat(Math.abs(score(draws.coldest(), 1.15 * draws.posterior().beta()))).isGreaterThan(4);
  }

  @Test
  void threadsAndStopsChangeNothing(@TempDir Path folder) {
    String expected = bits(draws(2, 20, 1, Progress.NONE));
    assertThat(bits(draws(2, 20, 2, Progress.NONE))).isEqualTo(expected);
    Ended ended = Ended.in(folder);
    for (int turns : new int[] {3, 40, 90, 300}) {
      assertThatThrownBy(() -> draws(2, 20, 2, ended.at(turns))).isInstanceOf(Stopped.class);
    }
    StateFile state = StateFile.read(ended.file());
    assertThat(bits(draws(2, 20, 1, ended.at(0)))).isEqualTo(expected);
    assertThat(state.numbers().remove("replicas/references/reference0/nBeta")).isNotNull();
    state.write(ended.file());
    assertThat(bits(draws(2, 20, 1, ended.at(0)))).isNotEqualTo(expected);
  }

  private static String bits(TemperedDraws draws) {
    int energies = Arrays.deepHashCode(draws.energy());
    return energies + " " + draws.moves() + " " + draws.gradientEvaluations();
  }
}
