package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One thing drawn in a panel, in the units of its axes; later layers cover earlier ones. */
public sealed interface Layer {
  /** Gives the layer to a chart. */
  void plot(Plot plot);

  /** Draws what the legend shows of it. */
  void sample(Graphics2D canvas, Rectangle2D box);

  /** A line through points; a NaN interrupts it. */
  record Line(double[] x, double[] y, Color colour, BasicStroke stroke) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.line(x, y, colour, stroke);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.line(canvas, box, colour, stroke);
    }
  }

  /** Marks at points; a NaN has none. */
  record Marks(double[] x, double[] y, Glyph glyph, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.marks(x, y, glyph, colour);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      canvas.setColor(colour);
      glyph.draw(canvas, box.getCenterX(), box.getCenterY(), Theme.MARKER_SIZE);
    }
  }

  /**
   * Marks that have names, which a page tells of the one under the pointer.
   *
   * @param tags as many as the marks
   */
  record Named(Marks marks, List<Tag> tags) implements Layer {
    @Override
    public void plot(Plot plot) {
      marks.plot(plot);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      marks.sample(canvas, box);
    }
  }

  /**
   * The name of a mark.
   *
   * @param view under which a page has a picture or a text of it; empty for none
   */
  record Tag(String words, String view) {}

  /** Vertical error bars with caps, {@code y ± half}; a NaN has none. */
  record Bars(double[] x, double[] y, double[] half, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.bars(x, y, half, colour);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.bar(canvas, box, colour);
    }
  }

  /** The area between two curves, all finite. */
  record Band(double[] x, double[] low, double[] high, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.area(loop(x, x), loop(low, high), colour);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      canvas.setColor(colour);
      canvas.fill(box);
    }
  }

  /** A shaded stretch of the horizontal axis. */
  record Zone(double from, double to, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.zone(from, to, colour);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.framed(canvas, box, colour);
    }
  }

  /** A horizontal line across the panel. */
  record Level(double y, Color colour, BasicStroke stroke) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.level(y, colour, stroke);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.line(canvas, box, colour, stroke);
    }
  }

  /** A vertical line across the panel. */
  record Upright(double x, Color colour, BasicStroke stroke) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.upright(x, colour, stroke);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.upright(canvas, box, colour, stroke);
    }
  }

  /** A filled rectangle. */
  record Tile(double left, double right, double bottom, double top, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.area(
          new double[] {left, right, right, left}, new double[] {bottom, bottom, top, top}, colour);
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.framed(canvas, box, colour);
    }
  }

  /** What hatched cells look like in the legend of a heat map. */
  record Hatch() implements Layer {
    @Override
    public void plot(Plot plot) {}

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      Samples.framed(canvas, box, Theme.PAPER);
      CellMarks.hatch(canvas, box);
    }
  }

  /** A text centred on a point; a text is above all shapes. */
  record Words(double x, double y, String text, int size, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.over(new Wording(this, plot.across(), plot.up()));
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      new Lettering(Theme.TEXT, colour)
          .centred(canvas, text, box.getCenterX(), box.getCenterY() + 4.5);
    }
  }

  /** Values that the axis does not reach: an arrow at its end, with the number beside it. */
  record Beyond(double[] x, double[] y, Color colour) implements Layer {
    @Override
    public void plot(Plot plot) {
      plot.over(new Arrows(this, plot.across(), plot.up()));
    }

    @Override
    public void sample(Graphics2D canvas, Rectangle2D box) {
      canvas.setColor(colour);
      Arrows.draw(canvas, box.getCenterX(), box.getCenterY() + 6, box.getCenterY() - 5);
    }
  }

  /** The area {@code middle ± half}, without the points at which either is not finite. */
  static Band around(double[] x, double[] middle, double[] half, Color colour) {
    int[] kept =
        IntStream.range(0, x.length).filter(i -> Double.isFinite(middle[i] + half[i])).toArray();
    return new Band(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> middle[i] - half[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> middle[i] + half[i]).toArray(),
        colour);
  }

  /**
   * The columns of a histogram as one area.
   *
   * @param edges of the bins, one more than there are heights
   */
  static Band columns(double[] edges, double base, double[] heights, Color colour) {
    double[] x = corners(edges);
    double[] low = new double[x.length];
    Arrays.fill(low, base);
    return new Band(x, low, doubled(heights), colour);
  }

  /** The upper outline of the columns of a histogram. */
  static Line outline(double[] edges, double[] heights, Color colour, BasicStroke stroke) {
    return new Line(corners(edges), doubled(heights), colour, stroke);
  }

  private static double[] corners(double[] edges) {
    return IntStream.range(0, 2 * edges.length - 2).mapToDouble(i -> edges[(i + 1) / 2]).toArray();
  }

  private static double[] doubled(double[] heights) {
    return IntStream.range(0, 2 * heights.length).mapToDouble(i -> heights[i / 2]).toArray();
  }

  /** A line that leaves out the points without a finite height, instead of stopping at them. */
  static Line through(double[] x, double[] y, Color colour, BasicStroke stroke) {
    int[] kept = IntStream.range(0, x.length).filter(i -> Double.isFinite(y[i])).toArray();
    return new Line(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> y[i]).toArray(),
        colour,
        stroke);
  }

  /** There along the first and back along the second. */
  private static double[] loop(double[] there, double[] back) {
    double[] all = Arrays.copyOf(there, there.length + back.length);
    for (int i = 0; i < back.length; i++) {
      all[there.length + i] = back[back.length - 1 - i];
    }
    return all;
  }
}
