package org.cusp.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cusp.cli.text.Paragraph;
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
@StartsWithout(StartsWithout.Part.TENSORS_AND_COMPILER)
@Command(
    name = "problems",
    mixinStandardHelpOptions = true,
    description = "List the problems whose truth is known, with parameters and exact answers.")
final class ProblemsCommand implements Callable<Integer> {
  private static final int COLUMN = 10;

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
    out.println(
        "Problems whose truth is known: data, w*, K(w) and the exact learning coefficient.");
    out.println("Each works with cusp llc and cusp kl; keys left out take their defaults.");
    for (Entry entry : entries) {
      out.println();
      out.println(entry.name());
      print(out, "model", entry.meaning());
      print(out, "keys", entry.parameters());
      print(out, "try", "cusp llc " + entry.example());
      if (entry.exact() != null) {
        print(out, "answer", exact(entry.exact()));
      }
      if (entry.exact() == null || !entry.exact().source().equals(entry.citation())) {
        print(out, "source", entry.citation());
      }
    }
    out.println();
    out.println("Models with a closed form but no data: cusp exact --list");
    out.flush();
    return Cusp.DONE;
  }

  private static void print(PrintWriter out, String label, String text) {
    Paragraph.lines("  " + label, COLUMN, text).forEach(out::println);
  }

  private static String exact(ExactFacts exact) {
    return String.format(
        Locale.ROOT,
        "lambda = %s, m = %d (%s; %s)",
        exact.lambda(),
        exact.multiplicity(),
        exact.status(),
        exact.source());
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
