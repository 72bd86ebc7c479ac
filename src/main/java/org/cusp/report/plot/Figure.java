package org.cusp.report.plot;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cusp.format.Png;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** A figure with everything a page needs to show it, as pixels and as vectors. */
public final class Figure {
  private static final int RESOLUTION = 2;

  private final String id;
  private final String title;
  private final String caption;
  private final String alt;
  private final List<Part> parts;
  private String svgElement;
  private List<Rectangle2D> axes;

  public Figure(String id, String title, String caption, String alt, List<? extends Part> parts) {
    this.id = id;
    this.title = title;
    this.caption = caption;
    this.alt = alt;
    this.parts = List.copyOf(parts);
  }

  /** Short name, fit for a file name and an anchor, such as {@code llc}. */
  public String id() {
    return id;
  }

  /** The same under another id, on a page that has two of its kind. */
  public Figure named(String other) {
    return other.equals(id) ? this : new Figure(other, title, caption, alt, parts);
  }

  /** What the figure shows; part of the image. */
  public String title() {
    return title;
  }

  /** How to read the figure, in sentences; not part of the image. */
  public String caption() {
    return parts.stream().anyMatch(part -> part instanceof Panel panel && panel.hidesBars())
        ? caption + " An interval shorter than its mark is hidden by it."
        : caption;
  }

  /** What the figure says, for a reader who cannot see it. */
  public String alt() {
    return alt;
  }

  /** {@link #alt} and the words of the image, whose letters are outlines in an SVG. */
  String description() {
    return parts.stream().map(Part::words).reduce(alt, (all, more) -> all + " " + more);
  }

  /** Width in pixels at 1x. */
  public int width() {
    return Theme.WIDTH;
  }

  /** Height in pixels at 1x. */
  public int height() {
    return drawn().getHeight();
  }

  /** From the top down. */
  public List<Part> parts() {
    return parts;
  }

  /** A PNG file at twice the pixel size, on white. */
  public byte[] png() {
    return Png.of(BitmapEncoder.getBufferedImage(drawn().times(RESOLUTION)));
  }

  /** An SVG file. */
  public String svg() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svgElement();
  }

  /** The {@code svg} element alone, with ids that begin with the figure's; made once. */
  public synchronized String svgElement() {
    if (svgElement == null) {
      FigureImage image = drawn();
      svgElement = Svg.element(vectors(image), this);
      axes = image.axes();
    }
    return svgElement;
  }

  /**
   * Where the axes of each part are in the {@code svg} element, from their low to their high ends.
   */
  public List<Rectangle2D> axes() {
    svgElement();
    return List.copyOf(axes);
  }

  private FigureImage drawn() {
    return FigureImage.of(title, parts);
  }

  private static String vectors(IChart chart) {
    try {
      return new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a figure in memory", e);
    }
  }
}
