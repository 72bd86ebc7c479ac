package org.cusp.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.tensor.nd4j.Nd4jMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelProviderTest {
  @TempDir Path folder;

  @Test
  void providersAreFoundAsServices() {
    assertThat(KernelProvider.all()).extracting(KernelProvider::id).startsWith("simd", "nd4j");
    assertThat(KernelProvider.named("auto")).isSameAs(KernelProvider.best());
    assertThatThrownBy(() -> KernelProvider.named("smid"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("simd");
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void hostMemoryHoldsWhatNd4jHolds(Precision precision) {
    double[] values = {1.5, -2, 0, 0.1, Double.MAX_VALUE, 1e-320};
    for (Memory memory : List.of(new HostMemory(), new Nd4jMemory())) {
      try (Slab slab = Slab.zeros(memory, precision, 3, values.length)) {
        slab.setRow(1, values);
        assertThat(slab.getRow(0)).containsOnly(0);
        assertThat(slab.getRow(2)).containsOnly(0);
        assertThat(slab.getRow(1))
            .isEqualTo(
                precision == Precision.FLOAT64
                    ? values
                    : Arrays.stream(values).map(value -> (float) value).toArray());
        double[] part = new double[2];
        slab.load(1, 2, part, 2);
        assertThat(part).containsExactly(slab.getRow(1)[2], slab.getRow(1)[3]);
        assertThat(slab.values())
            .hasSize(18)
            .endsWith(0, 0, 0, 0, 0, 0)
            .startsWith(0, 0, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(slab.values(), 6, 12)).isEqualTo(slab.getRow(1));
      }
    }
  }

  @Test
  void wholeNumbersAreHeldInAnyMemory() {
    for (Memory memory : List.of(new HostMemory(), new Nd4jMemory())) {
      try (IntSlab slab = IntSlab.zeros(memory, 2, 3)) {
        slab.setRow(1, new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE});
        slab.store(0, 1, new int[] {7, 8}, 2);
        assertThat(slab.getRow(0)).containsExactly(0, 7, 8);
        assertThat(slab.getRow(1)).containsExactly(Integer.MAX_VALUE, -1, Integer.MIN_VALUE);
        assertThat(slab.rowOf(1)).isEqualTo(1);
      }
      try (IntSlab shared = IntSlab.row(memory, new int[] {4})) {
        assertThat(shared.rowOf(5)).isZero();
      }
    }
  }

  /** The kernels' products in plain host memory are those in ND4J's. */
  @Test
  void productsAreTheSameInEitherMemory() {
    Kernels kernels = KernelProvider.named("simd").create();
    double[] values = new double[35];
    Arrays.setAll(values, i -> Math.sin(i));
    assertThat(product(kernels, new HostMemory(), values))
        .isEqualTo(product(kernels, new Nd4jMemory(), values));
  }

  private static double[] product(Kernels kernels, Memory memory, double[] values) {
    try (Slab a = Slab.row(memory, Precision.FLOAT32, values);
        Slab c = a.zerosBeside(1, 25)) {
      MatrixStack left = MatrixStack.of(a, 0, 5, 7);
      kernels.multiply(left, Transpose.NO, left, Transpose.YES, MatrixStack.of(c, 0, 5, 5), 0);
      return c.getRow(0);
    }
  }

  /** A whole estimate in a JVM whose class path has no ND4J: nothing of it is loaded. */
  @Test
  void nd4jIsNotNeeded() throws Exception {
    String[] command = {"llc", "conjugate:dimension=2,n=50", "--draws=20", "--chains=2", "--json"};
    String with = output(classPath(), command);
    String without = output(withoutNd4j(), command);
    assertThat(without).contains("\"llc\"").doesNotContain("CpuBackend");
    assertThat(estimate(without)).isEqualTo(estimate(with));
  }

  private static String estimate(String json) {
    int from = json.indexOf("\"llc\"", json.indexOf("\"llc\"") + 1);
    return json.substring(from, json.indexOf('}', from));
  }

  private String output(String classPath, String... command) throws Exception {
    Path out = folder.resolve("out-" + classPath.length());
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                "org.cusp.cli.Cusp"));
    words.addAll(List.of(command));
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
    return Files.readString(out);
  }

  private static String classPath() {
    String entries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(entries.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String withoutNd4j() {
    return Arrays.stream(classPath().split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("nd4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
