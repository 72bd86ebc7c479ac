package org.cusp.estimate.llc.colder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.clock.Deadline;
import org.cusp.estimate.llc.Lambda;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.LlcEstimator.Outcome;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;

/** On deep linear networks, whose coefficients are exact (Aoyagi 2024). */
class ColderDrawsTest {
  private static final KernelProvider KERNELS = KernelProvider.best();
  private static final LlcSpec SETTINGS = LlcSpec.defaults(3).until(0.04, 60);

  private static Target problem(String text) {
    return Target.ofProblem(text, 3);
  }

  private static double[] truth(Target target) {
    return target.truth().orElseThrow();
  }

  private static Outcome plain(Target target, LlcSpec settings) {
    try (Workers workers = new Workers(1)) {
      return new LlcEstimator(settings, KERNELS, workers)
          .estimate(target, truth(target), Deadline.never(), Progress.NONE);
    }
  }

  private static Outcome colder(Outcome plain, Target target, LlcSpec settings, double seconds) {
    try (Workers workers = new Workers(1)) {
      return new ColderDraws(KERNELS, workers)
          .beside(plain, target, truth(target), settings, Deadline.after(seconds));
    }
  }

  private static Lambda lambda(Outcome outcome) {
    return outcome.llc().lambda().orElseThrow();
  }

  /** A gamma of 3000 holds a part of it; what is found colder is what a run there alone finds. */
  @Test
  void whatGammaHoldsIsFoundAtColderTemperatures() {
    Target target = problem("dln:widths=5x5x5,rank=2,n=10000,noise=0");
    LlcSpec settings = SETTINGS.withGamma(3000);
    Outcome plain = plain(target, settings);
    Outcome outcome = colder(plain, target, settings, 1000);
    Lambda before = lambda(plain);
    Lambda found = lambda(outcome);
    double nBeta = plain.draws().posterior().nBeta();
    Lambda alone = lambda(plain(target, settings.withNBeta(100 * nBeta).withSeed(4)));
    assertThat(found.temperatures().seen()).hasSize(3);
    assertThat(found.temperatures().seen().get(0).value()).isEqualTo(before.value());
    Lambda.At coldest = found.temperatures().seen().get(2);
    assertThat(coldest.nBeta()).isCloseTo(100 * nBeta, within(1e-9 * nBeta));
    assertThat(coldest.value())
        .isCloseTo(alone.value(), within(4 * Math.hypot(coldest.se(), alone.se())));
    assertThat(before.value()).isLessThan(coldest.value() - 4 * before.se());
    assertThat(found.nBeta()).isGreaterThan(nBeta);
    // The LLC itself, its verdict and its draws are those of before.
    assertThat(outcome.llc().estimate()).isEqualTo(plain.llc().estimate());
    assertThat(outcome.llc().verdict()).isEqualTo(plain.llc().verdict());
    assertThat(outcome.draws()).isSameAs(plain.draws());
  }

  /** With noise nothing is colder than the posterior; a replay makes the same draws. */
  @Test
  void withNoiseThePosteriorIsTheColdest() {
    Target target = problem("dln:widths=8x6x8,rank=2,n=100000");
    Outcome plain = plain(target, SETTINGS);
    Outcome outcome = colder(plain, target, SETTINGS, 1000);
    Lambda found = lambda(outcome);
    assertThat(found.temperatures().seen())
        .extracting(Lambda.At::nBeta)
        .last()
        .isEqualTo(100_000.0);
    assertThat(found.temperatures().seen()).hasSize(2);
    double[] before = lambda(plain).ci95(1);
    double[] after = found.ci95(1);
    assertThat(after[1] - after[0]).isLessThan(0.6 * (before[1] - before[0]));
    try (Workers workers = new Workers(2)) {
      Outcome again = new ColderDraws(KERNELS, workers).replay(plain, target, truth(target), 1);
      assertThat(lambda(again)).isEqualTo(found);
    }
  }

  /** Nor where draws or a temperature were asked for, or there is no time. */
  @Test
  void nothingIsDoneWhereItIsNotAskedForOrTooDear() {
    Target target = problem("dln:widths=5x4x5,rank=2,n=10000");
    LlcSpec draws = SETTINGS.edit().draws(60).build();
    Outcome plain = plain(target, draws);
    assertThat(colder(plain, target, draws, 1000)).isSameAs(plain);
    assertThat(colder(plain, target, SETTINGS.withNBeta(500), 1000)).isSameAs(plain);
    assertThat(colder(plain, target, SETTINGS, 1e-3)).isSameAs(plain);
    try (Workers workers = new Workers(1)) {
      assertThat(new ColderDraws(KERNELS, workers).replay(plain, target, truth(target), 0))
          .isSameAs(plain);
    }
  }
}
