package org.cusp.estimate.influence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.estimate.influence.CovarianceBlock.Range;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class CovarianceBlockTest {
  private static final int CHAINS = 4;

  /**
   * Autoregressive chains of two independent normals z, and of them the numbers z_0, z_0 + z_1,
   * z_0^2 and z_1.
   */
  private static LossStore draws(long seed, int draws, double memory) {
    LossStore store = new LossStore(CHAINS, 4);
    for (int chain = 0; chain < CHAINS; chain++) {
      double[] noise = new double[2 * draws];
      RandomStream.of(seed, Purpose.NOISE, chain).normals(0, 0, noise, noise.length);
      double[] z = {noise[0], noise[1]};
      for (int draw = 0; draw < draws; draw++) {
        for (int i = 0; i < 2 && draw > 0; i++) {
          z[i] = memory * z[i] + Math.sqrt(1 - memory * memory) * noise[2 * draw + i];
        }
        store.add(
            chain,
            new float[] {(float) z[0], (float) (z[0] + z[1]), (float) (z[0] * z[0]), (float) z[1]});
      }
    }
    return store;
  }

  private static CovarianceBlock block(LossStore store, int draws, double time) {
    Window window = new Window(store, new int[] {0, 1, 2, 3}, 0, draws);
    return CovarianceBlock.of(
        store,
        window.moments(),
        window.batches(time),
        new Range(0, 4),
        new Range(0, 4),
        CovarianceBlock.OWN);
  }

  /** By the definitions, two passes over numbers in memory. */
  @Test
  void numbersAreThoseOfTheirDefinitions() {
    int draws = 130;
    try (LossStore store = draws(1, draws, 0.3)) {
      Window window = new Window(store, new int[] {0, 1, 2, 3}, 2, draws - 2);
      Batches batches = window.batches(1);
      assertThat(batches).isEqualTo(new Batches(batches.chains(), 2, 8, 16));
      CovarianceBlock block =
          CovarianceBlock.of(store, window.moments(), batches, new Range(1, 1), new Range(2, 1), 0);
      double[][] u = window.columns(1, 1)[0];
      double[][] v = window.columns(2, 1)[0];
      double meanU = org.cusp.diagnostics.Moments.mean(u);
      double meanV = org.cusp.diagnostics.Moments.mean(v);
      double[] s = new double[64];
      double su = 0;
      double sv = 0;
      double fourth = 0;
      for (int c = 0; c < CHAINS; c++) {
        for (int t = 0; t < 128; t++) {
          double a = u[c][t] - meanU;
          double b = v[c][t] - meanV;
          s[16 * c + t / 8] += a * b / 8;
          su += a * a / 512;
          sv += b * b / 512;
          fourth += a * a * b * b / 512;
        }
      }
      double mean = java.util.Arrays.stream(s).average().orElseThrow();
      double squares = java.util.Arrays.stream(s).map(x -> (x - mean) * (x - mean)).sum();
      double se = Math.sqrt(squares / (64 * 63));
      assertThat(block.covariance()[0]).isCloseTo(mean, within(1e-12));
      assertThat(block.se()[0]).isCloseTo(se, within(1e-12));
      assertThat(block.correlation()[0]).isCloseTo(mean / Math.sqrt(su * sv), within(1e-12));
      assertThat(block.effective()[0]).isCloseTo((fourth - mean * mean) / (se * se), within(1e-7));
    }
  }

  /**
   * Variances 1, Cov(z_0, z_0 + z_1) = 1 and so that of z_1, correlation of z_0 and z_0 + z_1
   * 1/sqrt 2, all others 0. An interval of 2 standard errors holds 95.0% (64 batches, Student's
   * law); of 5 numbers in 150 runs, not independent within a run, 93 to 97%.
   */
  @Test
  void intervalsHoldWhatIsTrue() {
    int held = 0;
    int all = 0;
    int byIndependence = 0;
    for (long seed = 1; seed <= 240; seed++) {
      try (LossStore store = draws(seed, 500, 0.5)) {
        CovarianceBlock block = block(store, 500, 3);
        int[] entries = {0, 1, 2, 7, 3};
        double[] truth = {1, 1, 0, 1, 0};
        for (int i = 0; i < entries.length; i++) {
          int entry = entries[i];
          held += Math.abs(block.covariance()[entry] - truth[i]) < 2 * block.se()[entry] ? 1 : 0;
          all++;
        }
        double r = block.correlation()[1];
        byIndependence += Math.abs(r - Math.sqrt(0.5)) < 2 * block.correlationSe()[1] ? 1 : 0;
      }
    }
    assertThat(held / (double) all).isBetween(0.93, 0.97);
    // 240 of 95%: standard deviation 3.4.
    assertThat(byIndependence).isBetween(218, 239);
  }

  /** Batches of a draw each take it for independent: the test above can fail. */
  @Test
  void errorsThatForgetTheMemoryAreTooSmall() {
    int held = 0;
    for (long seed = 1; seed <= 60; seed++) {
      try (LossStore store = draws(seed, 640, 0.9)) {
        Window window = new Window(store, new int[] {0, 1, 2, 3}, 0, 640);
        CovarianceBlock block =
            CovarianceBlock.of(
                store,
                window.moments(),
                new Batches(window.chains(), 0, 1, 640),
                new Range(0, 1),
                new Range(0, 1),
                0);
        held += Math.abs(block.covariance()[0] - 1) < 2 * block.se()[0] ? 1 : 0;
      }
    }
    assertThat(held).isLessThan(45);
  }

  @Test
  void strangersHaveNoCovariance() {
    try (LossStore store = draws(3, 2000, 0.5)) {
      Window window = new Window(store, new int[] {0, 1, 2, 3}, 0, 2000);
      for (int shift : new int[] {1, 2, 3, 5}) {
        CovarianceBlock block =
            CovarianceBlock.of(
                store,
                window.moments(),
                window.batches(3),
                new Range(0, 1),
                new Range(0, 1),
                shift);
        assertThat(Math.abs(block.covariance()[0])).isLessThan(4 * block.se()[0]);
        assertThat(block.se()[0]).isBetween(0.005, 0.05);
      }
    }
  }

  @Test
  void whatNeverChangesHasNoInfluence() {
    try (LossStore store = new LossStore(2, 2)) {
      for (int draw = 0; draw < 40; draw++) {
        store.add(0, new float[] {1, draw});
        store.add(1, new float[] {1, draw});
      }
      Window window = new Window(store, new int[] {0, 1}, 0, 40);
      CovarianceBlock block =
          CovarianceBlock.of(
              store, window.moments(), window.batches(1), new Range(0, 1), new Range(1, 1), 0);
      assertThat(block.covariance()[0]).isZero();
      assertThat(block.se()[0]).isZero();
      assertThat(block.correlation()[0]).isZero();
      assertThat(block.effective()[0]).isZero();
    }
  }
}
