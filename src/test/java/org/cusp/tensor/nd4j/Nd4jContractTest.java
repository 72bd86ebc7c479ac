package org.cusp.tensor.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What Cusp relies on in ND4J, and the behaviour of ND4J 1.0.0-M2.1 that it works around. Where a
 * later ND4J fails a test of the second kind, a workaround can go; where it fails one of the first,
 * Cusp must change before it is adopted.
 */
class Nd4jContractTest {
  /** Floats count by ones up to here. */
  private static final int LIMIT = 1 << 24;

  // What Cusp relies on.

  @Test
  void slabsAreRowMajorAndShareTheirMemoryWithTheArray() {
    try (Slab slab = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 3, 5)) {
      INDArray array = Nd4jMemory.arrayOf(slab);
      assertThat(array.ordering()).isEqualTo('c');
      assertThat(array.stride()).containsExactly(5, 1);
      assertThat(array.offset()).isZero();
      slab.setRow(1, new double[] {1, 2, 3, 4, 5});
      assertThat(array.getDouble(1, 4)).isEqualTo(5);
      array.putScalar(2, 3, 7);
      assertThat(slab.getRow(2)).containsExactly(0, 0, 0, 7, 0);
    }
  }

  @Test
  void rowsAreViews() {
    INDArray array = Nd4j.zeros(DataType.DOUBLE, 2, 3);
    array.getRow(1).addi(4);
    assertThat(array.getDouble(1, 2)).isEqualTo(4);
    assertThat(array.getDouble(0, 2)).isZero();
  }

  @Test
  void productOfMatricesIsExactOnWholeNumbers() {
    INDArray a = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    INDArray b = Nd4j.createFromArray(new double[][] {{7, 8, 9}, {1, 2, 3}});
    assertThat(a.mmul(b).toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{9, 12, 15}, {25, 32, 39}, {41, 52, 63}});
    assertThat(b.transpose().mmul(a.transpose()).toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{9, 25, 41}, {12, 32, 52}, {15, 39, 63}});
  }

  @Test
  void stacksOfMatricesMultiplyThroughMatmul() {
    INDArray a = Nd4j.ones(DataType.DOUBLE, 4, 2, 3);
    INDArray b = Nd4j.ones(DataType.DOUBLE, 4, 3, 5);
    INDArray product = Nd4j.matmul(a, b);
    assertThat(product.shape()).containsExactly(4, 2, 5);
    assertThat(product.getDouble(3, 1, 4)).isEqualTo(3);
  }

  @Test
  void closedMemoryIsGone() {
    INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 8);
    assertThat(array.closeable()).isTrue();
    array.close();
    assertThat(array.wasClosed()).isTrue();
  }

  // What Cusp works around.

  /** One thread of ND4J stops counting at 2^24; more threads stop later. Ours do not stop. */
  @Test
  void floatSumsStopAtTwoToThe24() {
    try (INDArray ones = Nd4j.createUninitializedDetached(DataType.FLOAT, 2L * LIMIT)) {
      ones.assign(1);
      double sum = ones.sumNumber().doubleValue();
      // Multiples of 2^24, as many as there are threads, and at most all.
      assertThat(sum).isBetween((double) LIMIT, 2.0 * LIMIT);
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void ourSumsDoNot(KernelProvider provider) {
    try (Slab ones = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 1, LIMIT + 4);
        Slab zeros = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 1, LIMIT + 4)) {
      Nd4jMemory.arrayOf(ones).assign(1);
      try (Slab squares = ones.doublesBeside(1, 1)) {
        provider.create().squaredDistance(ones, zeros, squares);
        assertThat(squares.values()).containsExactly(LIMIT + 4.0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void ourColumnSumsAreInDouble(KernelProvider provider) {
    int rows = 60_000;
    float loss = 2.302585f;
    try (Slab losses = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 1, rows);
        Slab sum = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT32, 1, 1)) {
      Nd4jMemory.arrayOf(losses).assign(loss);
      provider
          .create()
          .columnSums(MatrixStack.of(losses, 0, rows, 1), MatrixStack.of(sum, 0, 1, 1));
      // Only the result is rounded to float: 60,000 times the float is exact in double.
      assertThat(sum.getRow(0)[0]).isEqualTo((float) (rows * (double) loss));
    }
  }

  /** Ten million normals should have 16 beyond 4.7985; that all are cut by chance: e^-16. */
  @Test
  void normalsAreCutAndOursAreNot() {
    int count = 10_000_000;
    double cut = 4.7985;
    try (INDArray theirs = Nd4j.randn(DataType.FLOAT, count)) {
      assertThat(theirs.amaxNumber().doubleValue()).isLessThan(cut);
    }
    float[] ours = new float[count];
    FloatNormals.fill(RandomStream.of(1, Purpose.NOISE, 0), 0, 0, ours, count);
    int beyond = 0;
    for (float x : ours) {
      beyond += Math.abs(x) > cut ? 1 : 0;
    }
    // Poisson of mean 16: outside 1 .. 45 with probability below 1e-6.
    assertThat(beyond).isBetween(1, 45);
  }

  @Test
  void reshapeOfAViewWithStridesIsACopy() {
    INDArray whole = Nd4j.arange(12).castTo(DataType.DOUBLE).reshape(3, 4);
    INDArray view = whole.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2));
    INDArray flat = view.reshape(6);
    flat.putScalar(0, 99);
    assertThat(whole.getDouble(0, 0)).isZero();
    INDArray contiguous = whole.reshape(12);
    contiguous.putScalar(0, 99);
    assertThat(whole.getDouble(0, 0)).isEqualTo(99);
  }

  @Test
  void mmulOfStacksThrows() {
    INDArray a = Nd4j.ones(DataType.FLOAT, 2, 3, 4);
    INDArray b = Nd4j.ones(DataType.FLOAT, 2, 4, 5);
    assertThatThrownBy(() -> a.mmul(b)).isInstanceOf(RuntimeException.class);
    INDArray matrix = Nd4j.ones(DataType.FLOAT, 4, 5);
    assertThatThrownBy(() -> Nd4j.matmul(a, matrix)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void productOfVectorsIsAMatrix() {
    INDArray row = Nd4j.ones(DataType.DOUBLE, 1, 3);
    assertThat(row.mmul(row.transpose()).shape()).containsExactly(1, 1);
  }

  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
  void maximumWithZeroKeepsNaN(KernelProvider provider) {
    for (Precision precision : Precision.values()) {
      double[] values = new double[40];
      Arrays.fill(values, -1);
      values[3] = Double.NaN;
      values[33] = 2;
      try (Slab z = Slab.row(KernelProvider.best().memory(), precision, values)) {
        MatrixStack matrix = MatrixStack.of(z, 0, 4, 10);
        provider.create().activate(Activation.RELU, matrix, matrix);
        assertThat(z.getRow(0)[3]).isNaN();
        assertThat(z.getRow(0)[4]).isZero();
        assertThat(z.getRow(0)[33]).isCloseTo(2, within(0.0));
      }
    }
  }
}
