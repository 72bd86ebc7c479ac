package org.cusp.estimate.susceptibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class ResponseSpectrumTest {
  private static final int COMPONENTS = 5;
  private static final int DATA = 80;

  private static double[][] noise(long stream) {
    double[][] t = new double[COMPONENTS][DATA];
    for (int c = 0; c < COMPONENTS; c++) {
      RandomStream.of(9, Purpose.NOISE, stream).normals(c, 0, t[c], DATA);
    }
    return t;
  }

  private static double[][][] noises() {
    double[][][] all = new double[8][][];
    for (int k = 0; k < all.length; k++) {
      all[k] = noise(k);
    }
    return all;
  }

  /** Of u v' the one singular value is |u| |v|. */
  @Test
  void aPatternAboveTheNoiseIsFound() {
    double[] u = {3, 0, -4, 0, 0};
    double[][] t = noise(100);
    double length = 0;
    for (int z = 0; z < DATA; z++) {
      double v = z % 2 == 0 ? 2 : -1;
      length += v * v;
      for (int c = 0; c < COMPONENTS; c++) {
        t[c][z] = u[c] * v;
      }
    }
    ResponseSpectrum found = ResponseSpectrum.of(t, noises());
    assertThat(found.real()).isEqualTo(1);
    assertThat(found.values()[0]).isCloseTo(5 * Math.sqrt(length), within(1e-9));
    assertThat(found.values()[1]).isCloseTo(0, within(1e-5));
    assertThat(found.components()[0])
        .containsExactly(new double[] {-0.6, 0, 0.8, 0, 0}, within(1e-9));
    assertThat(found.data()[0][1]).isCloseTo(1 / Math.sqrt(length), within(1e-9));
  }

  /** The largest singular value of 5 x 80 normal numbers is about sqrt(80) + sqrt(5). */
  @Test
  void noiseHasNoPattern() {
    ResponseSpectrum found = ResponseSpectrum.of(noise(100), noises());
    assertThat(found.edge()).isBetween(9.5, 12.5);
    assertThat(found.real()).isZero();
  }
}
