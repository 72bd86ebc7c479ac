package org.cusp.cli.format;

import java.util.List;
import java.util.stream.Stream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.format.csv.Csv;

/**
 * A line for each number that has an error, for spreadsheets and data frames: all digits, cells
 * empty where something is not known.
 */
final class CsvFormat implements OutputFormat {
  private static final List<String> HEADER =
      List.of("target", "at", "of", "value", "se", "low", "high", "rhat", "ess", "verdict");

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String describe() {
    return "a line for each estimate";
  }

  @Override
  public List<String> lines(Answer answer) {
    return Stream.concat(Stream.of(HEADER), answer.estimates().stream().map(CsvFormat::cells))
        .map(cells -> Csv.line(cells).stripTrailing())
        .toList();
  }

  private static List<String> cells(EstimateOf one) {
    Estimate number = one.estimate();
    return List.of(
        one.target(),
        one.at(),
        one.of(),
        cell(number.value()),
        cell(number.se()),
        cell(one.ci95()[0]),
        cell(one.ci95()[1]),
        cell(number.rhat()),
        cell(number.ess()),
        one.status() == null ? "" : one.status().label());
  }

  private static String cell(double number) {
    return Double.isFinite(number) ? Double.toString(number) : "";
  }
}
