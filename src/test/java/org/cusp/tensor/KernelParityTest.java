package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.assertj.core.data.Offset;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.nd4j.Nd4jKernels;
import org.cusp.tensor.simd.FloatNormalVectors;
import org.cusp.tensor.simd.SimdKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both kernel implementations on the same input give the same output, to the rounding of the
 * precision. Sizes are chosen to straddle blocks, tiles and vectors.
 */
class KernelParityTest {
  private static final int CHAINS = 3;
  private static final int ROWS = 37;
  private static final int WIDTH = 71;
  private static final int PARAMETERS = 5003;
  private static final RandomStream INPUT = RandomStream.of(1, Purpose.INPUTS, 0);

  @ParameterizedTest
  @EnumSource(Precision.class)
  void products(Precision precision) {
    for (Transpose a : Transpose.values()) {
      for (Transpose b : Transpose.values()) {
        same(
            precision,
            (kernels, slabs) ->
                kernels.multiply(
                    MatrixStack.of(slabs[0], 5, rows(a, 7, 11), rows(a, 11, 7)),
                    a,
                    MatrixStack.of(slabs[1], 3, rows(b, 11, 13), rows(b, 13, 11)),
                    b,
                    MatrixStack.of(slabs[2], 1, 7, 13),
                    0.5),
            2e-5);
      }
    }
  }

