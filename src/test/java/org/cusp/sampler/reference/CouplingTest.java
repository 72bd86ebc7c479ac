package org.cusp.sampler.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A precision with common directions, held against the matrix that its formula gives. */
class CouplingTest {
  private static final double GAMMA = 2;
  private static final int P = 6;
  private static final double[] STIFFNESS = {1, 5, 20, 80};
  private static final double[] EXCESS = {3, 40};
  private static final double[][] ALONG = {{.5, .5, .5, .5}, {.5, -.5, .5, -.5}};

  static Stream<Arguments> providers() {
    return KernelProvider.usable().stream()
        .flatMap(
            kernels ->
                Arrays.stream(Precision.values())
                    .map(precision -> Arguments.of(kernels, precision)));
  }

  /** M of its formula. */
  private static double[][] exact() {
    double[][] m = new double[P][P];
    for (int i = 0; i < P; i++) {
      for (int j = 0; j < P; j++) {
        double inner = i == j ? 1 : 0;
        for (int k = 0; k < EXCESS.length && i < 4 && j < 4; k++) {
          inner += EXCESS[k] * ALONG[k][i] * ALONG[k][j];
        }
        m[i][j] = inner * Math.sqrt(precision(i) * precision(j));
      }
    }
    return m;
  }

  private static double precision(int i) {
    return GAMMA + (i < 4 ? STIFFNESS[i] : 0);
  }

