package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.clock.Ticks;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.run.Progress;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/**
 * Replica exchange on a quadratic, where all is known: at beta the energy has mean sum_i n h_i / (2
 * (n beta h_i + gamma)), and F = (1/2) sum_i ln(1 + n beta h_i / gamma). All seeds are fixed.
 */
class TemperedRunTest {
  private static final double GAMMA = 2;
  private static final double N_BETA = 60;
  private static final double[] CURVATURES = {0.5, 1, 3, 10, 40, 100};
  private static final int N = CURVATURES.length;
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final EnoughDraws NEVER =
      draws -> {
        throw new AssertionError("the number of draws is given");
      };

  private static TemperedDraws draws(int draws, int threads, Observer observer) {
    TemperingSpec settings = TemperingSpec.defaults(5).withDraws(draws);
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared = new Quadratic(CURVATURES, N_BETA, GAMMA).tensors(KERNELS)) {
      return new TemperedRun(settings, KERNELS, workers)
          .sample(shared, NEVER, observer, Progress.NONE);
    }
  }

  private static double meanEnergy(double beta) {
    return Arrays.stream(CURVATURES).map(h -> N * h / (2 * (N * beta * h + GAMMA))).sum();
  }

  /** Standard errors between the mean energy of a rung and the exact one at {@code beta}. */
  private static double score(double[][] energy, double beta) {
    return (Moments.mean(energy) - meanEnergy(beta)) / Mcse.mean(energy);
  }

  @Test
  void everyTemperatureHasItsOwnLaw() {
    TemperedDraws draws = draws(1500, 2, Observer.NONE);
    double[] betas = draws.betas();
    assertThat(betas[0]).isZero();
    assertThat(betas[betas.length - 1]).isEqualTo(N_BETA / N);
    for (int k = 0; k < betas.length; k++) {
      double[][] energy = draws.energy()[k];
      assertThat(Ess.bulk(energy)).isGreaterThan(1000);
      // 4 standard errors at about 10 rungs: 1 false alarm in 1,600 seeds.
      assertThat(Math.abs(score(energy, betas[k]))).as("rung %d", k).isLessThan(4);
    }
    double[][] coldest = draws.coldest();
    assertThat(Math.abs(score(coldest, 1.15 * draws.posterior().beta()))).isGreaterThan(4);
  }

  @Test
  void theLadderIsEvenAndCarriesStatesFromThePrior() {
    TemperedDraws draws = draws(400, 2, Observer.NONE);
    // By design 0.55 for normal energies; those near a prior are skewed.
    int last = draws.swapAcceptance().length - 1;
    for (int k = 0; k < last; k++) {
      assertThat(draws.swapAcceptance()[k]).isBetween(0.3, 0.75);
    }
    assertThat(Arrays.stream(draws.arrivals()).min().orElseThrow()).isPositive();
    for (int k = 1; k < draws.acceptance().length; k++) {
      assertThat(draws.acceptance()[k]).isBetween(0.7, 0.99);
    }
  }

  @Test
  void freeEnergyIsThatOfTheQuadratic() {
    TemperedDraws draws = draws(1500, 2, Observer.NONE);
    double exact = Arrays.stream(CURVATURES).map(h -> Math.log1p(N_BETA * h / GAMMA) / 2).sum();
    double[] each = IntStream.range(0, draws.chains()).mapToDouble(c -> stones(draws, c)).toArray();
    double mean = Arrays.stream(each).average().orElseThrow();
    double squares = Arrays.stream(each).map(x -> (x - mean) * (x - mean)).sum();
    double se = Math.sqrt(squares / (each.length * (each.length - 1.0)));
    // Student's t with 7 degrees of freedom exceeds 4 in 1 of 200 seeds.
    assertThat(Math.abs(mean - exact)).isLessThan(4 * se);
    assertThat(se).isLessThan(0.05);
  }

  /** The stepping stones of one chain: W. Xie et al., Syst. Biol. 60 (2011) 150. */
  private static double stones(TemperedDraws draws, int chain) {
    double sum = 0;
    for (int k = 0; k + 1 < draws.betas().length; k++) {
      double distance = draws.betas()[k + 1] - draws.betas()[k];
      double[] energy = draws.energy()[k][chain];
      sum -= Math.log(Arrays.stream(energy).map(e -> Math.exp(-distance * e)).average().orElse(0));
    }
    return sum;
  }

  @Test
  void threadsChangeNothing() {
    TemperedDraws one = draws(30, 1, Observer.NONE);
    TemperedDraws two = draws(30, 2, Observer.NONE);
    assertThat(one.betas()).isEqualTo(two.betas());
    assertThat(one.energy()).isDeepEqualTo(two.energy());
    assertThat(one.arrivals()).isEqualTo(two.arrivals());
  }

  /** Computes the energy of what it sees. */
  private static final class Energies implements Observer {
    private final List<double[]> seen = new ArrayList<>();

    @Override
    public synchronized Watch watch(PosteriorPass pass, int firstChain) {
      assertThat(firstChain).isEqualTo(seen.size());
      double[] energies = new double[40];
      seen.add(energies);
      return draw -> {
        double[] w = draw.parameters(0);
        for (int i = 0; i < N && draw.isColdest(); i++) {
          double distance = w[i] - pass.posterior().centre()[i];
          energies[draw.number()] += N * CURVATURES[i] * distance * distance / 2;
        }
      };
    }
  }

  @Test
  void theObserverSeesTheColdestReplicas() {
    Energies energies = new Energies();
    TemperedDraws draws = draws(40, 2, energies);
    for (int chain = 0; chain < draws.chains(); chain++) {
      for (int draw = 0; draw < draws.draws(); draw++) {
        double expected = draws.coldest()[chain][draw];
        double seen = energies.seen.get(chain)[draw];
        assertThat(Math.abs(seen - expected)).isLessThan(1e-9 * (1 + expected));
      }
    }
  }

  @Test
  void aPriorThatIsNoneIsRefused() {
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = new Quadratic(CURVATURES, N_BETA, 0).tensors(KERNELS)) {
      TemperedRun run = new TemperedRun(TemperingSpec.defaults(1), KERNELS, workers);
      assertThatThrownBy(() -> run.sample(shared, NEVER, Progress.NONE))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("gamma");
    }
  }

  private static TemperedDraws inTime(Ticks ticks, double seconds) {
    try (Workers workers = new Workers(1);
        PosteriorTensors shared = new Quadratic(CURVATURES, N_BETA, GAMMA).tensors(KERNELS)) {
      return new TemperedRun(TemperingSpec.defaults(1), KERNELS, workers)
          .sample(
              shared.within(Deadline.after(ticks, seconds)),
              draws -> new StoppingRule.State(0, 1, 2),
              Progress.NONE);
    }
  }

  @Test
  void aTimeTooShortForALadderSaysWhatIsKnown() {
    for (int seconds : new int[] {1, 100, 3000, 10_000}) {
      Ticks ticks = new Ticks();
      OutOfTime end = catchThrowableOfType(OutOfTime.class, () -> inTime(ticks, seconds));
      assertThat(ticks.count()).isLessThan(seconds + 20L);
      assertThat(end.known().top()).isEqualTo(N_BETA / N);
      assertThat(end.known().lossAtCentre()).isCloseTo(Math.log(2 * Math.PI) / 2, within(1e-12));
      List<OutOfTime.Reached> rungs = end.known().rungs();
      for (OutOfTime.Reached rung : rungs) {
        // 128 draws that have not forgotten the rung before: a factor of 2 says that it is there.
        assertThat(rung.energy() / meanEnergy(rung.beta())).isBetween(0.4, 2.5);
      }
      if (seconds == 10_000) {
        assertThat(rungs).hasSizeGreaterThan(2);
        assertThat(end.getMessage()).contains("temperatures").contains("needed");
      }
    }
  }

  /** A sweep is not begun that would not end in time, so that every draw counts. */
  @Test
  void aTimeThatEndsTheSamplingIsKept() {
    Ticks ticks = new Ticks();
    int seconds = 120_000;
    TemperedDraws draws = inTime(ticks, seconds);
    assertThat(draws.draws()).isGreaterThanOrEqualTo(16);
    assertThat(ticks.count()).isBetween(seconds * 9L / 10, (long) (1.08 * seconds) + 20);
  }
}
