package org.cusp.paper.reproduction;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of a reproduction: every number in it is from the rows. */
final class Readme {
  private Readme() {}

  static String text(
      Reproduction reproduction,
      Size size,
      Results results,
      Findings findings,
      ExpectedTable expected) {
    String quick = size == Size.QUICK ? " --quick" : "";
    String seed = results.seed() == 1 ? "" : " --seed " + results.seed();
    return String.join(
        "\n",
        "# " + reproduction.title(),
        "",
        "Written by `./cusp reproduce " + reproduction.key() + quick + seed + "`.",
        "",
        "Source: " + reproduction.citation() + ".",
        "",
        "## Claim and set-up",
        "",
        lines(reproduction.claim()),
        "",
        results.settings().entrySet().stream()
            .map(entry -> "- " + entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("\n")),
        "",
        "## What was found",
        "",
        left(reproduction, size, results) + lines(findings.sentences()),
        "",
        findings.charts().stream().map(Readme::figure).collect(Collectors.joining("\n")),
        findings.tables().stream().map(Readme::section).collect(Collectors.joining("\n")),
        "All rows: [results.csv](results.csv); with settings and provenance:"
            + " [results.json](results.json).",
        "",
        "## The source's numbers",
        "",
        lines(expected.notes()),
        "",
        Tables.markdown(expected.rows()));
  }

  /** What is missing, in one line; nothing where all rows are there. */
  private static String left(Reproduction reproduction, Size size, Results results) {
    List<Row> rows = results.rows().stream().map(StoredRow::row).toList();
    int all =
        reproduction.pieces(size, results.seed()).size()
            + reproduction.further(size, results.seed(), rows).size();
    long whole = results.rows().stream().filter(StoredRow::isWhole).count();
    return whole == all
        ? ""
        : String.format(
            Locale.ROOT,
            "**Not whole yet**: %d of %d rows are done; the same command goes on with the others.\n\n",
            whole,
            all);
  }

  private static String lines(List<String> sentences) {
    return String.join("\n", sentences);
  }

  private static String figure(Chart chart) {
    return "![" + chart.alt() + "](" + chart.id() + ".svg)\n\n" + chart.caption() + "\n";
  }

  private static String section(Findings.Section section) {
    return "### " + section.title() + "\n\n" + Tables.markdown(section.rows());
  }
}
