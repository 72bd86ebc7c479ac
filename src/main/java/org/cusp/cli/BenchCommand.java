package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cusp.bench.BenchmarkRun;
import org.cusp.bench.guard.Guard;
import org.cusp.bench.guard.GuardedWork;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp bench}: the JMH benchmarks of the hot kernels, and the guard of their speed. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Run the JMH benchmarks of the hot kernels; the results, with the machine, go to"
          + " benchmarks/jmh.json. With --check, hold each hot kernel's time, in units of a bare"
          + " matrix product or copy in the same process, against benchmarks/baseline.json."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int SLOW = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      description =
          "Only benchmarks, or guarded kernels such as step-sgld, whose name has a match of this"
              + " regular expression.")
  private String pattern = ".*";

  @Option(names = "--quick", description = "One short round: does it run at all?")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("benchmarks", "jmh.json");

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "What kernels took before (default: ${DEFAULT-VALUE}).")
  private Path baseline = Path.of("benchmarks", "baseline.json");

  @ArgGroup(exclusive = true)
  private Guarding guarding;

  /** What is asked of the guard. */
  private static final class Guarding {
    @Option(
        names = "--check",
        required = true,
        description = "Exit 1 where a kernel takes more than 1.3 times what it took.")
    private boolean check;

    @Option(
        names = "--prove",
        required = true,
        description = "Make every kernel 1.5 times longer; exit 1 where --check would miss it.")
    private boolean prove;

    @Option(
        names = "--record",
        required = true,
        description = "Write what kernels take now as the baseline of this kind of machine.")
    private boolean record;
  }

  @Override
  public Integer call() {
    if (guarding != null) {
      return guard(guarding);
    }
    BenchmarkRun.Length length = quick ? BenchmarkRun.Length.QUICK : BenchmarkRun.Length.FULL;
    BenchmarkRun.run(pattern, length, out);
    spec.commandLine().getOut().println("results: " + out);
    return Cusp.DONE;
  }

  private int guard(Guarding asked) {
    Set<GuardedWork> works = Guard.named(pattern);
    if (asked.record) {
      print(Guard.record(baseline, works));
      spec.commandLine().getOut().println("recorded: " + baseline);
      return Cusp.DONE;
    }
    Guard.Report report = asked.prove ? Guard.proof(baseline, works) : Guard.check(baseline, works);
    print(report);
    int found = report.slow().size();
    boolean asItShould = asked.prove ? found == report.rows().size() : found == 0;
    return asItShould ? Cusp.DONE : SLOW;
  }

  private void print(Guard.Report report) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(report.machine());
    if (report.rows().isEmpty()) {
      to.println(
          "no baseline of such a machine in "
              + baseline
              + ": nothing is compared (--record, on an idle machine, makes one)");
      return;
    }
    to.println("times in units of a bare product or copy, now and before");
    for (Guard.Row row : report.rows()) {
      to.printf(
          Locale.ROOT,
          "%-22s %8.3f %8.3f  %5.2f times%s%n",
          row.work().label(),
          row.ratio(),
          row.before(),
          row.ratio() / row.before(),
          row.isSlow() ? ", SLOW" : row.isOpen() ? ", not judged: the machine was busy" : "");
    }
  }
}
