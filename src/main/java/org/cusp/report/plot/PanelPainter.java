package org.cusp.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.cusp.report.plot.Ink.Anchor;
import org.cusp.report.plot.Ink.Direction;

/**
 * Paints one panel. XChart draws the data, told to leave out everything else, so that its drawing
 * fills a rectangle known beforehand; axes, grid and legend are drawn here, since XChart places
 * neither ticks at given values nor a legend that wraps.
 */
final class PanelPainter {
  private static final int TICK = 5;
  private static final int SMALL_TICK = 3;
  private static final int SAMPLE_WIDTH = 26;
  private static final int KEY_GAP = 18;

  private final Ink ink;
  private final Panel panel;
  private final int top;
  private final int width = Theme.WIDTH - Theme.LEFT - Theme.RIGHT;

  /**
   * @param top where the panel with its legend begins
   */
  PanelPainter(Ink ink, Panel panel, int top) {
    this.ink = ink;
    this.panel = panel;
    this.top = top + legendHeight(panel);
  }

  /** How high the panel is with its legend, without the labels of the horizontal axis. */
  static int height(Panel panel) {
    return legendHeight(panel) + panel.height();
  }

  /** The panel; the horizontal axis has its ticks but neither labels nor title. */
  void paint() {
    legend();
    grid();
    data();
    frame();
    for (Layer layer : panel.layers()) {
      if (layer instanceof Layer.Beyond it) {
        beyond(it);
      } else if (layer instanceof Layer.Words it) {
        words(it);
      }
    }
  }

  private void words(Layer.Words it) {
    double baseline = down(it.y()) + 0.35 * it.size();
    ink.write(
        new Ink.Text(
            it.text(),
            across(it.x()),
            baseline,
            Anchor.MIDDLE,
            Direction.RIGHT,
            it.size(),
            Font.PLAIN,
            it.colour()));
  }

  /** The labels and the title of the horizontal axis, below the panel. */
  void labelHorizontalAxis() {
    double below = top + panel.height();
    for (Scale.Tick tick : ticks(panel.x())) {
      label(tick.label(), across(tick.value()), below + 20, Anchor.MIDDLE);
    }
    label(panel.x().title(), Theme.LEFT + width / 2.0, below + 43, Anchor.MIDDLE);
  }

  private void grid() {
    Graphics2D canvas = ink.canvas();
    canvas.setStroke(Theme.solid(1f));
    canvas.setColor(Theme.GRID);
    for (Scale.Tick tick : ticks(panel.y())) {
      if (!tick.label().isEmpty()) {
        line(Theme.LEFT, down(tick.value()), Theme.LEFT + width, down(tick.value()));
      }
    }
  }

  private void data() {
    Graphics2D canvas = ink.canvas();
    canvas.translate(Theme.LEFT, top);
    new DataPainter(panel, width).paint(canvas);
    canvas.translate(-Theme.LEFT, -top);
  }

  /** Arrows at the end of the axis; numbers in two rows, so that neighbours have room. */
  private void beyond(Layer.Beyond values) {
    double[] free = new double[2];
    for (int i = 0; i < values.x().length; i++) {
      boolean below = values.y()[i] < panel.y().low();
      double x = across(values.x()[i]);
      double tip = below ? top + panel.height() - 3 : top + 3;
      ink.canvas().setColor(values.colour());
      arrow(x, tip, below ? tip - 11 : tip + 11);
      String number = Numbers.significant(values.y()[i], 3);
      int row = x - 5 >= free[0] ? 0 : 1;
      if (x - 5 >= free[row]) {
        double baseline = below ? tip - 15 - 15 * row : tip + 25 + 15 * row;
        label(number, x - 5, baseline, Anchor.START);
        free[row] = x + Theme.textWidth(number) + 3;
      }
    }
  }

  private void arrow(double x, double tip, double base) {
    Path2D arrow = new Path2D.Double();
    arrow.moveTo(x, tip);
    arrow.lineTo(x - 5, base);
    arrow.lineTo(x + 5, base);
    arrow.closePath();
    ink.canvas().fill(arrow);
  }

  private void frame() {
    Graphics2D canvas = ink.canvas();
    canvas.setColor(Theme.RULE);
    canvas.setStroke(Theme.solid(1f));
    double bottom = top + panel.height();
    line(Theme.LEFT, top, Theme.LEFT, bottom);
    line(Theme.LEFT, bottom, Theme.LEFT + width, bottom);
    for (Scale.Tick tick : ticks(panel.x())) {
      int length = tick.label().isEmpty() ? SMALL_TICK : TICK;
      line(across(tick.value()), bottom, across(tick.value()), bottom + length);
    }
    for (Scale.Tick tick : ticks(panel.y())) {
      int length = tick.label().isEmpty() ? SMALL_TICK : TICK;
      line(Theme.LEFT - length, down(tick.value()), Theme.LEFT, down(tick.value()));
      label(tick.label(), Theme.LEFT - 9, down(tick.value()) + 4.5, Anchor.END);
    }
    ink.write(
        new Ink.Text(
            panel.y().title(),
            20,
            top + panel.height() / 2.0,
            Anchor.MIDDLE,
            Direction.UP,
            Theme.TEXT_SIZE,
            Font.PLAIN,
            Theme.INK));
  }

