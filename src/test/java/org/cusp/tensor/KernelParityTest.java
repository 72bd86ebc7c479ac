package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.rng.FloatNormals;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.parity.Comparison;
import org.cusp.tensor.parity.KernelParity;
import org.cusp.tensor.parity.Rounding.Promise;
import org.cusp.tensor.parity.Shape;
import org.cusp.tensor.simd.FloatNormalVectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both kernel implementations of a CPU on the same input give the same output, to the rounding of
 * the precision, and a kernel that does not is found.
 */
class KernelParityTest {
  private static final KernelProvider SIMD = KernelProvider.named("simd");
  private static final KernelProvider REFERENCE = KernelProvider.named("nd4j");
  private static final List<Shape> SMALL = List.of(new Shape(Precision.FLOAT32, 2, 5, 3, 31));

  private static List<Comparison> faults(
      KernelProvider provider, Promise promise, List<Shape> shapes) {
    return new KernelParity(provider, REFERENCE, promise, 1)
        .on(shapes).stream().filter(one -> !one.holds()).toList();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void simdAgreesWithTheReference(Precision precision) {
    assertThat(faults(SIMD, Promise.DIGITS, KernelParity.shapes(precision))).isEmpty();
  }

  private static Stream<String> kernels() {
    return Arrays.stream(Kernels.class.getMethods())
        .map(Method::getName)
        .filter(name -> !name.equals("name") && !name.equals("loop"))
        .distinct();
  }

  /** Each in its turn does nothing. */
  @ParameterizedTest
  @MethodSource("kernels")
  void aKernelThatDoesNothingIsFound(String kernel) {
    KernelProvider idle =
        new WrongKernels(
            kernel,
            (right, method, arguments) ->
                method.getReturnType() == double[].class
                    ? new double[((Slab) arguments[0]).rows()]
                    : null);
    assertThat(faults(idle, Promise.DIGITS, SMALL)).isNotEmpty();
  }

  /** A product that is off by a thousandth, as where a BLAS takes a step too few. */
  @Test
  void aProductThatIsALittleOffIsFound() {
    KernelProvider off =
        new WrongKernels(
            "multiply",
            (right, method, arguments) -> {
              WrongKernels.invoke(right, method, arguments);
              right.scale((MatrixStack) arguments[4], 1.001, (MatrixStack) arguments[4]);
              return null;
            });
    assertThat(faults(off, Promise.DIGITS, SMALL))
        .isNotEmpty()
        .allMatch(one -> one.kernel().startsWith("multiply"))
        .anyMatch(one -> one.kernel().equals("multiply, plain sums"))
        .allMatch(one -> one.largest() > 1e-4 && one.largest() < 1.1e-3);
  }

  /** By hand, on numbers exact in binary: a range of the data, chosen data, and one row for all. */
  @ParameterizedTest
  @MethodSource("org.cusp.tensor.KernelProvider#usable")
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
}
