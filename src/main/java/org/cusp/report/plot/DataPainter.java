package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a panel's layers with XChart, which gets each coordinate as a fraction of its axis and
 * whose plot fills the whole rectangle given. Long lines are drawn directly.
 */
final class DataPainter {
  static final BasicStroke BAR = Theme.solid(1.4f);

  private static final Color NOTHING = new Color(255, 255, 255, 0);
  private static final double HALF_CAP_PIXELS = 4;
  private static final int LONG = 100;
  private static final double HATCH_PIXELS = 7;

  /** The ends of the lines are round. */
  private static final double HATCH_INSET = 0.7;

  private final Panel panel;
  private final int width;
  private XYChart chart;

  DataPainter(Panel panel, int width) {
    this.panel = panel;
    this.width = width;
    this.chart = bareChart(width, panel.height());
  }

  /**
   * Draws into the rectangle at the origin. The canvas has no clip afterwards; it is not copied
   * instead, since the SVG writer mixes up the transforms of copies within copies.
   */
  void paint(Graphics2D canvas) {
    for (Layer layer : panel.layers()) {
      if (layer instanceof Layer.Line line && line.x().length > LONG) {
        paintChart(canvas);
        paintLong(canvas, line);
      } else if (layer instanceof Layer.Tile tile) {
        paintChart(canvas);
        canvas.setColor(tile.colour());
        canvas.fill(place(tile.left(), tile.right(), tile.bottom(), tile.top()));
      } else if (layer instanceof Layer.Hatch it) {
        paintChart(canvas);
        canvas.setColor(it.colour());
        hatch(canvas, place(it.left(), it.right(), it.bottom(), it.top()));
      } else {
        add(layer);
      }
    }
    paintChart(canvas);
    canvas.setClip(null);
  }

  /** What has come since the last time; XChart cannot paint a chart without series. */
  private void paintChart(Graphics2D canvas) {
    if (!chart.getSeriesMap().isEmpty()) {
      chart.paint(canvas, width, panel.height());
      chart = bareChart(width, panel.height());
    }
  }

  /** A long line as one path: XChart draws each segment by itself, which is slow and large. */
  private void paintLong(Graphics2D canvas, Layer.Line line) {
    Path2D path = new Path2D.Double();
    boolean drawing = false;
    for (int i = 0; i < line.x().length; i++) {
      double x = panel.x().fraction(line.x()[i]) * width;
      double y = (1 - panel.y().fraction(line.y()[i])) * panel.height();
      boolean there = Double.isFinite(x) && Double.isFinite(y);
      if (there && drawing) {
        path.lineTo(x, y);
      } else if (there) {
        path.moveTo(x, y);
      }
      drawing = there;
    }
    canvas.setClip(new Rectangle2D.Double(0, 0, width, panel.height()));
    canvas.setColor(line.colour());
    canvas.setStroke(line.stroke());
    canvas.draw(path);
  }

  private Rectangle2D place(double left, double right, double bottom, double top) {
    double x = within(panel.x().fraction(left)) * width;
    double y = (1 - within(panel.y().fraction(top))) * panel.height();
    return new Rectangle2D.Double(
        x,
        y,
        within(panel.x().fraction(right)) * width - x,
        (1 - within(panel.y().fraction(bottom))) * panel.height() - y);
  }

  private static double within(double fraction) {
    return Math.max(0, Math.min(1, fraction));
  }

  /** Lines that rise to the right, cut off at the rectangle. */
  static void hatch(Graphics2D canvas, Rectangle2D place) {
    canvas.setStroke(Theme.solid(1f));
    double x = place.getX() + HATCH_INSET;
    double y = place.getY() + HATCH_INSET;
    double width = place.getWidth() - 2 * HATCH_INSET;
    double height = place.getHeight() - 2 * HATCH_INSET;
    for (double d = HATCH_PIXELS / 2; d < width + height; d += HATCH_PIXELS) {
      double along = Math.max(0, d - height);
      double down = Math.max(0, d - width);
      canvas.draw(new Line2D.Double(x + along, y + d - along, x + d - down, y + down));
    }
  }