  private void legend() {
    double x = Theme.LEFT;
    double y = top - legendHeight(panel) + Theme.LEGEND_ROW / 2.0;
    for (Panel.Key key : panel.keys()) {
      double needed = keyWidth(key);
      if (x > Theme.LEFT && x + needed > Theme.WIDTH - Theme.RIGHT) {
        x = Theme.LEFT;
        y += Theme.LEGEND_ROW;
      }
      for (Layer sample : key.samples()) {
        sample(sample, x, y);
      }
      label(key.label(), x + SAMPLE_WIDTH + 6, y + 4.5, Anchor.START);
      x += needed + KEY_GAP;
    }
  }

  private void sample(Layer layer, double x, double y) {
    Graphics2D canvas = ink.canvas();
    double centre = x + SAMPLE_WIDTH / 2.0;
    Rectangle2D box = new Rectangle2D.Double(x, y - 7, SAMPLE_WIDTH, 14);
    if (layer instanceof Layer.Line it) {
      sampleLine(it.colour(), it.stroke(), x, y);
    } else if (layer instanceof Layer.Level it) {
      sampleLine(it.colour(), it.stroke(), x, y);
    } else if (layer instanceof Layer.Marks it) {
      canvas.setColor(it.colour());
      it.glyph().draw(canvas, centre, y, Theme.MARKER_SIZE);
    } else if (layer instanceof Layer.Bars it) {
      canvas.setColor(it.colour());
      canvas.setStroke(DataPainter.BAR);
      line(centre, y - 9, centre, y + 9);
      line(centre - 3, y - 9, centre + 3, y - 9);
      line(centre - 3, y + 9, centre + 3, y + 9);
    } else if (layer instanceof Layer.Beyond it) {
      canvas.setColor(it.colour());
      arrow(centre, y + 6, y - 5);
    } else if (layer instanceof Layer.Band it) {
      canvas.setColor(it.colour());
      canvas.fill(box);
    } else if (layer instanceof Layer.Zone it) {
      canvas.setColor(it.colour());
      framed(box);
    } else if (layer instanceof Layer.Tile it) {
      canvas.setColor(it.colour());
      framed(box);
    } else if (layer instanceof Layer.Hatch it) {
      canvas.setColor(Theme.PAPER);
      framed(box);
      canvas.setColor(it.colour());
      DataPainter.hatch(canvas, box);
    } else if (layer instanceof Layer.Upright it) {
      canvas.setColor(it.colour());
      canvas.setStroke(it.stroke());
      line(centre, y - 9, centre, y + 9);
    } else if (layer instanceof Layer.Words it) {
      ink.write(
          new Ink.Text(
              it.text(),
              centre,
              y + 4.5,
              Anchor.MIDDLE,
              Direction.RIGHT,
              Theme.TEXT_SIZE,
              Font.PLAIN,
              it.colour()));
    }
  }

  /** Filled with the colour of the canvas, with a thin frame. */
  private void framed(Rectangle2D box) {
    Graphics2D canvas = ink.canvas();
    canvas.fill(box);
    canvas.setColor(Theme.RULE);
    canvas.setStroke(Theme.solid(0.6f));
    canvas.draw(box);
  }

  private void sampleLine(Color colour, BasicStroke stroke, double x, double y) {
    ink.canvas().setColor(colour);
    ink.canvas()
        .setStroke(
            stroke.getLineWidth() < 1.5f && stroke.getDashArray() == null
                ? Theme.solid(1.5f)
                : stroke);
    line(x, y, x + SAMPLE_WIDTH, y);
  }

  private void line(double x1, double y1, double x2, double y2) {
    ink.canvas().draw(new Line2D.Double(x1, y1, x2, y2));
  }

  private void label(String text, double x, double y, Anchor anchor) {
    if (!text.isEmpty()) {
      ink.write(
          new Ink.Text(
              text, x, y, anchor, Direction.RIGHT, Theme.TEXT_SIZE, Font.PLAIN, Theme.INK));
    }
  }

  private double across(double value) {
    return Theme.LEFT + panel.x().fraction(value) * width;
  }

  private double down(double value) {
    return top + (1 - panel.y().fraction(value)) * panel.height();
  }

  private static List<Scale.Tick> ticks(Axis axis) {
    return axis.scale().ticks(axis.low(), axis.high());
  }

  private static double keyWidth(Panel.Key key) {
    return SAMPLE_WIDTH + 6 + Theme.textWidth(key.label());
  }

  private static int legendHeight(Panel panel) {
    if (panel.keys().isEmpty()) {
      return 0;
    }
    int rows = 1;
    double x = 0;
    double room = Theme.WIDTH - Theme.LEFT - Theme.RIGHT;
    for (Panel.Key key : panel.keys()) {
      if (x > 0 && x + keyWidth(key) > room) {
        rows++;
        x = 0;
      }
      x += keyWidth(key) + KEY_GAP;
    }
    return rows * Theme.LEGEND_ROW + 10;
  }
}
