package org.cusp.paper.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void numbersAreBrief() {
    assertThat(Tables.brief(12)).isEqualTo("12");
    assertThat(Tables.brief(12.5)).isEqualTo("12.5");
    assertThat(Tables.brief(0.12345678)).isEqualTo("0.1235");
    assertThat(Tables.brief(1e-7)).isEqualTo("1e-07");
    assertThat(Tables.brief(123456.7)).isEqualTo("1.235e+05");
    assertThat(Tables.brief(Double.NaN)).isEmpty();
    assertThat(Tables.percent(0.01234)).isEqualTo("1.23%");
    assertThat(Tables.percent(1)).isEqualTo("100%");
    assertThat(Tables.percent(Double.NaN)).isEqualTo("none");
  }

  @Test
  void rowsWithDifferentColumnsShareOneHeader() {
    List<Row> rows =
        List.of(
            Row.empty().with("a", 1).with("b", 0.25),
            Row.empty().with("a", "x,\"y\"").with("c", Double.NaN));
    assertThat(Tables.csv(rows)).isEqualTo("a,b,c\n1,0.25,\n\"x,\"\"y\"\"\",,\n");
    assertThat(Tables.markdown(rows))
        .isEqualTo("| a | b | c |\n|---|---|---|\n| 1 | 0.25 |  |\n| x,\"y\" |  |  |\n");
  }
}
