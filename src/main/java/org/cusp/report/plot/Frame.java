package org.cusp.report.plot;

import java.awt.Font;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;

/** The look that all charts share: fonts, colours, and how high a chart with its axes is. */
final class Frame {
  private static final int PADDING = 10;
  private static final int TITLE_PADDING = 8;
  private static final int AXIS_TITLE_PADDING = 8;
  private static final int TITLE_HEIGHT = 30;
  private static final int TICKS_HEIGHT = 38;
  private static final int AXIS_TITLE_HEIGHT = 20;
  private static final int TICK = 5;

  /** XChart's steps between ticks are 1, 2 or 5; with this distance at least three fit in. */
  private static final double MOST_SPACING = 254;

  private Frame() {}

  /** How high a chart is whose plot is to be so high. */
  static int height(int plot, String title, boolean isLast) {
    return plot
        + TICKS_HEIGHT
        + (title.isEmpty() ? 0 : TITLE_HEIGHT)
        + (isLast ? AXIS_TITLE_HEIGHT : 0);
  }

  static void style(AxesChart<?, ?> chart, String title, String across, String up) {
    chart.setTitle(title);
    chart.setXAxisTitle(across);
    chart.setYAxisTitle(up);
    AxesChartStyler styler = chart.getStyler();
    styler.setBaseFont(Theme.TEXT);
    styler.setChartTitleFont(fitting(title));
    styler.setAxisTitleFont(Theme.TEXT);
    styler.setAxisTickLabelsFont(Theme.TEXT);
    styler.setChartFontColor(Theme.INK);
    styler.setChartTitleFontColor(Theme.INK);
    styler.setXAxisTickLabelsColor(Theme.INK).setYAxisTickLabelsColor(Theme.INK);
    styler.setXAxisTickMarksColor(Theme.RULE).setYAxisTickMarksColor(Theme.RULE);
    styler.setAxisTickMarksStroke(Theme.solid(1f)).setAxisTickMarkLength(TICK);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    styler.setAxisTitlePadding(AXIS_TITLE_PADDING);
    styler.setXAxisTickMarkSpacingHint((int) Math.min(MOST_SPACING, 0.6 * chart.getHeight()));
    styler.setChartBackgroundColor(Theme.PAPER).setChartPadding(PADDING);
    styler.setChartTitleBoxVisible(false).setChartTitlePadding(TITLE_PADDING);
    styler.setPlotBackgroundColor(Theme.NOTHING).setPlotBorderVisible(false);
    styler.setPlotContentSize(Theme.CONTENT);
    styler.setPlotMargin(0).setPlotGridLinesColor(Theme.GRID);
    styler.setPlotGridLinesStroke(Theme.solid(1f)).setPlotGridVerticalLinesVisible(false);
    styler.setYAxisLeftWidthHint(Theme.LEFT);
    styler.setErrorBarsColorSeriesColor(true);
    styler.setLegendVisible(false);
  }

  /** XChart centres a title above the plot and neither shrinks nor wraps it. */
  private static Font fitting(String title) {
    if (title.isEmpty()) {
      return Theme.TITLE;
    }
    double room = Theme.WIDTH - Theme.LEFT - 2.0 * PADDING;
    double width = new Lettering(Theme.TITLE, Theme.INK).width(title);
    return Theme.TITLE.deriveFont((float) (Theme.TITLE_SIZE * Math.min(1, room / width)));
  }
}