  private void add(Layer layer) {
    if (layer instanceof Layer.Line it) {
      addLine(fractions(panel.x(), it.x()), fractions(panel.y(), it.y()), it.colour(), it.stroke());
    } else if (layer instanceof Layer.Level it) {
      double y = panel.y().fraction(it.y());
      addLine(new double[] {0, 1}, new double[] {y, y}, it.colour(), it.stroke());
    } else if (layer instanceof Layer.Upright it) {
      double x = panel.x().fraction(it.x());
      addLine(new double[] {x, x}, new double[] {0, 1}, it.colour(), it.stroke());
    } else if (layer instanceof Layer.Marks it) {
      addMarks(it);
    } else if (layer instanceof Layer.Bars it) {
      addBars(it);
    } else if (layer instanceof Layer.Band it) {
      addArea(
          joined(fractions(panel.x(), it.x()), fractions(panel.x(), it.x())),
          joined(fractions(panel.y(), it.low()), fractions(panel.y(), it.high())),
          it.colour());
    } else if (layer instanceof Layer.Zone it) {
      double from = panel.x().fraction(it.from());
      double to = panel.x().fraction(it.to());
      addArea(new double[] {from, to, to, from}, new double[] {0, 0, 1, 1}, it.colour());
    }
  }

  private void addMarks(Layer.Marks marks) {
    XYSeries added = add(fractions(panel.x(), marks.x()), fractions(panel.y(), marks.y()));
    if (added != null) {
      added.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      added.setMarker(marks.glyph().marker());
      added.setMarkerColor(marks.colour());
    }
  }

  private void addBars(Layer.Bars bars) {
    double cap = HALF_CAP_PIXELS / width;
    double[] xs = new double[9 * bars.x().length];
    double[] ys = new double[xs.length];
    for (int i = 0; i < bars.x().length; i++) {
      double x = panel.x().fraction(bars.x()[i]);
      double low = end(bars.y()[i] - bars.half()[i]);
      double high = end(bars.y()[i] + bars.half()[i]);
      double gap = Double.NaN;
      double[] barX = {x, x, gap, x - cap, x + cap, gap, x - cap, x + cap, gap};
      double[] barY = {low, high, gap, low, low, gap, high, high, gap};
      System.arraycopy(barX, 0, xs, 9 * i, 9);
      System.arraycopy(barY, 0, ys, 9 * i, 9);
    }
    addLine(xs, ys, bars.colour(), BAR);
  }

  /** The end of an error bar; on a logarithmic axis one that reaches zero goes off the plot. */
  private double end(double value) {
    double fraction = panel.y().fraction(value);
    return Double.isNaN(fraction) && value <= 0 ? -1 : fraction;
  }

  private void addArea(double[] x, double[] y, Color colour) {
    XYSeries added = add(x, y);
    if (added != null) {
      added.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
      added.setFillColor(colour);
      added.setLineStyle(SeriesLines.NONE);
      added.setMarker(SeriesMarkers.NONE);
    }
  }

  private void addLine(double[] x, double[] y, Color colour, BasicStroke stroke) {
    XYSeries added = add(x, y);
    if (added != null) {
      added.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
      added.setLineColor(colour);
      added.setLineStyle(stroke);
      added.setLineWidth(stroke.getLineWidth());
      added.setMarker(SeriesMarkers.NONE);
    }
  }

  /** A series, or null if there is no point: XChart refuses an empty one. */
  private XYSeries add(double[] x, double[] y) {
    if (x.length == 0) {
      return null;
    }
    double[] across = x.clone();
    double[] up = y.clone();
    for (int i = 0; i < across.length; i++) {
      if (Double.isNaN(across[i])) {
        across[i] = 0;
        up[i] = Double.NaN;
      }
    }
    return chart.addSeries("series " + chart.getSeriesMap().size(), across, up);
  }

  private static XYChart bareChart(int width, int height) {
    XYChart chart = new XYChart(width, height);
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(NOTHING);
    styler.setPlotBackgroundColor(NOTHING);
    styler.setPlotBorderVisible(false);
    styler.setLegendVisible(false);
    styler.setChartTitleVisible(false);
    styler.setChartPadding(0);
    styler.setPlotContentSize(1.0);
    styler.setMarkerSize(Theme.MARKER_SIZE);
    styler.setAxisTitlesVisible(false);
    styler.setAxisTicksVisible(false);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotMargin(0);
    styler.setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    return chart;
  }

  private static double[] fractions(Axis axis, double[] values) {
    return Arrays.stream(values).map(axis::fraction).toArray();
  }

  /** There along the first curve and back along the second. */
  private static double[] joined(double[] there, double[] back) {
    double[] all = Arrays.copyOf(there, there.length + back.length);
    for (int i = 0; i < back.length; i++) {
      all[there.length + i] = back[back.length - 1 - i];
    }
    return all;
  }
}