  private static double[] times(double[][] m, double[] x) {
    return Arrays.stream(m)
        .mapToDouble(
            row -> {
              double sum = 0;
              for (int j = 0; j < x.length; j++) {
                sum += row[j] * x[j];
              }
              return sum;
            })
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Energies of all axes and sums of two are those of M. */
  @ParameterizedTest
  @MethodSource("providers")
  void energiesAreThoseOfItsMatrix(KernelProvider kernels, Precision precision) {
    double[][] m = exact();
    try (Slab x = Slab.zeros(kernels.memory(), precision, P * P, P)) {
      for (int i = 0; i < P * P; i++) {
        x.setRow(i, pair(i));
      }
      GaussianReference reference = reference(kernels, precision);
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), x)) {
        double[] energies = pass.energies(x).values();
        for (int i = 0; i < P * P; i++) {
          double wanted = dot(pair(i), times(m, pair(i)));
          assertThat(energies[i]).isCloseTo(wanted, within(1e-4 * wanted));
        }
      }
    }
  }

  /** e_a + 2 e_b. */
  private static double[] pair(int number) {
    double[] x = new double[P];
    x[number / P] += 1;
    x[number % P] += 2;
    return x;
  }

  private static GaussianReference reference(KernelProvider kernels, Precision precision) {
    return CoupledReferences.of(GAMMA, P, STIFFNESS, EXCESS, ALONG, kernels, precision);
  }

  /** Velocities R z of the axes z: R' M R = I, so that R R' = M^-1. */
  @ParameterizedTest
  @MethodSource("providers")
  void velocitiesHaveTheCovarianceOfItsInverse(KernelProvider kernels, Precision precision) {
    double[][] m = exact();
    try (Slab z = Slab.zeros(kernels.memory(), precision, P, P)) {
      for (int i = 0; i < P; i++) {
        double[] axis = new double[P];
        axis[i] = 1;
        z.setRow(i, axis);
      }
      try (GaussianReference.OfPass pass = reference(kernels, precision).of(kernels.create(), z)) {
        pass.velocities(z);
        for (int i = 0; i < P; i++) {
          for (int j = 0; j < P; j++) {
            assertThat(dot(z.getRow(i), times(m, z.getRow(j))))
                .isCloseTo(i == j ? 1 : 0, within(2e-5));
          }
        }
      }
    }
  }

  /** v - time M^-1 (nBeta g - (M - gamma) x), to which M is applied. */
  @ParameterizedTest
  @MethodSource("providers")
  void aKickIsThatOfItsMatrix(KernelProvider kernels, Precision precision) {
    double[][] m = exact();
    double[] x = {1, -2, .5, 1, 3, -1};
    double[] g = {.2, .1, -.4, 1, .3, .7};
    double time = 0.3;
    double nBeta = 7;
    try (Slab at = Slab.row(kernels.memory(), precision, x);
        Slab gradient = Slab.row(kernels.memory(), precision, g);
        Slab spare = at.zerosBeside(1, P);
        Slab velocity = at.zerosBeside(1, P)) {
      velocity.setRow(0, Arrays.stream(g).map(v -> -time * nBeta / GAMMA * v).toArray());
      try (GaussianReference.OfPass pass =
              reference(kernels, precision).of(kernels.create(), velocity);
          GaussianReference.OfPass.Correction correction =
              pass.correction(new GaussianReference.OfPass.Kicked(at, gradient), velocity, spare)) {
        correction.set(nBeta, time);
        correction.run();
        double[] found = times(m, velocity.getRow(0));
        double[] pulled = times(m, x);
        for (int i = 0; i < P; i++) {
          double wanted = -time * (nBeta * g[i] - pulled[i] + GAMMA * x[i]);
          assertThat(found[i]).isCloseTo(wanted, within(1e-3));
        }
      }
    }
  }

  /**
   * Of 4,000 rows with the covariance of 50 coordinates of their own and of one direction in common
   * that is as stiff as 30 of them: both come back, to what so many rows tell.
   */
  @Test
  void whatIsInCommonIsToldFromWhatIsOwn() {
    KernelProvider kernels = KernelProvider.best();
    int count = 50;
    int rows = 4000;
    RandomStream stream = RandomStream.of(5, Purpose.INPUTS, 0);
    double[] own = new double[rows * count];
    double[] common = new double[rows];
    stream.normals(0, 0, own, own.length);
    stream.normals(1, 0, common, rows);
    double[] sums = new double[count];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        double scale = Math.sqrt(10 + i);
        own[row * count + i] = scale * (own[row * count + i] + common[row] * Math.sqrt(0.6));
        sums[i] += own[row * count + i] * own[row * count + i] / rows;
      }
    }
    double gamma = 0.5;
    try (Workers workers = new Workers(2);
        Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, own)) {
      Coupling.Found found =
          Coupling.of(
              MatrixStack.of(slab, 0, rows, count),
              sums,
              gamma,
              1.0 / rows,
              new Coupling.Tools(kernels, workers, Deadline.never(), stream, 192));
      Coupling coupling = found.coupling().orElseThrow();
      assertThat(coupling.count()).isEqualTo(1);
      assertThat(coupling.excess()[0] / 30).isCloseTo(1, within(0.1));
      for (int i = 0; i < count; i++) {
        // A variance of 4,000 draws is known to 2.2%; five times that.
        assertThat(found.stiffness()[i] / (10 + i)).isCloseTo(1, within(0.12));
        double along = Math.abs(coupling.directions().slab().getRow(0)[i]) * Math.sqrt(count);
        assertThat(along).isCloseTo(1, within(0.2));
      }
      coupling.free();
    }
  }

  /** Rows of independent numbers have nothing in common, however few they are. */
  @Test
  void whatHasNothingInCommonStaysAsItIs() {
    KernelProvider kernels = KernelProvider.best();
    int count = 300;
    int rows = 200;
    RandomStream stream = RandomStream.of(6, Purpose.INPUTS, 0);
    double[] numbers = new double[rows * count];
    stream.normals(0, 0, numbers, numbers.length);
    double[] sums = new double[count];
    for (int i = 0; i < numbers.length; i++) {
      sums[i % count] += numbers[i] * numbers[i] / rows;
    }
    try (Workers workers = new Workers(1);
        Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, numbers)) {
      Coupling.Found found =
          Coupling.of(
              MatrixStack.of(slab, 0, rows, count),
              sums,
              0.1,
              1.0 / rows,
              new Coupling.Tools(kernels, workers, Deadline.never(), stream, 192));
      assertThat(found.coupling()).isEmpty();
      assertThat(found.stiffness()).isEqualTo(sums);
    }
  }
}
