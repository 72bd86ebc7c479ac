package org.cusp.report.page;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.HeatMap;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Part;
import org.cusp.report.plot.Scale;

/**
 * What a figure says of the point under the pointer: each mark, and some points of each line, with
 * its place in the drawing and its values in words. A script reads it; the drawing itself is as it
 * would be without.
 */
final class Hover {
  /** Points of all lines of a figure: the page must stay small, and more cannot be pointed at. */
  private static final int MOST_POINTS = 1200;

  private static final int FEWEST_POINTS = 40;

  private static final String LOG_SCALE = " (log scale)";

  private Hover() {}

  /**
   * A part.
   *
   * @param box left, top, width and height of its axes
   * @param x title of the horizontal axis
   * @param steps the places of both ends where the axis is of training steps; empty otherwise
   */
  private record Shown(
      double[] box,
      String x,
      String y,
      double[] steps,
      List<Series> series,
      List<Object[]> cells) {}

  /**
   * Points that have one name.
   *
   * @param points across, down, both values in words, and the name of a picture, if any
   */
  private record Series(String name, List<Object[]> points) {}

  /** As JSON that may stand in a {@code script} element. */
  static String json(Figure figure) {
    List<Rectangle2D> axes = figure.axes();
    int lines = (int) figure.parts().stream().mapToLong(Hover::lines).sum();
    int each = Math.max(FEWEST_POINTS, MOST_POINTS / Math.max(1, lines));
    List<Shown> shown = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      Part part = figure.parts().get(i);
      Rectangle2D box = axes.get(i);
      shown.add(
          part instanceof Panel panel
              ? new OfPanel(panel, box, each).shown()
              : cells((HeatMap) part, box));
    }
    return PageScript.data(shown);
  }

  private static long lines(Part part) {
    return part instanceof Panel panel
        ? panel.layers().stream()
            .filter(it -> it instanceof Layer.Line || it instanceof Layer.Band)
            .count()
        : 0;
  }

  private static Shown cells(HeatMap map, Rectangle2D box) {
    double width = box.getWidth() / map.x().names().size();
    double height = box.getHeight() / map.y().names().size();
    List<Object[]> cells = new ArrayList<>();
    for (HeatMap.Cell cell : map.cells()) {
      cells.add(
          new Object[] {
            tenths(box.getX() + cell.column() * width),
            tenths(box.getMaxY() - (cell.row() + 1) * height),
            tenths(width),
            tenths(height),
            map.x().names().get(cell.column()),
            map.y().names().get(cell.row()),
            cell.told()
          });
    }
    return new Shown(
        corners(box), map.x().title(), map.y().title(), new double[0], List.of(), cells);
  }

  private static double[] corners(Rectangle2D box) {
    return new double[] {
      tenths(box.getX()), tenths(box.getY()), tenths(box.getWidth()), tenths(box.getHeight())
    };
  }

  private static double tenths(double pixels) {
    return Math.round(10 * pixels) / 10.0;
  }

  /** The points of a panel. */
  private record OfPanel(Panel panel, Rectangle2D box, int each) {
    Shown shown() {
      List<Series> series = new ArrayList<>();
      for (Layer layer : panel.layers()) {
        List<Object[]> points = points(layer);
        if (!points.isEmpty()) {
          series.add(new Series(label(layer), points));
        }
      }
      return new Shown(
          corners(box), title(panel.x()), title(panel.y()), steps(), series, List.of());
    }

    private double[] steps() {
      Axis x = panel.x();
      return x.scale() instanceof Scale.Step step
          ? new double[] {step.forward(x.low()), step.forward(x.high())}
          : new double[0];
    }

    private static String title(Axis axis) {
      return axis.title().endsWith(LOG_SCALE)
          ? axis.title().substring(0, axis.title().length() - LOG_SCALE.length())
          : axis.title();
    }

    /** Of the legend; empty for what has no line there. */
    private String label(Layer layer) {
      return panel.keys().stream()
          .filter(key -> key.samples().contains(layer))
          .map(Panel.Key::label)
          .findFirst()
          .orElse("");
    }

    private List<Object[]> points(Layer layer) {
      if (layer instanceof Layer.Marks marks) {
        return marks(marks, null);
      } else if (layer instanceof Layer.Named named) {
        return marks(named.marks(), named.tags());
      } else if (layer instanceof Layer.Beyond beyond) {
        return IntStream.range(0, beyond.x().length)
            .mapToObj(i -> point(beyond.x()[i], beyond.y()[i], Numbers.plain(beyond.y()[i])))
            .filter(Objects::nonNull)
            .toList();
      } else if (layer instanceof Layer.Line line && !label(line).isEmpty()) {
        return line(line.x(), line.y());
      } else if (layer instanceof Layer.Band band && !label(band).isEmpty()) {
        return band(band);
      }
      return List.of();
    }

    private List<Object[]> marks(Layer.Marks marks, List<Layer.Tag> tags) {
      List<Object[]> points = new ArrayList<>();
      for (int i = 0; i < marks.x().length; i++) {
        Object[] point = point(marks.x()[i], marks.y()[i], value(marks, i));
        if (point != null) {
          points.add(tags == null ? point : tagged(point, tags.get(i)));
        }
      }
      return points;
    }

    private static Object[] tagged(Object[] point, Layer.Tag tag) {
      return new Object[] {point[0], point[1], tag.words(), point[3], tag.view()};
    }

    /** With its interval, where a bar of the same colour stands there. */
    private String value(Layer.Marks marks, int i) {
      String value = Numbers.plain(marks.y()[i]);
      for (Layer layer : panel.layers()) {
        if (layer instanceof Layer.Bars bars && bars.colour().equals(marks.colour())) {
          for (int k = 0; k < bars.x().length; k++) {
            double low = bars.y()[k] - bars.half()[k];
            double high = bars.y()[k] + bars.half()[k];
            if (bars.x()[k] == marks.x()[i] && low <= marks.y()[i] && marks.y()[i] <= high) {
              return value + ", bar from " + Numbers.plain(low) + " to " + Numbers.plain(high);
            }
          }
        }
      }
      return value;
    }

    private List<Object[]> line(double[] x, double[] y) {
      return spread(x.length, i -> point(x[i], y[i], Numbers.plain(y[i])));
    }

    /** Both edges; of columns, which stand on a level, the upper. */
    private List<Object[]> band(Layer.Band band) {
      double[] low = band.low();
      double[] high = band.high();
      boolean isColumns = IntStream.range(1, low.length).allMatch(i -> low[i] == low[0]);
      if (isColumns) {
        return line(band.x(), high);
      }
      return spread(
          band.x().length,
          i ->
              point(
                  band.x()[i],
                  i % 2 == 0 ? high[i] : low[i],
                  Numbers.plain(low[i]) + " to " + Numbers.plain(high[i])));
    }

    private List<Object[]> spread(int count, java.util.function.IntFunction<Object[]> point) {
      int shown = Math.min(count, each);
      return IntStream.range(0, shown)
          .map(i -> shown < 2 ? 0 : (int) ((long) i * (count - 1) / (shown - 1)))
          .mapToObj(point)
          .filter(Objects::nonNull)
          .toList();
    }

    /** Null where it has no place in the panel; what lies beyond an end stands at that end. */
    private Object[] point(double x, double y, String value) {
      double across = panel.x().fraction(x);
      double up = panel.y().fraction(y);
      if (!(across >= 0 && across <= 1) || Double.isNaN(up)) {
        return null;
      }
      double inside = Math.max(0, Math.min(1, up));
      return new Object[] {
        tenths(box.getX() + across * box.getWidth()),
        tenths(box.getMaxY() - inside * box.getHeight()),
        across(x),
        value
      };
    }

    private String across(double x) {
      if (panel.x().scale() instanceof Scale.Names names) {
        return names.names().get((int) Math.max(0, Math.min(names.names().size() - 1, x)));
      }
      return x == Math.rint(x) && Math.abs(x) < 1e15 ? Numbers.integer((long) x) : Numbers.plain(x);
    }
  }
}
