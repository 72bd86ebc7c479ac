package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Rhat;
import org.cusp.posterior.Quadratic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.ChainStatus;
import org.cusp.run.Draws;
import org.cusp.run.DrawsFile;
import org.cusp.run.RunPlan;
import org.cusp.sampler.Sgld;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator on draws made by hand; nBeta = 50, four parameters. */
class LlcTest {
  private static final double N_BETA = 50;
  private static final int BURN_IN = 2;
  private static final ChainStatus COMPLETE = new ChainStatus.Complete();

  private static Draws draws(double[][] deltaLoss, ChainStatus... status) {
    RunPlan plan =
        new RunPlan(
            new Sgld(0.1),
            deltaLoss.length,
            new RunPlan.Length(BURN_IN, deltaLoss[0].length - BURN_IN, 1),
            4,
            9);
    double[][] distance =
        Arrays.stream(deltaLoss)
            .map(row -> Arrays.stream(row).map(x -> 3 * x).toArray())
            .toArray(double[][]::new);
    return new Draws(
        new Draws.Recorded(
            deltaLoss,
            distance,
            new double[0][],
            List.of(),
            Arrays.stream(deltaLoss).mapToDouble(row -> 1).toArray(),
            List.of(status)),
        plan,
        new Quadratic(new double[] {1, 2, 3, 4}, N_BETA, 1).posterior(),
        0.25,
        new Draws.Spent(deltaLoss.length * (long) deltaLoss[0].length, 0.5));
  }

  /** Independent draws about a mean, after a burn-in that is far off. */
  private static double[] chain(int number, int draws, double mean, double spread) {
    double[] chain = new double[BURN_IN + draws];
    RandomStream.of(8, Purpose.NOISE, number).normals(0, 0, chain, chain.length);
    Arrays.setAll(chain, i -> i < BURN_IN ? 1000 : mean + spread * chain[i]);
    return chain;
  }

  @Test
  void valueIsNBetaTimesTheMeanAfterBurnIn() {
    // Kept: 1, 2, 3, 6 and 2, 4, 3, 3: mean 3, in units of 0.01.
    double[][] deltaLoss = {
      {9, 9, 0.01, 0.02, 0.03, 0.06},
      {9, 9, 0.02, 0.04, 0.03, 0.03}
    };
    Llc llc = Llc.of(draws(deltaLoss, COMPLETE, COMPLETE));
    assertThat(llc.estimate().value()).isCloseTo(50 * 0.03, within(1e-12));
    double[][] kept = {{0.01, 0.02, 0.03, 0.06}, {0.02, 0.04, 0.03, 0.03}};
    assertThat(llc.estimate().se()).isCloseTo(50 * Mcse.mean(kept), within(1e-12));
    assertThat(llc.estimate().rhat()).isEqualTo(Rhat.rankNormalised(kept));
    assertThat(llc.estimate().ess()).isEqualTo(Ess.bulk(kept));
  }

  /** 4,000 independent draws of spread 0.01: the error is 50 0.01 / sqrt(4000) = 0.0079. */
  @Test
  void errorOfIndependentDraws() {
    double[][] deltaLoss =
        IntStream.range(0, 4).mapToObj(k -> chain(k, 1000, 0.03, 0.01)).toArray(double[][]::new);
    Llc llc = Llc.of(draws(deltaLoss, COMPLETE, COMPLETE, COMPLETE, COMPLETE));
    // The error is itself estimated, to about 10 % here; 30 % is three of its standard errors.
    assertThat(llc.estimate().se()).isCloseTo(0.5 / Math.sqrt(4000), within(0.3 * 0.0079));
    assertThat(llc.estimate().value()).isCloseTo(1.5, within(4.5 * 0.0079));
    assertThat(llc.verdict().status()).isEqualTo(Verdict.Status.TRUSTED);
    assertThat(llc.verdict().cautions()).anyMatch(text -> text.contains("bias of sgld"));
    double[] interval = llc.estimate().ci95();
    assertThat(interval[1] - interval[0]).isCloseTo(3.92 * llc.estimate().se(), within(1e-4));
  }

  @Test
  void frozenChainsAreLeftOutAndNamed() {
    double[][] deltaLoss =
        IntStream.range(0, 4).mapToObj(k -> chain(k, 1000, 0.03, 0.01)).toArray(double[][]::new);
    Arrays.fill(deltaLoss[2], 700, deltaLoss[2].length, Double.NaN);
    ChainStatus[] status = {COMPLETE, COMPLETE, new ChainStatus.Frozen(700), COMPLETE};
    Llc llc = Llc.of(draws(deltaLoss, status));
    double[][] others = {deltaLoss[0], deltaLoss[1], deltaLoss[3]};
    Llc without = Llc.of(draws(others, COMPLETE, COMPLETE, COMPLETE));
    assertThat(llc.estimate()).isEqualTo(without.estimate());
    assertThat(llc.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
    assertThat(llc.verdict().reasons()).first().asString().contains("1 of 4 chains", "[2]");
  }

  @Test
  void allChainsFrozenIsNotANumberButAVerdict() {
    double[][] deltaLoss = new double[2][8];
    Llc llc = Llc.of(draws(deltaLoss, new ChainStatus.Frozen(0), new ChainStatus.Frozen(0)));
    assertThat(llc.estimate().value()).isNaN();
    assertThat(llc.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
    assertThat(llc.verdict().reasons())
        .noneMatch(text -> text.contains("NaN") || text.contains("negative"));
  }

  @Test
  void drawsThatDoNotMoveAreRejected() {
    Llc llc = Llc.of(draws(new double[2][8], COMPLETE, COMPLETE));
    assertThat(llc.estimate().value()).isZero();
    assertThat(llc.estimate().se()).isNaN();
    assertThat(llc.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
    assertThat(llc.verdict().reasons()).first().asString().contains("R-hat is undefined");
  }

  @Test
  void drawsFileRoundTrip(@TempDir Path folder) {
    double[][] deltaLoss = {{0.1, -0.2, 1e-300, Double.NaN, 3, 4}, {6, 5, 4, 3, 2, 1}};
    Draws draws = draws(deltaLoss, new ChainStatus.Frozen(3), COMPLETE);
    Path file = folder.resolve("llc/draws.npz");
    DrawsFile.of(draws).write(file);
    DrawsFile read = DrawsFile.read(file);
    for (int chain = 0; chain < 2; chain++) {
      assertThat(read.deltaLoss()[chain]).isEqualTo(draws.deltaLoss()[chain]);
      assertThat(read.squaredDistance()[chain]).isEqualTo(draws.squaredDistance()[chain]);
    }
    assertThat(read.burnIn()).isEqualTo(BURN_IN);
    assertThat(read.nBeta()).isEqualTo(N_BETA);
    assertThat(read.gamma()).isEqualTo(1);
  }
}
