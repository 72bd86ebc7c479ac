package org.cusp.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cusp.cli.options.CommonOptions;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.cuda.CudaProvider;
import org.cusp.tensor.nd4j.Backend;
import org.cusp.tensor.parity.Comparison;
import org.cusp.tensor.parity.KernelParity;
import org.cusp.tensor.parity.Rounding.Promise;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code cusp doctor}: what Cusp found here, and whether it works as it should. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Check this machine: Java, ND4J, BLAS, the speed of a matrix product, and every kernel of the"
          + " chosen provider against a reference. The table has the largest difference in units of"
          + " the largest result.",
      "Exits 2 where something is bad, with what to do about it."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int SIZE = 1024;
  private static final int REPEATS = 10;

  /** Below this the BLAS runs on kernels for a processor of twenty years ago. */
  private static final double SLOW_GFLOPS = 15;

  private static final String LINE = "%s %-16s %s%s%n";

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  record Finding(String what, String found, boolean good, String advice) {}

  /**
   * A kernel beside the reference.
   *
   * @param float32 the largest difference in units of the largest result; null for infinite
   */
  record KernelFinding(String kernel, double float32, double float64, boolean good) {}

  private record Document(String command, List<Finding> findings, List<KernelFinding> kernels) {}

  @Override
  public Integer call() {
    KernelProvider chosen = KernelProvider.named(common.kernels);
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(new Finding("memory", memory(), true, ""));
    Map<String, String> facts = new TreeMap<>(Provenance.thisMachine());
    facts.putAll(Backend.versions());
    facts.forEach((name, value) -> findings.add(new Finding(name, value, true, "")));
    findings.add(kernels(chosen));
    findings.add(card());
    findings.add(products(chosen));
    KernelProvider reference = reference(chosen);
    List<KernelFinding> parity = parity(chosen, reference);
    findings.add(summary(parity, reference));
    print(findings, parity);
    return code(findings);
  }

  /** A machine that does not work is wrong input, not a fault of the programme. */
  static int code(List<Finding> findings) {
    return findings.stream().allMatch(Finding::good) ? Cusp.DONE : Cusp.WRONG_INPUT;
  }

  private void print(List<Finding> findings, List<KernelFinding> parity) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json) {
      out.println(Json.text(new Document("doctor", findings, parity)));
      return;
    }
    for (Finding finding : findings) {
      String advice = finding.good() ? "" : "  -> " + finding.advice();
      out.printf(Locale.ROOT, LINE, mark(finding.good()), finding.what(), finding.found(), advice);
    }
    out.printf(Locale.ROOT, "%n     %-24s %9s %9s%n", "kernel", "float32", "float64");
    for (KernelFinding one : parity) {
      out.printf(
          Locale.ROOT,
          "%s %-24s %9s %9s%n",
          mark(one.good()),
          one.kernel(),
          difference(one.float32()),
          difference(one.float64()));
    }
  }

  private static String mark(boolean good) {
    return good ? "ok  " : "BAD ";
  }

  private static String difference(double largest) {
    return largest == 0 ? "0" : String.format(Locale.ROOT, "%.0e", largest);
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    return new Finding(
        "java", Runtime.version().toString(), version >= 17, "install Java 17 or newer");
  }

  private static String memory() {
    return Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB heap at most (CUSP_HEAP)";
  }

  private static Finding kernels(KernelProvider chosen) {
    KernelProvider wanted = KernelProvider.all().get(0);
    return new Finding(
        "kernels",
        chosen.create().name(),
        wanted.obstacle().isEmpty(),
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

  /** Those that are made of plain operations; for these, and for a card, the SIMD kernels. */
  private static KernelProvider reference(KernelProvider chosen) {
    KernelProvider plain = KernelProvider.named("nd4j");
    boolean isOfCpu = chosen.worthwhileFrom() == 0;
    return isOfCpu && chosen != plain ? plain : KernelProvider.named("simd");
  }

  /** Every kernel of the one beside that of the other, on sizes that straddle blocks. */
  static List<KernelFinding> parity(KernelProvider chosen, KernelProvider reference) {
    KernelParity parity = new KernelParity(chosen, reference, Promise.DIGITS, 1);
    Map<String, List<Comparison>> byKernel =
        Stream.of(Precision.values())
            .flatMap(precision -> parity.on(KernelParity.shapes(precision)).stream())
            .collect(
                Collectors.groupingBy(Comparison::kernel, LinkedHashMap::new, Collectors.toList()));
    return byKernel.entrySet().stream()
        .map(
            of ->
                new KernelFinding(
                    of.getKey(),
                    largest(of.getValue(), Precision.FLOAT32),
                    largest(of.getValue(), Precision.FLOAT64),
                    of.getValue().stream().allMatch(Comparison::holds)))
        .toList();
  }

  private static double largest(List<Comparison> found, Precision precision) {
    return found.stream()
        .filter(one -> one.shape().precision() == precision)
        .mapToDouble(Comparison::largest)
        .max()
        .orElse(Double.NaN);
  }

  static Finding summary(List<KernelFinding> parity, KernelProvider reference) {
    List<String> wrong =
        parity.stream().filter(one -> !one.good()).map(KernelFinding::kernel).toList();
    String against = " of " + parity.size() + " kernels agree with those of " + reference.id();
    return new Finding(
        "parity",
        parity.size() - wrong.size() + against,
        wrong.isEmpty(),
        "these compute wrongly here: "
            + String.join(", ", wrong)
            + "; use --kernels "
            + reference.id());
  }

  private static Finding products(KernelProvider provider) {
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
