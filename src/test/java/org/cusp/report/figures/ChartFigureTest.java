package org.cusp.report.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.paper.reproduction.Chart;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Shown;
import org.junit.jupiter.api.Test;

class ChartFigureTest {
  private static Chart chart(Chart.Series... series) {
    return new Chart(
        "id",
        new Chart.Words("Title", "Caption.", "Alt"),
        new Chart.Axis("across", Chart.Scale.LOG),
        new Chart.Axis("up", Chart.Scale.LINEAR),
        List.of(series));
  }

  @Test
  void everyStyleIsDrawnAndNamedAndWhatIsNotFiniteLeftOut() {
    double[] x = {1, 10, Double.NaN, 1000};
    double[] y = {1, Double.NaN, 3, 4};
    double[] half = {0.1, 0.1, 0.1, 0.1};
    Figure figure =
        ChartFigure.of(
            chart(
                new Chart.Series("marks", Chart.Style.MARKS, x, y, half),
                new Chart.Series("joined", Chart.Style.JOINED, x, y, half),
                Chart.Series.plain("exact", Chart.Style.EXACT, x, y),
                Chart.Series.plain("source", Chart.Style.SOURCE, x, y)));
    assertThat(Shown.texts(figure))
        .contains("Title", "across", "up", "marks", "joined", "exact", "source")
        .contains("1", "10", "100", "1,000");
    assertThat(figure.svg()).doesNotContain("NaN");
    assertThat(figure.png()).isNotEmpty();
    assertThat(figure.id()).isEqualTo("id");
  }

  @Test
  void aChartWithoutDataIsAnEmptyPanel() {
    Figure figure = ChartFigure.of(chart());
    assertThat(Shown.texts(figure)).contains("Title", "across", "up");
    assertThat(figure.svg()).doesNotContain("NaN");
  }
}
