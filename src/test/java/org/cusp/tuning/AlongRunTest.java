package org.cusp.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Quadratic;
import org.cusp.run.Draws;
import org.cusp.run.Progress;
import org.cusp.run.WarmStart;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chains along a path of quadratics whose curvatures and localisation change from one to the next,
 * so that every LLC is known: half the sum of nBeta h / (nBeta h + gamma).
 */
class AlongRunTest {
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final int STEPS = 5;
  private static final double N_BETA = 100;

  private static Quadratic at(double step) {
    double growth = 1 + 0.15 * step;
    return new Quadratic(
        new double[] {0.6 * growth, 0.05 * growth, 0.01, 0}, N_BETA, 4 - 0.3 * step);
  }

  private static double exact(int step) {
    Quadratic loss = at(step);
    double sum = 0;
    for (double h : loss.curvatures()) {
      sum += N_BETA * h / (N_BETA * h + loss.gamma()) / 2;
    }
    return sum;
  }

  private static AlongRun.Drawn at(int step, Optional<Before> before, String sampler, int threads) {
    return at(at(step), step, before, sampler, threads);
  }

  private static AlongRun.Drawn at(
      Quadratic loss, int step, Optional<Before> before, String sampler, int threads) {
    LlcSpec settings = LlcSpec.defaults(4).edit().draws(1400).burnIn(100).build();
    try (Workers workers = new Workers(threads);
        PosteriorTensors shared = loss.tensors(KERNELS)) {
      MetropolisRun run = new MetropolisRun(settings, Samplers.parse(sampler), 1, KERNELS, workers);
      return new AlongRun(run, step, before)
          .sample(shared, 8, OptionalDouble.empty(), Progress.NONE);
    }
  }

  /** Quadratics this far from each other. */
  private static List<AlongRun.Drawn> path(String sampler, double stride) {
    List<AlongRun.Drawn> path = new ArrayList<>();
    Optional<Before> before = Optional.empty();
    for (int step = 0; step < STEPS; step++) {
      AlongRun.Drawn drawn = at(at(stride * step), step, before, sampler, 1);
      before = Optional.of(new Before(step, drawn.start().orElseThrow()));
      path.add(drawn);
    }
    return path;
  }

  private static double[][] energies(AlongRun.Drawn drawn) {
    double[][] kept = drawn.drawn().draws().keptDeltaLoss();
    for (double[] row : kept) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= N_BETA;
      }
    }
    return kept;
  }

  /**
   * Levels within 4.5 and changes within 4.5 of their own errors: of the 9 numbers of a sampler one
   * is beyond by chance once in 16,000 times; the seed is fixed.
   */
  @ParameterizedTest
  @ValueSource(strings = {"hmc", "mala", "barker", "split-hmc"})
  void levelsAndChangesAreExactWithinTheirErrors(String sampler) {
    List<AlongRun.Drawn> path = path(sampler, 1.0);
    for (int step = 0; step < STEPS; step++) {
      double[][] level = energies(path.get(step));
      assertThat(Ess.mean(level)).isGreaterThan(200);
      assertThat(Math.abs(Moments.mean(level) - exact(step))).isLessThan(4.5 * Mcse.mean(level));
      if (step > 0) {
        assertThat(path.get(step).drawn().warmUp().transitions()).isLessThan(200);
        double[][] change = difference(energies(path.get(step - 1)), level);
        double off = Moments.mean(change) - (exact(step) - exact(step - 1));
        assertThat(Math.abs(off)).isLessThan(4.5 * Mcse.mean(change));
      }
    }
  }

  private static double[][] difference(double[][] from, double[][] to) {
    double[][] change = new double[to.length][to[0].length];
    for (int chain = 0; chain < to.length; chain++) {
      for (int draw = 0; draw < to[chain].length; draw++) {
        change[chain][draw] = to[chain][draw] - from[chain][draw];
      }
    }
    return change;
  }

  /** What common random numbers are for; with noise of their own the errors would add up. */
  @Test
  void aChangeHasAFarSmallerErrorThanALevel() {
    List<AlongRun.Drawn> path = path("hmc", 0.1);
    for (int step = 1; step < STEPS; step++) {
      double[][] before = energies(path.get(step - 1));
      double[][] after = energies(path.get(step));
      double independent = Math.hypot(Mcse.mean(before), Mcse.mean(after));
      assertThat(Mcse.mean(difference(before, after))).isLessThan(independent / 3);
      // Of chains that met other noise there is nothing to gain.
      double[][] turned = after.clone();
      turned[0] = after[7];
      for (int chain = 1; chain < after.length; chain++) {
        turned[chain] = after[chain - 1];
      }
      assertThat(Mcse.mean(difference(before, turned))).isGreaterThan(0.6 * independent);
    }
  }

  /** The draws of the checkpoint before do not matter, whether few or many, stored or not. */
  @Test
  void whereChainsBeginDependsOnNoDraws(@TempDir Path folder) {
    AlongRun.Drawn first = at(0, Optional.empty(), "hmc", 1);
    WarmStart start = first.start().orElseThrow();
    start.write(folder.resolve("chains.safetensors"));
    WarmStart read = WarmStart.read(folder.resolve("chains.safetensors"));
    assertThat(read.digest()).isEqualTo(start.digest());
    Draws one = at(1, Optional.of(new Before(0, start)), "hmc", 1).drawn().draws();
    Draws two = at(1, Optional.of(new Before(0, read)), "hmc", 2).drawn().draws();
    assertThat(two.deltaLoss()).isDeepEqualTo(one.deltaLoss());
    // Another start is another run: the line above could fail.
    double[][] elsewhere = start.around(at(0).posterior().centre(), start.gamma());
    elsewhere[0][0] += 0.1;
    WarmStart moved =
        WarmStart.of(start.sampler(), start.gamma(), elsewhere, at(0).posterior().centre());
    assertThat(moved.digest()).isNotEqualTo(start.digest());
    Draws other = at(1, Optional.of(new Before(0, moved)), "hmc", 1).drawn().draws();
    assertThat(other.deltaLoss()[0]).isNotEqualTo(one.deltaLoss()[0]);
  }

  /** Far from what the settings were found for, a warm-up finds others. */
  @Test
  void settingsThatDoNotFitAreFoundAnew() {
    WarmStart start = at(0, Optional.empty(), "hmc", 1).start().orElseThrow();
    WarmStart coarse =
        new WarmStart(Samplers.parse("hmc:step=5,length=5"), start.gamma(), start.offsets());
    AlongRun.Drawn drawn = at(1, Optional.of(new Before(0, coarse)), "hmc", 1);
    assertThat(drawn.drawn().warmUp().transitions()).isGreaterThan(AlongRun.STEPS);
    assertThat(drawn.drawn().warmUp().stepSize()).isLessThan(1);
    double[][] level = energies(drawn);
    assertThat(Math.abs(Moments.mean(level) - exact(1))).isLessThan(4.5 * Mcse.mean(level));
    // Those that fit are kept, scaled with the localisation.
    AlongRun.Drawn kept = at(1, Optional.of(new Before(0, start)), "hmc", 1);
    assertThat(kept.drawn().warmUp().transitions()).isEqualTo(AlongRun.STEPS);
  }
}
