package org.cusp.report.figures.posterior;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cusp.estimate.susceptibility.ResponseSpectrum;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.HeatMap;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** Figures of the response matrix of components to data. */
public final class SusceptibilityFigures {
  private static final int HEIGHT = 280;
  private static final int ROW = 26;
  private static final int MOST_COLUMNS = 80;
  private static final List<Color> SHADES = List.of(Theme.BLUE, Theme.PAPER, Theme.VERMILION);

  private SusceptibilityFigures() {}

  /**
   * The response matrix, small enough to be kept beside a result.
   *
   * @param data how many z there are
   * @param means chi over its standard error, [component][column]: means over z that lie beside
   *     each other in the order of their loadings on the first pattern
   */
  public record Response(int data, double[][] means) {
    /**
     * @param t chi over its standard error, [component][z]
     */
    public static Response of(double[][] t, ResponseSpectrum spectrum) {
      int count = t[0].length;
      int columns = Math.min(MOST_COLUMNS, count);
      double[] along = spectrum.data()[0];
      int[] order =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingDouble(z -> along[z]))
              .mapToInt(Integer::intValue)
              .toArray();
      double[][] means = new double[t.length][columns];
      for (int c = 0; c < t.length; c++) {
        for (int column = 0; column < columns; column++) {
          int from = (int) ((long) column * count / columns);
          int to = (int) ((column + 1L) * count / columns);
          double[] row = t[c];
          means[c][column] =
              IntStream.range(from, to).mapToDouble(i -> row[order[i]]).average().orElse(0);
        }
      }
      return new Response(count, means);
    }
  }

  /** The matrix. */
  public static Figure matrix(String subject, List<String> components, Response response) {
    int columns = response.means()[0].length;
    return new Figure(
        "response",
        "Response of components to data: " + subject,
        String.format(
            Locale.ROOT,
            "χ in standard errors. Columns are the %s data in the order of their loading on the first"
                + " pattern, %s of them in a column; blue: the component expresses them.",
            Numbers.integer(response.data()),
            Numbers.integer(Math.max(1, response.data() / columns))),
        "Heat map of " + components.size() + " components by " + columns + " groups of data.",
        List.of(
            map(
                new HeatMap.Labels("data, by their loading on the first pattern", numbers(columns)),
                components,
                response.means(),
                false)));
  }

  /** Its singular values beside those of the noise, and the loadings of the components. */
  public static List<Figure> patterns(
      String subject, List<String> components, SusceptibilityResult.Spectrum spectrum) {
    List<Figure> figures = new ArrayList<>();
    if (components.size() > 1) {
      figures.add(values(subject, spectrum));
      if (spectrum.real() > 0) {
        figures.add(loadings(subject, components, spectrum));
      }
    }
    return figures;
  }

  private static Figure values(String subject, SusceptibilityResult.Spectrum spectrum) {
    double[] values = spectrum.singularValues();
    double[] ranks = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
    Drawing drawing = new Drawing();
    drawing.add(
        "largest of draws that know nothing of each other",
        new Layer.Level(spectrum.noise(), Theme.VERMILION, Theme.dashed(Theme.DENSE_LINE_WIDTH)));
    drawing.add(
        "singular values", new Layer.Marks(ranks, values, Glyph.series(0), Theme.series(0)));
    return new Figure(
        "singular-values",
        "Singular values of the response matrix: " + subject,
        "Of χ in standard errors, beside the largest that pairs of draws give which know nothing of"
            + " each other: patterns above it are real.",
        spectrum.real() + " of " + values.length + " patterns are above the noise.",
        List.of(
            drawing.panel(
                HEIGHT,
                Axis.holding("pattern", new Scale.Linear(), DoubleStream.of(ranks)),
                Axis.holding(
                    "singular value",
                    new Scale.Log(),
                    DoubleStream.concat(
                        DoubleStream.of(spectrum.noise()),
                        DoubleStream.of(values).filter(v -> v > spectrum.noise() / 100))))));
  }

  private static Figure loadings(
      String subject, List<String> components, SusceptibilityResult.Spectrum spectrum) {
    int patterns = Math.min(8, spectrum.real());
    double[][] loadings = new double[components.size()][patterns];
    for (int c = 0; c < loadings.length; c++) {
      for (int k = 0; k < patterns; k++) {
        loadings[c][k] = spectrum.loadings().get(k)[c];
      }
    }
    return new Figure(
        "loadings",
        "Loadings of the components: " + subject,
        "Left singular vectors of the response matrix, for the patterns above the noise."
            + " Components with the same signs answer alike.",
        "Heat map of the loadings of " + components.size() + " components.",
        List.of(map(new HeatMap.Labels("pattern", numbers(patterns)), components, loadings, true)));
  }

  private static HeatMap map(
      HeatMap.Labels x, List<String> components, double[][] values, boolean written) {
    double largest =
        DoubleStream.of(Arrays.stream(values).flatMapToDouble(DoubleStream::of).toArray())
            .map(Math::abs)
            .max()
            .orElse(0);
    int rows = components.size();
    List<HeatMap.Cell> cells = new ArrayList<>();
    for (int c = 0; c < rows; c++) {
      for (int column = 0; column < values[c].length; column++) {
        double value = values[c][column];
        double shade = largest > 0 ? 0.5 + value / (2 * largest) : 0.5;
        String told = Numbers.fixed(value, 2);
        cells.add(new HeatMap.Cell(column, rows - 1 - c, shade, written ? told : "", told));
      }
    }
    List<String> upward = new ArrayList<>(components);
    Collections.reverse(upward);
    Drawing drawing = new Drawing();
    drawing.key(Numbers.significant(-largest, 2), new Layer.Tile(0, 1, 0, 1, SHADES.get(0)));
    drawing.key(Numbers.significant(largest, 2), new Layer.Tile(0, 1, 0, 1, SHADES.get(2)));
    List<Panel.Key> keys = drawing.keys();
    return new HeatMap(
        Math.max(120, ROW * rows), x, new HeatMap.Labels("component", upward), SHADES, cells, keys);
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
  }
}
