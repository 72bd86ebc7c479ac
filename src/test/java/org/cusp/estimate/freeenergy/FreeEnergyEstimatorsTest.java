package org.cusp.estimate.freeenergy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.HarmonicLadder;
import org.cusp.estimate.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three estimators of A against its closed form on exactly drawn energies. */
class FreeEnergyEstimatorsTest {
  private static final int SEEDS = 200;

  private static final BiFunction<TemperedEnergies, BlockJackknife, BlockJackknife.Statistics>
      MBAR =
          (draws, blocks) ->
              new Mbar(draws, blocks, EnergyGroups.of(draws, blocks, 512), draws.last());

  private static final List<BiFunction<TemperedEnergies, BlockJackknife, BlockJackknife.Statistics>>
      ALL = List.of(MBAR, SteppingStone::new, ThermodynamicIntegration::new);

  private static Estimate measured(
      BiFunction<TemperedEnergies, BlockJackknife, BlockJackknife.Statistics> estimator,
      TemperedEnergies draws) {
    BlockJackknife blocks = BlockJackknife.of(draws.chains(), draws.draws());
    return blocks.of(estimator.apply(draws, blocks))[0];
  }

  /** Each within 4 standard errors, which no more than one in 15 000 runs misses; errors small. */
  @ParameterizedTest
  @CsvSource({"3, 1e2, 8", "3, 1e5, 12", "10, 1e3, 12", "10, 1e5, 20"})
  void closedForm(int dimension, double stiffness, int rungs) {
    HarmonicLadder law = new HarmonicLadder(dimension, stiffness, 1e4, 0);
    TemperedEnergies draws = law.draws(law.ladder(rungs), 8, 500, 1);
    for (var estimator : ALL) {
      Estimate found = measured(estimator, draws);
      assertThat(found.se()).isPositive().isLessThan(0.1);
      assertThat(found.value()).isCloseTo(law.a(1), within(4 * found.se()));
    }
  }

  /**
   * The nominal 95% over {@value #SEEDS} seeds: between 90% and 98.5% but for one false alarm in
   * 500 (binomial), also where draws are correlated over several steps.
   */
  @ParameterizedTest
  @CsvSource({"3, 0.8", "10, 0"})
  void coverage(int dimension, double correlation) {
    HarmonicLadder law = new HarmonicLadder(dimension, 1000, 0, correlation);
    double[] ladder = law.ladder(dimension == 3 ? 6 : 8);
    int[] covered = new int[ALL.size()];
    int[] coveredWrong = new int[ALL.size()];
    for (int seed = 0; seed < SEEDS; seed++) {
      TemperedEnergies draws = law.draws(ladder, 8, correlation == 0 ? 60 : 160, seed);
      TemperedEnergies wrong = times(draws, 1.1);
      for (int i = 0; i < ALL.size(); i++) {
        covered[i] += covers(measured(ALL.get(i), draws), law.a(1));
        coveredWrong[i] += covers(measured(ALL.get(i), wrong), law.a(1));
      }
    }
    assertThat(Arrays.stream(covered)).allMatch(count -> count >= 180 && count <= 198);
    // Energies that are 10% too large.
    assertThat(Arrays.stream(coveredWrong)).allMatch(count -> count < 100);
  }

  private static int covers(Estimate found, double exact) {
    return Math.abs(found.value() - exact) <= 1.96 * found.se() ? 1 : 0;
  }

  private static TemperedEnergies times(TemperedEnergies draws, double factor) {
    return new TemperedEnergies(
        draws.betas(),
        Arrays.stream(draws.energy())
            .map(rung -> Series.map(rung, e -> factor * e))
            .toArray(double[][][]::new));
  }

  @Test
  void mbarSolvesItsEquationsAndStatesMeanAndVarianceBetweenRungs() {
    HarmonicLadder law = new HarmonicLadder(3, 1e4, 7, 0);
    TemperedEnergies draws = law.draws(law.ladder(10), 8, 1000, 5);
    BlockJackknife blocks = BlockJackknife.of(8, 1000);
    Mbar mbar = new Mbar(draws, blocks, 0.003, 0.2);
    assertThat(mbar.residual()).isLessThan(1e-9);
    Estimate[] stated = blocks.of(mbar);
    double[] exact = {
      law.a(0.003), law.meanEnergy(0.003), law.variance(0.003),
      law.a(0.2), law.meanEnergy(0.2), law.variance(0.2)
    };
    for (int i = 0; i < exact.length; i++) {
      assertThat(stated[i].value()).isCloseTo(exact[i], within(4 * stated[i].se()));
      assertThat(stated[i].se()).isPositive();
    }
  }

  @Test
  void groupingDoesNotMatter() {
    HarmonicLadder law = HarmonicLadder.independent(3, 1e4);
    TemperedEnergies draws = law.draws(law.ladder(8), 4, 1500, 9);
    BlockJackknife blocks = BlockJackknife.of(4, 1500);
    EnergyGroups every = EnergyGroups.of(draws, blocks, Integer.MAX_VALUE);
    assertThat(every.size()).isEqualTo(8 * 4 * 1500);
    double exactly = new Mbar(draws, blocks, every, 1).all()[0];
    EnergyGroups few = EnergyGroups.of(draws, blocks, 1000);
    assertThat(new Mbar(draws, blocks, few, 1).all()[0]).isCloseTo(exactly, within(2e-4));
  }

  /** A prior under which energies overflow to infinity, and one without a mean. */
  @Test
  void thePriorsEnergiesNeedNoMean() {
    HarmonicLadder law = HarmonicLadder.independent(3, 100);
    TemperedEnergies draws = law.draws(law.ladder(8), 8, 400, 3);
    double[][] prior = Series.map(draws.energy()[0], e -> e > 250 ? Double.POSITIVE_INFINITY : e);
    draws.energy()[0] = prior;
    for (var estimator : ALL) {
      Estimate found = measured(estimator, draws);
      assertThat(found.value()).isCloseTo(law.a(1), within(4 * found.se()));
    }
  }
}
