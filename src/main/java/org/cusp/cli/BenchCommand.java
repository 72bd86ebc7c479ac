package org.cusp.cli;

import java.util.concurrent.Callable;
import org.cusp.bench.BenchmarkRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp bench}: the JMH benchmarks of the hot kernels. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Run the JMH benchmarks of the hot kernels; the results, with the machine, go to"
          + " benchmarks/jmh.json."
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description = "Only benchmarks whose name matches this regular expression.")
  private String pattern = ".*";

  @Option(names = "--quick", description = "One short round: does it run at all?")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private java.nio.file.Path out = java.nio.file.Path.of("benchmarks", "jmh.json");

  @Override
  public Integer call() {
    BenchmarkRun.Length length = quick ? BenchmarkRun.Length.QUICK : BenchmarkRun.Length.FULL;
    BenchmarkRun.run(pattern, length, out);
    spec.commandLine().getOut().println("results: " + out);
    return Cusp.DONE;
  }
}
