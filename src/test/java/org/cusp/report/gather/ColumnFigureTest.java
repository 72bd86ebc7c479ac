package org.cusp.report.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.format.rows.Rows;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Scale;
import org.junit.jupiter.api.Test;

class ColumnFigureTest {
  /** Two runs of three steps, the second in another order; one row has no step. */
  private static Rows rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(row("a", 0, 1, 0.5, 1.5));
    rows.add(row("a", 10, 2, 1, 5));
    rows.add(row("b", 100, 4, 3, 5));
    rows.add(row("b", 10, 3, 2, 4));
    rows.add(row("b", null, 9, 8, 10));
    return Rows.of(List.of(), rows);
  }

  private static Map<String, Object> row(
      String run, Integer step, double value, double low, double high) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run", run);
    row.put("kind", "LLC");
    row.put("step", step);
    row.put("value", value);
    row.put("low", low);
    row.put("high", high);
    row.put("gamma", Math.pow(10, value));
    return row;
  }

  private static Panel panel(Figure figure) {
    return (Panel) figure.parts().get(0);
  }

  private static <L extends Layer> List<L> layers(Figure figure, Class<L> type) {
    return panel(figure).layers().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void eachRowIsAMarkWithItsIntervalWhereverTheValueLiesInIt() {
    Figure figure = new ColumnFigure("step", "value", "run").of(rows());
    List<Layer.Marks> marks = layers(figure, Layer.Marks.class);
    assertThat(marks).hasSize(2);
    assertThat(marks.get(0).x()).containsExactly(0, 10);
    assertThat(marks.get(0).y()).containsExactly(1, 2);
    assertThat(marks.get(1).x()).containsExactly(10, 100);
    assertThat(marks.get(1).y()).containsExactly(3, 4);
    List<Layer.Bars> bars = layers(figure, Layer.Bars.class);
    assertThat(bars.get(0).y()).containsExactly(1, 3);
    assertThat(bars.get(0).half()).containsExactly(0.5, 2);
    assertThat(layers(figure, Layer.Line.class)).hasSize(2);
    assertThat(panel(figure).keys()).extracting(Panel.Key::label).containsExactly("run a", "run b");
    assertThat(figure.id()).isEqualTo("value-over-step");
    assertThat(figure.title()).isEqualTo("LLC over step, by run");
    assertThat(figure.caption()).contains("4 rows", "1 more have no number");
    assertThat(figure.svg()).contains("<svg");
  }

  @Test
  void aColumnWithoutErrorsHasNoBarsAndWideOnesAreLogarithmic() {
    Figure figure = new ColumnFigure("gamma", "high", "").of(rows());
    assertThat(layers(figure, Layer.Bars.class)).isEmpty();
    assertThat(layers(figure, Layer.Line.class)).isEmpty();
    assertThat(layers(figure, Layer.Marks.class).get(0).x())
        .containsExactly(10, 100, 1e3, 1e4, 1e9);
    assertThat(panel(figure).x().scale()).isInstanceOf(Scale.Log.class);
    assertThat(panel(figure).y().scale()).isInstanceOf(Scale.Linear.class);
  }

  @Test
  void whatCannotBeDrawnIsSaid() {
    assertThatThrownBy(() -> new ColumnFigure("run", "value", "").of(rows()))
        .hasMessageContaining("column run has texts");
    assertThatThrownBy(() -> new ColumnFigure("stp", "value", "").of(rows()))
        .hasMessageContaining("'step'");
    Rows none = rows().where(row -> row.contains(9.0));
    assertThatThrownBy(() -> new ColumnFigure("step", "value", "").of(none))
        .hasMessageContaining("no row has both step and value");
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(row("run " + i, i, 1, 0, 2));
    }
    assertThatThrownBy(() -> new ColumnFigure("step", "value", "run").of(Rows.of(List.of(), many)))
        .hasMessageContaining("20 different values");
  }
}
