package org.cusp.sampler.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.posterior.Posterior;
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

/**
 * Rows sqrt(m s_ij) u_i v_j' of every tensor, with known u, v and s: the reference must give them
 * back, and do with them what M says.
 */
class TensorReferenceTest {
  private static final double GAMMA = 10;
  private static final double N_BETA = 100;

  /** Two tensors, [3, 4] and [1, 3]. */
  private static final List<Integer> SMALL = List.of(4, 3, 1);

  private static Posterior posterior(List<Integer> widths) {
    int inputs = widths.get(0);
    int outputs = widths.get(widths.size() - 1);
    DeepLinearNetwork model = new DeepLinearNetwork(widths, new Likelihood.Gaussian(outputs, 1));
    DataSet data =
        new DataSet(
            "none",
            1,
            inputs,
            new double[inputs],
            new Targets.Values(new double[outputs], outputs));
    return new Posterior(model, data, new double[model.size()], N_BETA, GAMMA);
  }

  private static GaussianReference reference(
      MatrixStack rows, Posterior of, KernelProvider kernels) {
    try (Workers workers = new Workers(2)) {
      return TensorReference.of(rows, of, kernels, workers, Deadline.never());
    }
  }

  static Stream<Arguments> providers() {
    return KernelProvider.usable().stream()
        .flatMap(
            kernels ->
                Arrays.stream(Precision.values())
                    .map(precision -> Arguments.of(kernels, precision)));
  }

  /** Row i is that of the reflection I - 2 a a' / a'a of a random a. */
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

  /** The 15 directions, each in one tensor, and nBeta s of each: all row and column sums differ. */
  private static double[][] directions() {
    double[][] all = new double[15][15];
    double[][] u = orthogonal(3, 0);
    double[][] v = orthogonal(4, 1);
    double[][] last = orthogonal(3, 2);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 4; b++) {
            all[4 * i + j][4 * a + b] = u[i][a] * v[j][b];
          }
        }
      }
      System.arraycopy(last[i], 0, all[12 + i], 12, 3);
    }
    return all;
  }

  private static double stiffness(int direction) {
    return 3 * (direction + 1) * (direction % 4 + 1);
  }

  private static double[] rows() {
    double[][] all = directions();
    double[] rows = new double[15 * 15];
    for (int k = 0; k < 15; k++) {
      double scale = Math.sqrt(15 * stiffness(k) / N_BETA);
      for (int j = 0; j < 15; j++) {
        rows[15 * k + j] = scale * all[k][j];
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("providers")
  void knownDirectionsComeBack(KernelProvider kernels, Precision precision) {
    double[][] all = directions();
    try (Slab slab = Slab.row(kernels.memory(), precision, rows());
        Slab probes = Slab.zeros(kernels.memory(), precision, 15, 15)) {
      GaussianReference reference =
          reference(MatrixStack.of(slab, 0, 15, 15), posterior(SMALL), kernels);
      assertThat(reference.rank()).isEqualTo(15);
      for (int k = 0; k < 15; k++) {
        probes.setRow(k, all[k]);
      }
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), probes)) {
        double[] energies = pass.energies(probes).values();
        for (int k = 0; k < 15; k++) {
          assertThat(energies[k] / (GAMMA + stiffness(k))).isCloseTo(1, within(1e-4));
        }
      }
    }
  }

  /** At x and g along one direction each: v - time M^-1 (nBeta g - (M - gamma) x). */
  @ParameterizedTest
  @MethodSource("providers")
  void aKickIsThatOfTheReference(KernelProvider kernels, Precision precision) {
    double[][] all = directions();
    int p = 6;
    int q = 13;
    double time = 0.3;
    try (Slab slab = Slab.row(kernels.memory(), precision, rows());
        Slab x = Slab.row(kernels.memory(), precision, all[p]);
        Slab g = Slab.row(kernels.memory(), precision, all[q]);
        Slab velocity = x.zerosBeside(1, 15)) {
      GaussianReference reference =
          reference(MatrixStack.of(slab, 0, 15, 15), posterior(SMALL), kernels);
      velocity.setRow(0, Arrays.stream(all[q]).map(v -> -time * N_BETA / GAMMA * v).toArray());
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), velocity);
          Slab spare = g.zerosBeside(g.rows(), g.columns());
          GaussianReference.OfPass.Correction correction =
              pass.correction(new GaussianReference.OfPass.Kicked(x, g), velocity, spare)) {
        correction.set(N_BETA, time);
        correction.run();
        double[] found = velocity.getRow(0);
        for (int i = 0; i < 15; i++) {
          double exact =
              -time * N_BETA / (GAMMA + stiffness(q)) * all[q][i]
                  + time * stiffness(p) / (GAMMA + stiffness(p)) * all[p][i];
          assertThat(found[i]).isCloseTo(exact, within(1e-4));
        }
      }
    }
  }

  /** Tensors [257, 300], which has no short side, [5, 257], which has one, and [1, 5]. */
  @Test
  void longSidesHaveNoBasis() {
    KernelProvider kernels = KernelProvider.best();
    Posterior posterior = posterior(List.of(300, 257, 5, 1));
    int parameters = posterior.size();
    double[] rows = new double[6 * parameters];
    RandomStream stream = RandomStream.of(4, Purpose.INPUTS, 0);
    stream.normals(0, 0, rows, rows.length);
    double[] z = new double[parameters];
    stream.normals(1, 0, z, parameters);
    double square = Arrays.stream(z).map(x -> x * x).sum();
    try (Slab slab = Slab.row(kernels.memory(), Precision.FLOAT32, rows);
        Slab velocity = Slab.row(kernels.memory(), Precision.FLOAT32, z)) {
      GaussianReference reference =
          reference(MatrixStack.of(slab, 0, 6, parameters), posterior, kernels);
      assertThat(reference.stiffest()).isGreaterThan(20 * GAMMA);
      // The mean of the squares of all rows is what all directions share out.
      assertThat(Arrays.stream(reference.stiffness()).sum() / N_BETA)
          .isCloseTo(Arrays.stream(rows).map(x -> x * x / 6).sum(), within(0.1));
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), velocity)) {
        pass.velocities(velocity);
        assertThat(pass.energies(velocity).getRow(0)[0] / square).isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void rowsThatAreNotFiniteLeaveTheLocalisation() {
    KernelProvider kernels = KernelProvider.best();
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      double[] rows = rows();
      rows[20] = value;
      try (Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, rows)) {
        GaussianReference found =
            reference(MatrixStack.of(slab, 0, 15, 15), posterior(SMALL), kernels);
        assertThat(found.rank()).isZero();
        assertThat(found.stiffest()).isEqualTo(GAMMA);
      }
    }
  }

  @Test
  void whereTimeIsUpThereIsNone() {
    KernelProvider kernels = KernelProvider.best();
    try (Workers workers = new Workers(1);
        Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, rows())) {
      MatrixStack rows = MatrixStack.of(slab, 0, 15, 15);
      Posterior posterior = posterior(SMALL);
      assertThatThrownBy(
              () -> TensorReference.of(rows, posterior, kernels, workers, Deadline.after(0)))
          .isInstanceOf(TimeIsUp.class);
    }
  }
}
