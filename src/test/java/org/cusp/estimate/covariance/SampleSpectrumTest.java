package org.cusp.estimate.covariance;

import static org.assertj.core.api.Assertions.assertThat;

import org.cusp.estimate.influence.Batches;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Window;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

/**
 * Independent normals, two of which vary more, of more parameters than a covariance is written out
 * for: what the Gram matrix of the draws gives.
 */
class SampleSpectrumTest {
  private static final int P = DenseCovariance.MOST + 20;
  private static final int DRAWS = 250;
  private static final int CHAINS = 2;
  private static final double FIRST = 9;
  private static final double SECOND = 4;
  private static final double REST = 0.01;

  private static Sampled sampled(LossStore store) {
    for (int chain = 0; chain < CHAINS; chain++) {
      RandomStream stream = RandomStream.of(5, Purpose.NOISE, chain);
      double[] z = new double[P];
      for (int draw = 0; draw < DRAWS; draw++) {
        stream.normals(draw, 0, z, P);
        float[] row = new float[P];
        for (int i = 0; i < P; i++) {
          double variance = i == 700 ? FIRST : i == 3 ? SECOND : REST;
          row[i] = (float) (1 + Math.sqrt(variance) * z[i]);
        }
        store.add(chain, row);
      }
    }
    Window window = new Window(store, new int[] {0, 1}, 0, DRAWS);
    Batches batches = window.batches(1);
    return new Sampled(window, window.moments().mean(), batches);
  }

  @Test
  void theGramMatrixOfDrawsHasTheLargeEigenvalues() {
    try (LossStore store = new LossStore(CHAINS, P)) {
      SampleSpectrum found = SampleSpectrum.of(sampled(store), Sampled.all(P));
      Variances values = found.values();
      // What a sample adds to a spike l: l g P / (N (l - g)) with g the rest, P / N = 3.
      assertThat(Math.abs(values.value()[0] - FIRST)).isLessThan(4 * values.se()[0] + 0.05);
      assertThat(Math.abs(values.value()[1] - SECOND)).isLessThan(4 * values.se()[1] + 0.05);
      // The third is the upper end of Marchenko and Pastur: .01 (1 + sqrt(3.04))^2 = .075.
      assertThat(values.value()[2]).isBetween(0.06, 0.09);
      assertThat(found.heldOut().value()[0]).isBetween(0.7 * FIRST, 1.3 * FIRST);
      // Directions of noise hold nothing in other chains.
      assertThat(found.heldOut().value()[2]).isLessThan(0.02);
    }
  }
}
