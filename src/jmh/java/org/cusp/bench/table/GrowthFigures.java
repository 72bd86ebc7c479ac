package org.cusp.bench.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.figures.ChartFigure;
import org.cusp.report.plot.Figure;

/** How time and memory grow, from the table's results, as SVG. */
public final class GrowthFigures {
  private static final double MICRO = 1e6;
  private static final double MEBI = 1 << 20;

  private GrowthFigures() {}

  /** Arguments: table.json, the folder for the figures. */
  public static void main(String[] arguments) {
    JsonNode growth = Json.read(Path.of(arguments[0]), JsonNode.class).get("growth");
    growth
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isEmpty()) {
                write(Path.of(arguments[1]), entry.getKey(), entry.getValue());
              }
            });
  }

  private static void write(Path folder, String what, JsonNode rows) {
    for (Figure figure : List.of(time(what, rows), memory(what, rows))) {
      byte[] svg = figure.svg().getBytes(StandardCharsets.UTF_8);
      AtomicFiles.write(folder.resolve(figure.id() + ".svg"), out -> out.write(svg));
    }
  }

  private static Figure time(String what, JsonNode rows) {
    return figure(
        "growth-" + what + "-time",
        "Time of a step of one chain against " + what,
        what,
        "microseconds",
        List.of(series("a step", rows, "secondsOfChainStep", MICRO)));
  }

  private static Figure memory(String what, JsonNode rows) {
    return figure(
        "growth-" + what + "-memory",
        "Memory against " + what,
        what,
        "MiB",
        List.of(
            series("process at its peak", rows, "peakBytes", 1 / MEBI),
            series("tensors of all chains", rows, "tensorBytes", 1 / MEBI)));
  }

  private static Figure figure(
      String id, String title, String across, String up, List<Chart.Series> series) {
    return ChartFigure.of(
        new Chart(
            id,
            new Chart.Words(title, title + ".", title + "."),
            new Chart.Axis(across + " (log scale)", Chart.Scale.LOG),
            new Chart.Axis(up + " (log scale)", Chart.Scale.LOG),
            series));
  }

  private static Chart.Series series(String label, JsonNode rows, String field, double unit) {
    return Chart.Series.plain(
        label, Chart.Style.JOINED, numbers(rows, "size", 1), numbers(rows, field, unit));
  }

  private static double[] numbers(JsonNode rows, String field, double unit) {
    return StreamSupport.stream(rows.spliterator(), false)
        .mapToDouble(row -> unit * row.get(field).asDouble())
        .toArray();
  }
}
