package org.cusp.report.plot;

import java.awt.Font;
import java.util.List;

/** A figure with everything a page needs to show it, as pixels and as vectors. */
public final class Figure {
  private final String id;
  private final String title;
  private final String caption;
  private final String alt;
  private final List<Panel> panels;
  private String svgElement;

  public Figure(String id, String title, String caption, String alt, List<Panel> panels) {
    this.id = id;
    this.title = title;
    this.caption = caption;
    this.alt = alt;
    this.panels = List.copyOf(panels);
  }

  /** Short name, fit for a file name and an anchor, such as {@code llc}. */
  public String id() {
    return id;
  }

  /** What the figure shows; part of the image. */
  public String title() {
    return title;
  }

  /** How to read the figure, in sentences; not part of the image. */
  public String caption() {
    return caption;
  }

  /** What the figure says, for a reader who cannot see it. */
  public String alt() {
    return alt;
  }

  /** Width in pixels at 1x. */
  public int width() {
    return Theme.WIDTH;
  }

  /** Height in pixels at 1x. */
  public int height() {
    int panelHeights = panels.stream().mapToInt(PanelPainter::height).sum();
    return Theme.TITLE_HEIGHT + panelHeights + (panels.size() - 1) * Theme.PANEL_GAP + Theme.BOTTOM;
  }

  /** A PNG file at twice the pixel size, on white. */
  public byte[] png() {
    BitmapInk ink = new BitmapInk(width(), height());
    paint(ink);
    return ink.png();
  }

  /** An SVG file. */
  public String svg() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svgElement();
  }

  /** The {@code svg} element alone, with ids that begin with the figure's; painted once. */
  public synchronized String svgElement() {
    if (svgElement == null) {
      SvgInk ink = new SvgInk(width(), height());
      paint(ink);
      svgElement = ink.element(id, title, alt);
    }
    return svgElement;
  }

  private void paint(Ink ink) {
    ink.write(
        new Ink.Text(
            title,
            16,
            26,
            Ink.Anchor.START,
            Ink.Direction.RIGHT,
            Theme.TITLE_SIZE,
            Font.BOLD,
            Theme.INK));
    int top = Theme.TITLE_HEIGHT;
    for (int i = 0; i < panels.size(); i++) {
      PanelPainter painter = new PanelPainter(ink, panels.get(i), top);
      painter.paint();
      if (i == panels.size() - 1) {
        painter.labelHorizontalAxis();
      }
      top += PanelPainter.height(panels.get(i)) + Theme.PANEL_GAP;
    }
  }
}
