package org.cusp.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.contract.ProblemString;
import org.cusp.exact.ExactFacts;
import org.cusp.format.Json;
import org.cusp.problem.ProblemFamily;
import org.cusp.problem.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cusp problems}. */
@Command(
    name = "problems",
    mixinStandardHelpOptions = true,
    description = "List the problems whose truth is known, with parameters and exact answers.")
final class ProblemsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document on standard output.")
  private boolean json;

  private record Entry(
      String name,
      String meaning,
      String parameters,
      String example,
      ExactFacts exact,
      String citation) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Entry> entries = Problems.FAMILIES.stream().map(ProblemsCommand::entry).toList();
    if (json) {
      out.println(Json.text(entries));
      return Cusp.DONE;
    }
    for (Entry entry : entries) {
      out.println(entry.name() + ": " + entry.meaning());
      out.println("    parameters: " + entry.parameters());
      out.println("    e.g. cusp llc " + entry.example() + exact(entry));
      out.println("    source: " + entry.citation());
    }
    out.println("Closed forms without data: cusp exact --list");
    return Cusp.DONE;
  }

  private static String exact(Entry entry) {
    return entry.exact() == null
        ? ""
        : "   (exact lambda "
            + entry.exact().lambda()
            + ", m = "
            + entry.exact().multiplicity()
            + ")";
  }

  private static Entry entry(ProblemFamily family) {
    Optional<ExactFacts> exact =
        family
            .exact(ProblemString.parse(family.example()))
            .map(rlct -> ExactFacts.of(family.example(), rlct));
    return new Entry(
        family.name(),
        family.meaning(),
        family.parameters(),
        family.example(),
        exact.orElse(null),
        family.citation());
  }
}
