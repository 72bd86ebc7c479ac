package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cusp.foreign.Evaluation;
import org.cusp.foreign.Opened;

/** {@code cusp open} for people. */
public final class OpenText {
  private static final int MOST_NAME = 60;
  private static final int COLUMN = 14;

  private OpenText() {}

  public static List<String> lines(Opened opened) {
    List<String> lines = new ArrayList<>();
    lines.add(opened.file() + ": " + opened.format());
    lines.addAll(Paragraph.lines("architecture", COLUMN, opened.architecture()));
    lines.add(line("%-13s %,d", "parameters", opened.parameters()));
    opened.notes().forEach(note -> lines.addAll(Paragraph.lines("note", COLUMN, note)));
    lines.add("");
    table(opened.tensors(), lines);
    lines.add("");
    evaluation(opened, lines);
    if (!opened.missing().isEmpty()) {
      lines.addAll(
          Paragraph.lines("for an LLC", COLUMN, "missing: " + String.join(", ", opened.missing())));
    }
    boolean sampled =
        opened.missing().stream().noneMatch(what -> what.contains("cannot") || what.contains("--"));
    if (sampled) {
      lines.addAll(
          Paragraph.lines(
              "next",
              COLUMN,
              opened.loss() == null
                  ? "cusp open FILE with --data X,Y (tokens: --data X): is it the same function?"
                  : "cusp llc FILE with the same --data; --spec > my.yaml here writes what was taken,"
                      + " to be changed, and cusp llc FILE --spec my.yaml"));
    }
    return lines;
  }

  private static void table(List<Opened.Row> rows, List<String> lines) {
    int width =
        Math.min(
            MOST_NAME, rows.stream().mapToInt(row -> shown(row.name()).length()).max().orElse(4));
    String format = "%-" + Math.max(4, width) + "s %-5s %-18s %12s  %s";
    lines.add(line(format, "name", "type", "shape", "numbers", "is"));
    for (Opened.Row row : rows) {
      String shape =
          row.shape().stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
      lines.add(
          line(
              format,
              shown(row.name()),
              row.dtype(),
              shape,
              line("%,d", row.numbers()),
              row.role()));
    }
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{C}", "?");
    return plain.length() <= MOST_NAME ? plain : plain.substring(0, MOST_NAME - 3) + "...";
  }

  private static void evaluation(Opened opened, List<String> lines) {
    Evaluation evaluation = opened.evaluation();
    if (evaluation == null) {
      return;
    }
    lines.add(
        line(
            "%-13s %,d, inputs %s",
            evaluation.n() == 1 ? "example" : "examples", evaluation.n(), evaluation.scaling()));
    lines.addAll(
        Paragraph.lines(
            "activation",
            COLUMN,
            evaluation.activation() + " (" + evaluation.activationFrom() + ")"));
    if (evaluation.reading() != null) {
      lines.addAll(
          Paragraph.lines(
              "taken as", COLUMN, evaluation.reading() + " (the file does not say it)"));
    }
    if (evaluation.fit() != null) {
      lines.add(
          line(
              "%-13s %.6g nats%s (%s); the best constant prediction has %.6g",
              "loss",
              opened.loss(),
              evaluation.fit().each(),
              evaluation.fit().likelihood(),
              opened.constantLoss()));
      if (opened.accuracy() != null) {
        lines.add(line("%-13s %.2f%%", "accuracy", 100 * opened.accuracy()));
      }
      if (!(opened.loss() < opened.constantLoss())) {
        lines.addAll(
            Paragraph.lines(
                "warning",
                COLUMN,
                "the loss is not below that of the best constant prediction: other data, another"
                    + " scaling, or another function than that of the file"));
      }
    }
    if (opened.largestDifference() != null) {
      lines.add(
          line(
              "%-13s %.3g at most, in row %d (%.2g of the largest output expected)",
              "difference",
              opened.largestDifference(),
              evaluation.differenceRow(),
              evaluation.relativeDifference()));
    }
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
