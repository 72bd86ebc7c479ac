package org.cusp.report.plot;

import java.awt.Graphics2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/** Words at a place: XChart's own have one size and one colour for the whole chart. */
final class Wording extends Annotation {
  private final Layer.Words words;
  private final PlottedAxis x;
  private final PlottedAxis y;

  Wording(Layer.Words words, PlottedAxis x, PlottedAxis y) {
    super(false);
    this.words = words;
    this.x = x;
    this.y = y;
  }

  @Override
  public void paint(Graphics2D canvas) {
    new Lettering(Theme.TEXT.deriveFont((float) words.size()), words.colour())
        .centred(
            canvas,
            words.text(),
            chart.getScreenXFromChart(x.of(words.x())),
            chart.getScreenYFromChart(y.of(words.y())) + 0.35 * words.size());
  }
}
