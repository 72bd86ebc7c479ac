package org.cusp.cli;

import java.io.PrintWriter;
import java.util.List;
import org.cusp.contract.Message;
import org.cusp.run.Provenance;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import picocli.CommandLine.Model.CommandSpec;

/** The threads and kernels of one command, and where it prints. */
final class Session implements AutoCloseable {
  private final CommandSpec spec;
  private final CommonOptions options;
  private final KernelProvider kernels;
  private final Workers workers;

  Session(CommandSpec spec, CommonOptions options) {
    this.spec = spec;
    this.options = options;
    this.workers = new Workers(options.threads());
    this.kernels = KernelProvider.named(options.kernels);
  }

  KernelProvider kernels() {
    return kernels;
  }

  Workers workers() {
    return workers;
  }

  boolean json() {
    return options.json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** One line for people, on standard error. */
  void note(String line) {
    spec.commandLine().getErr().println(Message.of(line));
    spec.commandLine().getErr().flush();
  }

  /** One line of a result, on standard output, unless JSON goes there. */
  void say(String line) {
    if (!json()) {
      out().println(line);
      out().flush();
    }
  }

  Provenance provenance(long seed) {
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    return Provenance.of(String.join(" ", typed), seed, kernels.create().name(), workers.threads());
  }

  @Override
  public void close() {
    workers.close();
  }
}
