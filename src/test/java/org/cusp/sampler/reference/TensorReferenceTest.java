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
      return TensorReference.of(rows, of, tools(kernels, workers, Deadline.never()));
    }
  }

  private static Coupling.Tools tools(KernelProvider kernels, Workers workers, Deadline deadline) {
    return new Coupling.Tools(
        kernels, workers, deadline, RandomStream.of(1, Purpose.START, 0), 192);
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

  /**
   * Tensors [257, 300], both of whose sides are long, and [5, 257], of which one is, and [1, 5]. Of
   * rows u v' with few u and v the leading directions leave nothing out.
   */
  @Test
  void ofTwoLongSidesTheLeadingDirectionsAreTaken() {
    KernelProvider kernels = KernelProvider.best();
    Posterior posterior = posterior(List.of(300, 257, 5, 1));
    int parameters = posterior.size();
    int m = 6;
    double[] rows = new double[m * parameters];
    RandomStream stream = RandomStream.of(4, Purpose.INPUTS, 0);
    stream.normals(0, 0, rows, rows.length);
    double[] u = new double[257];
    double[] v = new double[300];
    for (int row = 0; row < m; row++) {
      stream.normals(1 + row, 0, u, u.length);
      stream.normals(100 + row, 0, v, v.length);
      for (int i = 0; i < u.length; i++) {
        for (int j = 0; j < v.length; j++) {
          rows[row * parameters + i * v.length + j] = u[i] * v[j] / 10;
        }
      }
    }
    double[] z = new double[parameters];
    stream.normals(1, 0, z, parameters);
    double square = Arrays.stream(z).map(x -> x * x).sum();
    try (Slab slab = Slab.row(kernels.memory(), Precision.FLOAT32, rows);
        Slab velocity = Slab.row(kernels.memory(), Precision.FLOAT32, z)) {
      GaussianReference reference =
          reference(MatrixStack.of(slab, 0, m, parameters), posterior, kernels);
      assertThat(reference.rank()).isEqualTo(128 * 128 + 5 * 257 + 5);
      // The mean of the squares of all rows is what all directions share out.
      assertThat(Arrays.stream(reference.stiffness()).sum() / N_BETA)
          .isCloseTo(Arrays.stream(rows).map(x -> x * x / m).sum(), within(0.1));
      try (GaussianReference.OfPass pass = reference.of(kernels.create(), velocity)) {
        pass.velocities(velocity);
        assertThat(pass.energies(velocity).getRow(0)[0] / square).isCloseTo(1, within(1e-4));
      }
    }
  }

  /** Rows that are made block by block tell what they tell together. */
  @Test
  void blocksOfRowsTellTheSame() {
    KernelProvider kernels = KernelProvider.best();
    Posterior posterior = posterior(SMALL);
    double[] all = rows();
    try (Workers workers = new Workers(2);
        Slab slab = Slab.row(kernels.memory(), Precision.FLOAT64, all)) {
      Coupling.Tools tools = tools(kernels, workers, Deadline.never());
      List<TensorBases.Sides> sides =
          posterior.model().parameters().tensors().stream().map(TensorBases.Sides::of).toList();
      GaussianReference inBlocks =
          new TensorRows(posterior, sides, tools)
              .reference(
                  TensorRows.Blocks.of(
                      5,
                      3,
                      i ->
                          MatrixStack.of(
                              Slab.row(
                                  kernels.memory(),
                                  Precision.FLOAT64,
                                  Arrays.copyOfRange(all, 75 * i, 75 * (i + 1))),
                              0,
                              5,
                              15)));
      double[] together =
          reference(MatrixStack.of(slab, 0, 15, 15), posterior, kernels).stiffness();
      double[] found = inBlocks.stiffness();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(together[i], within(1e-9 * together[i]));
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
              () -> TensorReference.of(rows, posterior, tools(kernels, workers, Deadline.after(0))))
          .isInstanceOf(TimeIsUp.class);
    }
  }
}
