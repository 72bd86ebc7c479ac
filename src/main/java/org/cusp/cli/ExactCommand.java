package org.cusp.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cusp.cli.text.Paragraph;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.ExactAnswer;
import org.cusp.exact.ExactProblems;
import org.cusp.exact.Rlct;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp exact PROBLEM}: the learning coefficient in closed form. */
@StartsWithout(StartsWithout.Part.TENSORS_AND_COMPILER)
@Command(
    name = "exact",
    description = "The exact learning coefficient lambda and its multiplicity m, or a bound.",
    mixinStandardHelpOptions = true)
public final class ExactCommand implements Callable<Integer> {
  private static final int ANSWER_COLUMN = 9;
  private static final int LIST_COLUMN = 15;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROBLEM",
      description = "NAME:key=value,key=value, such as rrr:inputs=6,outputs=6,hidden=4,rank=3")
  private String problem;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(names = "--explain", description = "Show how the answer comes about.")
  private boolean explain;

  @Option(names = "--list", description = "List the problems with their parameters and examples.")
  private boolean list;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      out.println("Models whose learning coefficient has a closed form, or a bound.");
      out.println("An answer with its source: cusp exact NAME:key=value,key=value [--explain]");
      out.println();
      ExactProblems.families().forEach(family -> print(out, family));
    } else if (problem == null) {
      throw new InvalidInput(
          "exact: expected a problem such as rrr:inputs=6,outputs=6,hidden=4,rank=3; --list shows all");
    } else if (json) {
      out.println(toJson(ExactProblems.answer(problem)));
    } else {
      print(out, ExactProblems.answer(problem));
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, ExactProblems.Family family) {
    Paragraph.lines(family.name() + ":", family.name().length() + 2, family.meaning())
        .forEach(out::println);
    family
        .parameters()
        .forEach(
            parameter ->
                Paragraph.lines("  " + parameter.key(), LIST_COLUMN, parameter.meaning())
                    .forEach(out::println));
    Paragraph.lines("  try", LIST_COLUMN, "cusp exact " + family.example()).forEach(out::println);
    Rlct rlct = ExactProblems.answer(family.example().replace("'", "")).rlct();
    String answer =
        String.format(
            Locale.ROOT,
            "lambda = %s, m = %d (%s; %s)",
            rlct.lambdaText(),
            rlct.multiplicity(),
            rlct.status().label(),
            rlct.source());
    Paragraph.lines("  answer", LIST_COLUMN, answer).forEach(out::println);
    out.println();
  }

  private void print(PrintWriter out, ExactAnswer answer) {
    Rlct rlct = answer.rlct();
    out.println("lambda = " + rlct.lambdaText() + decimal(rlct) + ",  m = " + rlct.multiplicity());
    print(out, "status:", rlct.status().label() + (rlct.isExact() ? "" : ": " + answer.reason()));
    answer.conditions().forEach(condition -> print(out, "if:", condition));
    print(out, "source:", rlct.source());
    if (explain) {
      answer.explanation().forEach(line -> out.println("  " + line));
    }
  }

  private static void print(PrintWriter out, String label, String text) {
    Paragraph.lines(label, ANSWER_COLUMN, text).forEach(out::println);
  }

  private static String decimal(Rlct rlct) {
    return rlct.lambdaText().contains("/") ? " = " + rlct.lambdaValue() : "";
  }

  private String toJson(ExactAnswer answer) {
    Rlct rlct = answer.rlct();
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("problem", answer.problem());
    node.put("lambda", rlct.lambdaText());
    node.put("lambdaValue", rlct.lambdaValue());
    node.put("multiplicity", rlct.multiplicity());
    node.put("status", rlct.status().label());
    node.put("source", rlct.source());
    if (!rlct.isExact()) {
      node.put("reason", answer.reason());
    }
    if (explain) {
      ArrayNode lines = node.putArray("explanation");
      answer.conditions().forEach(lines::add);
      answer.explanation().forEach(lines::add);
    }
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
