package org.cusp.report.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.HeatMapStyler;
import org.knowm.xchart.style.Styler;

/**
 * Cells in rows and columns, shaded by a number.
 *
 * @param height of the plot itself, in pixels at 1x
 * @param x title and labels of the columns from the left
 * @param y title and labels of the rows from the bottom
 * @param shades from that of 0 to that of 1
 */
public record HeatMap(
    int height, Labels x, Labels y, List<Color> shades, List<Cell> cells, List<Panel.Key> keys)
    implements Part {
  private static final int LABEL_SPACING = 30;

  /** An axis of names. */
  public record Labels(String title, List<String> names) {}

  /**
   * A cell; columns and rows are counted from 0.
   *
   * @param shade in [0, 1]; NaN for a hatched cell
   * @param text drawn in it, in black or white
   * @param told of it under the pointer
   */
  public record Cell(int column, int row, double shade, String text, String told) {
    /** One that is told as it is drawn. */
    public Cell(int column, int row, double shade, String text) {
      this(column, row, shade, text, text);
    }

    public boolean isHatched() {
      return Double.isNaN(shade);
    }
  }

  @Override
  public List<String> titles() {
    return List.of(y.title(), x.title());
  }

  @Override
  public double content() {
    return 1;
  }

  @Override
  public AxesChart<?, ?> chart(String title, boolean isLast) {
    HeatMapChart chart =
        new HeatMapChart(
            Theme.WIDTH, Frame.height(height, title, isLast), Styler.ChartTheme.XChart);
    Frame.style(chart, title, isLast ? x.title() : "", y.title());
    HeatMapStyler styler = chart.getStyler();
    styler.setPlotContentSize(content());
    styler.setPlotGridLinesVisible(false);
    styler.setXAxisTickMarkSpacingHint(LABEL_SPACING);
    styler.setPlotBackgroundColor(Theme.SHADE);
    styler.setRangeColors(shades.toArray(Color[]::new)).setMin(0).setMax(1);
    List<Number[]> heat = new ArrayList<>();
    for (Cell cell : cells) {
      heat.add(new Number[] {cell.column(), cell.row(), cell.isHatched() ? 0 : cell.shade()});
    }
    chart.addSeries("cells", x.names(), y.names(), heat);
    chart.addAnnotation(new CellMarks(this));
    return chart;
  }

  /** The colour that XChart gives to a shade. */
  Color colour(double shade) {
    double place = shade * (shades.size() - 1);
    int from = (int) Math.min(place, shades.size() - 2);
    return Theme.mixed(shades.get(from), shades.get(from + 1), place - from);
  }
}
