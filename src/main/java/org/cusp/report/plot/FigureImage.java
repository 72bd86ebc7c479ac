package org.cusp.report.plot;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * The charts of a figure's parts under each other, each with its legend, as one image that XChart's
 * encoders write. XChart itself joins images only, of the same size.
 */
record FigureImage(
    String title, List<AxesChart<?, ?>> charts, List<Place> places, List<Legend> legends, int scale)
    implements IChart {

  static FigureImage of(String title, List<Part> parts) {
    int last = parts.size() - 1;
    List<AxesChart<?, ?>> charts = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      Place place = new Place(parts.get(i).content());
      charts.add(parts.get(i).chart(i == 0 ? title : "", i == last));
      charts.get(i).addAnnotation(place);
      places.add(place);
    }
    return new FigureImage(
        title, charts, places, parts.stream().map(Part::keys).map(Legend::new).toList(), 1);
  }

  /** The same at so many times the size. */
  FigureImage times(int factor) {
    return new FigureImage(title, charts, places, legends, scale * factor);
  }

  @Override
  public String getTitle() {
    return title;
  }

  @Override
  public int getWidth() {
    return scale * Theme.WIDTH;
  }

  @Override
  public int getHeight() {
    int height = (charts.size() - 1) * Theme.PANEL_GAP;
    for (int i = 0; i < charts.size(); i++) {
      height += charts.get(i).getHeight() + legends.get(i).height();
    }
    return scale * height;
  }

  /** Where the axes of each chart were painted, in pixels of the image at 1x. */
  List<Rectangle2D> axes() {
    List<Rectangle2D> axes = new ArrayList<>();
    double top = 0;
    for (int i = 0; i < charts.size(); i++) {
      Rectangle2D box = places.get(i).box();
      axes.add(
          new Rectangle2D.Double(box.getX(), top + box.getY(), box.getWidth(), box.getHeight()));
      top += charts.get(i).getHeight() + legends.get(i).height() + Theme.PANEL_GAP;
    }
    return axes;
  }

  @Override
  public void paint(Graphics2D canvas, int width, int height) {
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setColor(Theme.PAPER);
    canvas.fillRect(0, 0, width, height);
    AffineTransform before = canvas.getTransform();
    canvas.scale(scale, scale);
    for (int i = 0; i < charts.size(); i++) {
      IChart chart = charts.get(i);
      chart.paint(canvas, chart.getWidth(), chart.getHeight());
      legends.get(i).paint(canvas, chart.getHeight());
      canvas.translate(0, chart.getHeight() + legends.get(i).height() + Theme.PANEL_GAP);
    }
    canvas.setTransform(before);
  }
}
