package org.cusp.sampler.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.Quadratic;
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

/** Rows J = sum_i sqrt(m s_i) u_i v_i' with known s and v, which the reference must give back. */
class StiffDirectionsTest {
  private static final double GAMMA = 10;
  private static final double N_BETA = 100;

  /** nBeta s: the last two are below 0.3 gamma. */
  private static final double[] STIFFNESS = {5000, 900, 800, 40, 2.9, 0.5};

  private static Posterior posterior(int parameters) {
    double[] flat = new double[parameters];
    Arrays.fill(flat, 1);
    return new Quadratic(flat, N_BETA, GAMMA).posterior();
  }

  private static GaussianReference reference(
      MatrixStack rows, Posterior posterior, KernelProvider kernels) {
    try (Workers workers = new Workers(2)) {
      return StiffDirections.of(rows, posterior, kernels, workers, Deadline.never(), 3);
    }
  }

  static Stream<Arguments> shapes() {
    return KernelProvider.usable().stream()
        .flatMap(
            kernels ->
                Arrays.stream(Precision.values())
                    .flatMap(
                        precision ->
                            Stream.of(
                                Arguments.of(kernels, precision, 8, 30),
                                Arguments.of(kernels, precision, 30, 8),
                                Arguments.of(kernels, precision, 200, 300))));
  }

  /** Reflections: the orthogonal matrix I - 2 a a' / a'a of a random a. */
  private static double[][] orthogonal(int size, long chain) {
    double[] a = new double[size];
    RandomStream.of(9, Purpose.INPUTS, chain).normals(0, 0, a, size);
    double norm = Arrays.stream(a).map(x -> x * x).sum();
    double[][] q = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        q[i][j] = (i == j ? 1 : 0) - 2 * a[i] * a[j] / norm;
      }
    }
    return q;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void knownDirectionsComeBack(KernelProvider kernels, Precision precision, int m, int parameters) {
    double[][] u = orthogonal(m, 0);
    double[][] v = orthogonal(parameters, 1);
    double[] rows = new double[m * parameters];
    for (int k = 0; k < STIFFNESS.length; k++) {
      double scale = Math.sqrt(m * STIFFNESS[k] / N_BETA);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < parameters; j++) {
          rows[i * parameters + j] += scale * u[k][i] * v[k][j];
        }
      }
    }
    try (Slab slab = Slab.row(kernels.memory(), precision, rows);
        Slab probes = Slab.zeros(kernels.memory(), precision, STIFFNESS.length, parameters)) {
      MatrixStack matrix = MatrixStack.of(slab, 0, m, parameters);
      GaussianReference reference = reference(matrix, posterior(parameters), kernels);
      assertThat(reference.rank()).isEqualTo(4);
      assertThat(reference.stiffest()).isCloseTo(GAMMA + 5000, within(0.05));
      for (int k = 0; k < STIFFNESS.length; k++) {
        probes.setRow(k, v[k]);
      }
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), probes)) {
        double[] energies = pass.energies(probes).values();
        for (int k = 0; k < STIFFNESS.length; k++) {
          double exact = GAMMA + (k < 4 ? STIFFNESS[k] : 0);
          assertThat(energies[k] / exact).isCloseTo(1, within(1e-4));
        }
      }
    }
  }

  /** M^(-1/2) z has the energy z'z: the root and the quadratic form belong together. */
  @Test
  void velocitiesHaveTheEnergyOfTheirNormals() {
    KernelProvider kernels = KernelProvider.best();
    int parameters = 2000;
    int m = 300;
    double[] rows = new double[m * parameters];
    RandomStream stream = RandomStream.of(4, Purpose.INPUTS, 0);
    stream.normals(0, 0, rows, rows.length);
    for (int i = 0; i < m; i++) {
      double scale = Math.pow(10, -3.0 * i / m);
      for (int j = 0; j < parameters; j++) {
        rows[i * parameters + j] *= scale;
      }
    }
    double[] z = new double[parameters];
    stream.normals(1, 0, z, parameters);
    double square = Arrays.stream(z).map(x -> x * x).sum();
    try (Slab slab = Slab.row(kernels.memory(), Precision.FLOAT32, rows);
        Slab velocity = Slab.row(kernels.memory(), Precision.FLOAT32, z)) {
      GaussianReference reference =
          reference(MatrixStack.of(slab, 0, m, parameters), posterior(parameters), kernels);
      assertThat(reference.rank()).isBetween(100, 300);
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), velocity)) {
        pass.velocities(velocity);
        assertThat(pass.energies(velocity).getRow(0)[0] / square).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void rowsThatSayNothingLeaveTheLocalisation() {
    KernelProvider kernels = KernelProvider.best();
    for (double value : new double[] {0, 1e-3, Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] rows = new double[40];
      Arrays.fill(rows, value);
      try (Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, rows)) {
        MatrixStack matrix = MatrixStack.of(slab, 0, 4, 10);
        GaussianReference reference = reference(matrix, posterior(10), kernels);
        assertThat(reference.rank()).isZero();
        assertThat(reference.stiffest()).isEqualTo(GAMMA);
      }
    }
  }

  /** A deadline ends it between two blocks. */
  @Test
  void whereTimeIsUpThereIsNone() {
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(1);
        Slab slab = Slab.zeros(kernels.memory(), Precision.FLOAT64, 1, 40)) {
      MatrixStack matrix = MatrixStack.of(slab, 0, 4, 10);
      assertThatThrownBy(
              () ->
                  StiffDirections.of(matrix, posterior(10), kernels, workers, Deadline.after(0), 3))
          .isInstanceOf(TimeIsUp.class);
    }
  }
}
