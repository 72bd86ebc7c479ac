package org.cusp.report.figures;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;
import org.cusp.verdict.Verdict;

/** The LLC over a grid of step sizes and inverse temperatures, as shades with their numbers. */
final class MapFigure {
  private static final Color PALE = Theme.mixed(Theme.SKY, Theme.PAPER, 0.82);
  private static final Color DARK = Theme.mixed(Theme.BLUE, Color.BLACK, 0.35);
  private static final Color LINES = new Color(0xC4, 0xC4, 0xC4);

  private static final int ROW = 44;
  private static final int SMALL_TEXT = 11;
  private static final int MARGIN = 6;

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
    double[] x = edges(columns);
    double[] y = edges(rows);
    Drawing drawing = new Drawing();
    drawing.add(new Layer.Tile(x[0], x[columns.length], y[0], y[rows.length], Theme.SHADE));
    for (LlcMap.Cell cell : cells) {
      int column = Arrays.binarySearch(columns, cell.stepSize());
      int row = Arrays.binarySearch(rows, cell.nBeta());
      add(cell, x[column], x[column + 1], y[row], y[row + 1], drawing);
    }
    for (int i = 1; i < columns.length; i++) {
      drawing.add(new Layer.Upright(x[i], Theme.PAPER, Theme.solid(2f)));
    }
    for (int i = 1; i < rows.length; i++) {
      drawing.add(new Layer.Level(y[i], Theme.PAPER, Theme.solid(2f)));
    }
    keys(drawing);
    Axis across = new Axis("step size ε (log scale)", new Scale.Log(), x[0], x[columns.length]);
    Axis up = new Axis("inverse temperature nβ (log scale)", new Scale.Log(), y[0], y[rows.length]);
    return new Figure(
        "map",
        "LLC by step size and inverse temperature: " + target,
        "Each cell is one estimate, at its step size and nβ. Where a sampler works, neighbouring"
            + " cells of a row agree: the step size does not matter there. Hatched cells were"
            + " rejected by their own diagnostics or have no finite value; their numbers do not"
            + " count in the shades.",
        alt(),
        List.of(drawing.panel(Math.max(200, ROW * rows.length), across, up)));
  }

  private void add(
      LlcMap.Cell cell, double left, double right, double bottom, double top, Drawing drawing) {
    boolean counts = cell.counts();
    Color paper = counts ? colour(shade(cell.llc())) : Theme.PAPER;
    if (counts) {
      drawing.add(new Layer.Tile(left, right, bottom, top, paper));
    } else {
      drawing.add(
          new Layer.Tile(left, right, bottom, top, Theme.PAPER),
          new Layer.Hatch(left, right, bottom, top, LINES));
    }
    boolean doubtful = counts && cell.status() == Verdict.Status.DOUBTFUL;
    String text = text(cell.llc()) + (doubtful ? " ?" : "");
    double room = (double) (Theme.WIDTH - Theme.LEFT - Theme.RIGHT) / columns.length - MARGIN;
    int size = Theme.textWidth(text) <= room ? Theme.TEXT_SIZE : SMALL_TEXT;
    if (Theme.textWidth(text) * size / Theme.TEXT_SIZE <= room) {
      drawing.add(
          new Layer.Words(
              Math.sqrt(left * right), Math.sqrt(bottom * top), text, size, Theme.legible(paper)));
    }
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

  private void keys(Drawing drawing) {
    if (lowest < highest) {
      drawing.key("lowest: " + text(lowest), key(0));
      drawing.key("highest: " + text(highest), key(1));
    }
    if (cells.stream().anyMatch(c -> c.counts() && c.status() == Verdict.Status.DOUBTFUL)) {
      drawing.key("doubtful", new Layer.Words(1, 1, "?", Theme.TEXT_SIZE, Theme.INK));
    }
    if (cells.stream().anyMatch(cell -> !cell.counts())) {
      drawing.key("rejected or not finite", new Layer.Hatch(1, 1, 1, 1, LINES));
    }
  }

  private static Layer key(double shade) {
    return new Layer.Tile(1, 1, 1, 1, colour(shade));
  }

  private double shade(double llc) {
    double from = shades.forward(lowest);
    double width = shades.forward(highest) - from;
    return width > 0 ? (shades.forward(llc) - from) / width : 0;
  }

  private static Color colour(double shade) {
    return shade < 0.5
        ? Theme.mixed(PALE, Theme.SKY, 2 * shade)
        : Theme.mixed(Theme.SKY, DARK, 2 * shade - 1);
  }

  private double[] distinct(ToDoubleFunction<LlcMap.Cell> what) {
    return cells.stream().mapToDouble(what).distinct().sorted().toArray();
  }

  /** Half-way between neighbours on a log scale, and as far beyond the first and the last. */
  static double[] edges(double[] centres) {
    double[] edges = new double[centres.length + 1];
    for (int i = 1; i < centres.length; i++) {
      edges[i] = Math.sqrt(centres[i - 1] * centres[i]);
    }
    int last = centres.length;
    double first = last > 1 ? centres[0] / edges[1] : 1 / Math.sqrt(10);
    double beyond = last > 1 ? centres[last - 1] / edges[last - 1] : Math.sqrt(10);
    edges[0] = centres[0] * first;
    edges[last] = centres[last - 1] * beyond;
    return edges;
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
