package org.cusp.report.figures.settings;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.HeatMap;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;
import org.cusp.verdict.Verdict;

/** The LLC over a grid of step sizes and inverse temperatures, as shades with their numbers. */
final class MapFigure {
  private static final Color PALE = Theme.mixed(Theme.SKY, Theme.PAPER, 0.82);
  private static final Color DARK = Theme.mixed(Theme.BLUE, Color.BLACK, 0.35);

  private static final int ROW = 44;

  /** Numbers as large as this, or larger, have no digits after the point to spare. */
  private static final double LARGE = 1e5;

  private final List<LlcMap.Cell> cells;
  private final double[] columns;
  private final double[] rows;
  private final double lowest;
  private final double highest;
  private final Scale shades;

  private MapFigure(LlcMap map) {
    cells = map.cells();
    columns = distinct(LlcMap.Cell::stepSize);
    rows = distinct(LlcMap.Cell::nBeta);
    double[] values =
        cells.stream().filter(LlcMap.Cell::counts).mapToDouble(LlcMap.Cell::llc).toArray();
    lowest = Arrays.stream(values).min().orElse(Double.NaN);
    highest = Arrays.stream(values).max().orElse(Double.NaN);
    shades = Axis.signed(values, Axis.size(values, 0.5));
  }

  static Figure of(String target, LlcMap map) {
    return new MapFigure(map).figure(target);
  }

  private Figure figure(String target) {
    HeatMap map =
        new HeatMap(
            Math.max(200, ROW * rows.length),
            new HeatMap.Labels("step size ε", names(columns)),
            new HeatMap.Labels("inverse temperature nβ", names(rows)),
            List.of(PALE, Theme.SKY, DARK),
            cells.stream().map(this::cell).toList(),
            keys());
    return new Figure(
        "map",
        "LLC by step size and inverse temperature: " + target,
        "Each cell is one estimate, at its step size and nβ. Where a sampler works, neighbouring"
            + " cells of a row agree: the step size does not matter there. Hatched cells were"
            + " rejected by their own diagnostics or have no finite value; their numbers do not"
            + " count in the shades.",
        alt(),
        List.of(map));
  }

  private HeatMap.Cell cell(LlcMap.Cell cell) {
    boolean counts = cell.counts();
    boolean doubtful = counts && cell.status() == Verdict.Status.DOUBTFUL;
    return new HeatMap.Cell(
        Arrays.binarySearch(columns, cell.stepSize()),
        Arrays.binarySearch(rows, cell.nBeta()),
        counts ? shade(cell.llc()) : Double.NaN,
        text(cell.llc()) + (doubtful ? " ?" : ""));
  }

  private static List<String> names(double[] values) {
    return Arrays.stream(values).mapToObj(value -> Numbers.significant(value, 3)).toList();
  }

  /** All with as many decimals as the largest that counts needs for three digits. */
  private String text(double llc) {
    if (Double.isNaN(llc)) {
      return "none";
    }
    double largest = Math.max(Math.abs(lowest), Math.abs(highest));
    double order = largest > 0 ? Math.floor(Math.log10(largest)) : 0;
    return Math.abs(llc) < LARGE && order >= -2
        ? Numbers.fixed(llc, (int) Math.max(0, 2 - order))
        : Numbers.significant(llc, 3);
  }

  private List<Panel.Key> keys() {
    Drawing drawing = new Drawing();
    if (lowest < highest) {
      drawing.key("lowest: " + text(lowest), new Layer.Tile(0, 1, 0, 1, PALE));
      drawing.key("highest: " + text(highest), new Layer.Tile(0, 1, 0, 1, DARK));
    }
    if (cells.stream().anyMatch(c -> c.counts() && c.status() == Verdict.Status.DOUBTFUL)) {
      drawing.key("doubtful", new Layer.Words(1, 1, "?", Theme.TEXT_SIZE, Theme.INK));
    }
    if (cells.stream().anyMatch(cell -> !cell.counts())) {
      drawing.key("rejected or not finite", new Layer.Hatch());
    }
    return drawing.keys();
  }

  private double shade(double llc) {
    double from = shades.forward(lowest);
    double width = shades.forward(highest) - from;
    return width > 0 ? (shades.forward(llc) - from) / width : 0;
  }

  private double[] distinct(ToDoubleFunction<LlcMap.Cell> what) {
    return cells.stream().mapToDouble(what).distinct().sorted().toArray();
  }

  private String alt() {
    long usable = cells.stream().filter(LlcMap.Cell::counts).count();
    return String.format(
        Locale.ROOT,
        "Map of the LLC at %d step sizes and %d inverse temperatures; %d of %d estimates are not rejected, from %s to %s.",
        columns.length,
        rows.length,
        usable,
        cells.size(),
        text(lowest),
        text(highest));
  }
}
