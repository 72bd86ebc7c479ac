package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Layers as series of an XChart, in the units of the data. */
final class Plot {
  /** Lines reach so far beyond both ends, since XChart leaves a margin inside its axes. */
  private static final double BEYOND = 0.02;

  private static final int MOST_PARTS = 250;

  /** Points of a smooth line as near as this, in fractions of the axes, leave it straight. */
  private static final double NEAR = 0.004;

  private final XYChart chart;
  private final PlottedAxis x;
  private final PlottedAxis y;

  Plot(XYChart chart, PlottedAxis x, PlottedAxis y) {
    this.chart = chart;
    this.x = x;
    this.y = y;
  }

  /**
   * XChart draws the segments of a line one by one, so that dashes would begin anew at each; its
   * smooth lines are one path.
   */
  void line(double[] at, double[] heights, Color colour, BasicStroke stroke) {
    double[] across = fractions(x, at);
    double[] up = fractions(y, heights);
    if (across.length > 2 && stroke.getDashArray() != null) {
      draw(closer(across, up), colour, stroke).setSmooth(true);
    } else if (across.length > 0) {
      draw(List.of(across, up), colour, stroke);
    }
  }

  void level(double height, Color colour, BasicStroke stroke) {
    double up = y.axis().fraction(height);
    double[] across = {-BEYOND, 1 + BEYOND};
    draw(List.of(across, new double[] {up, up}), colour, stroke);
  }

  void upright(double at, Color colour, BasicStroke stroke) {
    double across = x.axis().fraction(at);
    double[] up = {-BEYOND, 1 + BEYOND};
    draw(List.of(new double[] {across, across}, up), colour, stroke);
  }

  void marks(double[] at, double[] heights, Glyph glyph, Color colour) {
    if (at.length == 0) {
      return;
    }
    XYSeries series = add(fractions(x, at), fractions(y, heights));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(glyph.marker());
    series.setMarkerColor(colour);
  }

  /**
   * Vertical bars. XChart's are symmetric in the value and vanish where one end has no logarithm:
   * they stand on the middle between their places, and one that reaches zero goes off the plot.
   */
  void bars(double[] at, double[] middle, double[] half, Color colour) {
    int[] kept =
        IntStream.range(0, at.length)
            .filter(i -> Double.isFinite(x.of(at[i])) && Double.isFinite(middle[i] + half[i]))
            .toArray();
    double[] low = Arrays.stream(kept).mapToDouble(i -> end(middle[i] - half[i])).toArray();
    double[] high = Arrays.stream(kept).mapToDouble(i -> end(middle[i] + half[i])).toArray();
    double[] across = Arrays.stream(kept).mapToDouble(i -> x.axis().fraction(at[i])).toArray();
    double[] centre = new double[kept.length];
    double[] reach = new double[kept.length];
    for (int i = 0; i < kept.length; i++) {
      centre[i] = (y.at(low[i]) + y.at(high[i])) / 2;
      reach[i] = (y.at(high[i]) - y.at(low[i])) / 2;
    }
    if (kept.length > 0) {
      XYSeries series =
          chart.addSeries(name(), Arrays.stream(across).map(x::at).toArray(), centre, reach);
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(colour);
    }
  }

  /** The filled polygon through points; what lies beyond the axes is cut off. */
  void area(double[] at, double[] heights, Color colour) {
    fill(fractions(x, at), fractions(y, heights), colour);
  }

  /** A stretch of the horizontal axis. */
  void zone(double from, double to, Color colour) {
    double left = x.axis().fraction(from);
    double right = x.axis().fraction(to);
    double[] up = {-BEYOND, -BEYOND, 1 + BEYOND, 1 + BEYOND};
    fill(new double[] {left, right, right, left}, up, colour);
  }

  /** What XChart has no series for, above everything else. */
  void over(Annotation annotation) {
    chart.addAnnotation(annotation);
  }

  void withoutGrid() {
    chart.getStyler().setPlotGridLinesVisible(false);
  }

  PlottedAxis across() {
    return x;
  }

  PlottedAxis up() {
    return y;
  }

  private void fill(double[] across, double[] up, Color colour) {
    if (across.length > 0) {
      XYSeries series = add(across, up);
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
      series.setFillColor(colour);
      series.setLineStyle(SeriesLines.NONE);
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  private XYSeries draw(List<double[]> points, Color colour, BasicStroke stroke) {
    XYSeries series = add(points.get(0), points.get(1));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setLineColor(colour);
    series.setLineStyle(stroke);
    series.setLineWidth(stroke.getLineWidth());
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  /** The points of a line with others between them, so near that the line is seen as straight. */
  private static List<double[]> closer(double[] across, double[] up) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < across.length; i++) {
      double far = i == 0 ? 0 : Math.hypot(across[i] - across[i - 1], up[i] - up[i - 1]);
      int parts = Double.isFinite(far) ? (int) Math.max(1, Math.min(MOST_PARTS, far / NEAR)) : 1;
      for (int k = parts - 1; k > 0; k--) {
        double share = (double) k / parts;
        points.add(
            new double[] {
              across[i] + share * (across[i - 1] - across[i]), up[i] + share * (up[i - 1] - up[i])
            });
      }
      points.add(new double[] {across[i], up[i]});
    }
    return List.of(
        points.stream().mapToDouble(p -> p[0]).toArray(),
        points.stream().mapToDouble(p -> p[1]).toArray());
  }

  private XYSeries add(double[] across, double[] up) {
    double[] atX = new double[across.length];
    double[] atY = new double[across.length];
    for (int i = 0; i < across.length; i++) {
      boolean isThere = Double.isFinite(across[i]) && Double.isFinite(up[i]);
      atX[i] = isThere ? x.at(across[i]) : x.low();
      atY[i] = isThere ? y.at(up[i]) : Double.NaN;
    }
    return chart.addSeries(name(), atX, atY);
  }

  private String name() {
    return "series " + chart.getSeriesCollection().size();
  }

  /** The end of an error bar as a fraction of the axis; far below it where it has no place. */
  private double end(double value) {
    double fraction = y.axis().fraction(value);
    return Double.isNaN(fraction) ? -1 : fraction;
  }

  private static double[] fractions(PlottedAxis axis, double[] values) {
    return Arrays.stream(values).map(axis.axis()::fraction).toArray();
  }
}