  private static int rows(Transpose op, int plain, int transposed) {
    return op == Transpose.YES ? transposed : plain;
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activations(Activation f) {
    for (Precision precision : Precision.values()) {
      same(
          precision,
          (kernels, slabs) -> {
            kernels.addBias(matrix(slabs[0]), MatrixStack.of(slabs[1], 7, 1, WIDTH));
            kernels.activate(f, matrix(slabs[0]), matrix(slabs[2]));
            kernels.activateBackward(f, matrix(slabs[1]), matrix(slabs[2]));
            kernels.columnSums(matrix(slabs[1]), MatrixStack.of(slabs[0], 0, 1, WIDTH));
          },
          5e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void losses(Precision precision) {
    int[] labels = new int[2 * ROWS];
    Arrays.setAll(labels, i -> (i * 31) % WIDTH);
    double[][] losses = new double[6][];
    int[] calls = {0};
    same(
        precision,
        (kernels, slabs) -> {
          try (IntSlab all = IntSlab.row(slabs[0].memory(), labels);
              IntSlab chosen = numbers(slabs[0].memory(), labels.length);
              Slab found = slabs[0].doublesBeside(CHAINS, ROWS)) {
            kernels.categorical(matrix(slabs[0]), all, new Rows.From(ROWS - 2), 0.25, found);
            kernels.categorical(matrix(slabs[0]), all, new Rows.Chosen(chosen), 0.25, found);
            losses[calls[0]++] = found.values();
            kernels.gaussian(matrix(slabs[1]), matrix(slabs[2]), 0.7, 0.25, found);
            losses[calls[0]++] = found.values();
            kernels.bernoulli(matrix(slabs[1]), matrix(slabs[0]), 0.25, found);
            losses[calls[0]++] = found.values();
          }
        },
        1e-6);
    // The second logits are the rounded gradients of the first, which differ by one rounding.
    assertThat(losses[0]).containsExactly(losses[3], Offset.offset(1e-6));
    assertThat(losses[1]).containsExactly(losses[4], Offset.offset(1e-9));
    assertThat(losses[2]).containsExactly(losses[5], Offset.offset(1e-5));
  }

  /** For each chain others, some of them twice. */
  private static IntSlab numbers(Memory memory, int n) {
    IntSlab numbers = IntSlab.zeros(memory, CHAINS, ROWS);
    for (int chain = 0; chain < CHAINS; chain++) {
      int[] row = new int[ROWS];
      int first = 5 * chain;
      Arrays.setAll(row, i -> (first + i * i) % n);
      numbers.setRow(chain, row);
    }
    return numbers;
  }

  /** By hand, on numbers exact in binary: a range of the data, chosen data, and one row for all. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#all")
  void excessOverReferences(KernelProvider provider) {
    Memory memory = provider.memory();
    try (Slab losses = Slab.zeros(memory, Precision.FLOAT64, 2, 3);
        Slab reference = Slab.row(memory, Precision.FLOAT64, new double[] {1, 2, 4, 8});
        Slab sums = losses.doublesBeside(2, 1);
        IntSlab shared = IntSlab.row(memory, new int[] {3, 3});
        IntSlab own = IntSlab.zeros(memory, 2, 2)) {
      losses.setRow(0, new double[] {1.5, 2.5, 99});
      losses.setRow(1, new double[] {8, 16, 99});
      own.setRow(1, new int[] {2, 1});
      Kernels kernels = provider.create();
      kernels.addExcess(losses, 2, reference, new Rows.From(1), sums);
      assertThat(sums.values()).containsExactly(-2, 18);
      kernels.addExcess(losses, 2, reference, new Rows.Chosen(own), sums);
      assertThat(sums.values()).containsExactly(0, 36);
      kernels.addExcess(losses, 2, reference, new Rows.Chosen(shared), sums);
      assertThat(sums.values()).containsExactly(-12, 44);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void scaled(Precision precision) {
    same(
        precision,
        (kernels, slabs) -> {
          try (Slab shared =
              Slab.row(KernelProvider.best().memory(), precision, slabs[1].getRow(2))) {
            kernels.scale(matrix(shared), -0.3, matrix(slabs[0]));
            kernels.scale(matrix(slabs[2]), 7, matrix(slabs[2]));
            assertThat(slabs[0].getRow(1)[11])
                .isCloseTo(-0.3 * shared.getRow(0)[11], Offset.offset(1e-7));
          }
        },
        1e-6);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void exchangeAccumulateAndNormals(Precision precision) {
    same(
        precision,
        (kernels, slabs) -> {
          try (Slab centre = Slab.row(KernelProvider.best().memory(), precision, filledRow());
              NoiseStreams noise = NoiseStreams.of(centre.memory(), noise());
              Clock clock = Clock.in(centre.memory())) {
            clock.set(5);
            kernels.exchange(slabs[1], slabs[0], centre);
            kernels.normals(slabs[0], noise, clock);
            kernels.accumulate(slabs[1], 0, slabs[0], 0.3);
            kernels.accumulate(slabs[2], 1, slabs[0], 0.7);
          }
        },
        2e-6);
  }

  private static RandomStream[] noise() {
    RandomStream[] noise = new RandomStream[CHAINS];
    Arrays.setAll(noise, chain -> RandomStream.of(9, Purpose.NOISE, chain));
    return noise;
  }

  private static double[] filledRow() {
    double[] values = new double[PARAMETERS];
    INPUT.normals(7, 0, values, PARAMETERS);
    return values;
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void gatherSumAndDistance(Precision precision) {
    int[][] chosen = {{2, 0}, {1, 1}, {0, 2}};
    double[][] distances = new double[2][];
    int[] call = {0};
    same(
        precision,
        (kernels, slabs) -> {
          try (IntSlab indices = IntSlab.zeros(slabs[0].memory(), CHAINS, 2);
              Slab target =
                  Slab.zeros(KernelProvider.best().memory(), precision, CHAINS, 2 * WIDTH);
              Slab sum = Slab.zeros(KernelProvider.best().memory(), precision, 1, PARAMETERS)) {
            for (int chain = 0; chain < CHAINS; chain++) {
              indices.setRow(chain, chosen[chain]);
            }
            MatrixStack gathered = MatrixStack.of(target, 0, 2, WIDTH);
            kernels.gather(matrix(slabs[0]), indices, gathered);
            assertThat(Arrays.copyOf(target.getRow(1), WIDTH))
                .isEqualTo(Arrays.copyOfRange(slabs[0].getRow(0), 11 + WIDTH, 11 + 2 * WIDTH));
            kernels.weightedSum(slabs[0], new double[] {0.5, 0.25, 0.25}, sum);
            slabs[2].setRow(0, sum.getRow(0));
            distances[call[0]++] = kernels.squaredDistance(slabs[0], slabs[1]);
          }
        },
        1e-6);
    assertThat(distances[0]).containsExactly(distances[1], Offset.offset(1e-9));
  }

  @Test
  void vectorNormalsHaveTheBitsOfTheScalarOnes() {
    RandomStream stream = RandomStream.of(3, Purpose.NOISE, 1);
    float[] vector = new float[2048];
    float[] scalar = new float[2048];
    for (long step : new long[] {0, 1, 123_456_789L}) {
      new FloatNormalVectors(2048).fill(stream, step, 4096, vector, 2048);
      FloatNormals.fill(stream, step, 4096, scalar, 2048);
      assertThat(vector).isEqualTo(scalar);
    }
  }

  private static MatrixStack matrix(Slab slab) {
    return MatrixStack.of(slab, 11, ROWS, WIDTH);
  }

  private static void same(
      Precision precision, BiConsumer<Kernels, Slab[]> work, double singleTolerance) {
    Slab[] reference = {filled(precision, 0), filled(precision, 1), filled(precision, 2)};
    Slab[] fast = {filled(precision, 0), filled(precision, 1), filled(precision, 2)};
    work.accept(new Nd4jKernels(), reference);
    work.accept(new SimdKernels(), fast);
    double tolerance = precision == Precision.FLOAT32 ? singleTolerance : 1e-12;
    for (int i = 0; i < reference.length; i++) {
      for (int chain = 0; chain < CHAINS; chain++) {
        assertThat(largestDifference(fast[i].getRow(chain), reference[i].getRow(chain)))
            .as("slab %d, chain %d", i, chain)
            .isLessThan(tolerance);
      }
      reference[i].close();
      fast[i].close();
    }
  }

  /** Absolute for small values, relative for large ones. */
  private static double largestDifference(double[] actual, double[] expected) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]) / (1 + Math.abs(expected[i]));
      largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
    }
    return largest;
  }

  private static Slab filled(Precision precision, int which) {
    Slab slab = Slab.zeros(KernelProvider.best().memory(), precision, CHAINS, PARAMETERS);
    for (int chain = 0; chain < CHAINS; chain++) {
      double[] values = new double[PARAMETERS];
      INPUT.normals(which, (long) chain * PARAMETERS, values, PARAMETERS);
      slab.setRow(chain, values);
    }
    return slab;
  }
}
