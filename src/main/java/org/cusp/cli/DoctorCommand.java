package org.cusp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cusp.cli.options.CommonOptions;
import org.cusp.format.Json;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Provenance;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.cuda.CudaProvider;
import org.cusp.tensor.nd4j.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cusp doctor}: what Cusp found here, and whether it works as it should. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Check this machine: Java, ND4J, BLAS, kernels, speed of a matrix product.")
final class DoctorCommand implements Callable<Integer> {
  private static final int SIZE = 1024;
  private static final int REPEATS = 10;

  /** Below this the BLAS runs on kernels for a processor of twenty years ago. */
  private static final double SLOW_GFLOPS = 15;

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  private record Finding(String what, String found, boolean good, String advice) {}

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(new Finding("memory", memory(), true, ""));
    Map<String, String> facts = new TreeMap<>(Provenance.thisMachine());
    facts.putAll(Backend.versions());
    facts.forEach((name, value) -> findings.add(new Finding(name, value, true, "")));
    findings.add(kernels());
    findings.add(card());
    findings.add(parity());
    findings.add(products());
    print(findings);
    return findings.stream().allMatch(Finding::good) ? Cusp.DONE : Cusp.BUG;
  }

  private void print(List<Finding> findings) {
    if (common.json) {
      spec.commandLine()
          .getOut()
          .println(Json.text(Map.of("command", "doctor", "findings", findings)));
      return;
    }
    for (Finding finding : findings) {
      String mark = finding.good() ? "ok  " : "BAD ";
      String advice = finding.good() ? "" : "  -> " + finding.advice();
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "%s %-16s %s%s%n", mark, finding.what(), finding.found(), advice);
    }
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    return new Finding(
        "java", Runtime.version().toString(), version >= 17, "install Java 17 or newer");
  }

  private static String memory() {
    return Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB heap at most (CUSP_HEAP)";
  }

  private static Finding kernels() {
    KernelProvider best = KernelProvider.best();
    return new Finding(
        "kernels",
        best.create().name(),
        best == KernelProvider.all().get(0),
        "start Java with --add-modules jdk.incubator.vector, as the cusp script does");
  }

  /** No fault where there is none: a CPU does all that a card does. */
  private static Finding card() {
    return new Finding(
        "NVIDIA GPU",
        new CudaProvider()
            .obstacle()
            .map(why -> "not in use: " + why)
            .orElseGet(CudaProvider::describe),
        true,
        "");
  }

  /** The fast kernels against the reference, on one product. */
  private static Finding parity() {
    double[] fast = product(KernelProvider.best());
    double[] reference = product(KernelProvider.named("nd4j"));
    double largest = 0;
    for (int i = 0; i < fast.length; i++) {
      largest = Math.max(largest, Math.abs(fast[i] - reference[i]));
    }
    return new Finding(
        "parity",
        String.format(Locale.ROOT, "fast and reference kernels differ by %.1e", largest),
        largest < 1e-3,
        "the BLAS on this machine computes wrongly");
  }

  private static double[] product(KernelProvider provider) {
    int size = 64;
    double[] values = new double[size * size];
    RandomStream.of(1, Purpose.START, 0).normals(0, 0, values, values.length);
    try (Slab a = Slab.row(provider.memory(), Precision.FLOAT32, values);
        Slab c = a.zerosBeside(1, size * size)) {
      Kernels kernels = provider.create();
      MatrixStack left = MatrixStack.of(a, 0, size, size);
      kernels.multiply(
          left, Transpose.NO, left, Transpose.YES, MatrixStack.of(c, 0, size, size), 0);
      return c.getRow(0);
    }
  }

  private static Finding products() {
    KernelProvider provider = KernelProvider.best();
    Kernels kernels = provider.create();
    try (Slab a = Slab.zeros(provider.memory(), Precision.FLOAT32, 1, SIZE * SIZE);
        Slab c = a.zerosBeside(1, SIZE * SIZE)) {
      MatrixStack left = MatrixStack.of(a, 0, SIZE, SIZE);
      MatrixStack target = MatrixStack.of(c, 0, SIZE, SIZE);
      kernels.multiply(left, Transpose.NO, left, Transpose.NO, target, 0);
      long start = System.nanoTime();
      for (int i = 0; i < REPEATS; i++) {
        kernels.multiply(left, Transpose.NO, left, Transpose.NO, target, 0);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double gflops = 2.0 * SIZE * SIZE * SIZE * REPEATS / seconds / 1e9;
      return new Finding(
          "matrix product",
          String.format(Locale.ROOT, "%.0f GFLOP/s in float32 on one core", gflops),
          gflops > SLOW_GFLOPS,
          "BLAS has no kernels for this processor, or the machine is busy");
    }
  }
}
