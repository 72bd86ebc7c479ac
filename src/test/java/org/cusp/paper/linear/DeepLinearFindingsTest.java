package org.cusp.paper.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.paper.reproduction.Chart;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Row;
import org.junit.jupiter.api.Test;

class DeepLinearFindingsTest {
  private static final ExpectedTable NONE = new ExpectedTable("", List.of(), List.of());

  private static Row row(String type, String sampler, double lambda, double half, double llc) {
    return Row.empty()
        .with("network", type + "-" + lambda)
        .with("class", type)
        .with("sampler", sampler)
        .with("lambda", lambda)
        .with("rank(J)/2", half)
        .with("llc", llc)
        .with("se", 0.1)
        .with("verdict", "trusted")
        .with("seconds", 2.0);
  }

  private static Findings findings(Row... rows) {
    return new DeepLinearNetworks().findings(List.of(rows), NONE);
  }

  private static Findings.Section section(Findings findings, String title) {
    return findings.tables().stream()
        .filter(t -> t.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void networksWhoseLocalCoefficientIsLargerAreTabledApart() {
    Findings findings =
        findings(
            row("1K", "auto", 10, 10, 11),
            row("1K", "auto", 20, 5, 20),
            row("1K", "sgld", 10, 10, 13),
            row("1K", "auto", 10, 12, 11),
            row("1K", "auto", 10, 12, 12.5));
    List<Row> compared = section(findings, "Networks with rank(J)/2 <= lambda").rows();
    assertThat(compared).hasSize(2);
    assertThat(compared.get(0).number("networks")).isEqualTo(2);
    assertThat(compared.get(0).number("median error")).isCloseTo(0.05, within(1e-12));
    assertThat(compared.get(1).text("sampler")).isEqualTo("sgld");
    assertThat(section(findings, "Networks with rank(J)/2 > lambda").rows())
        .extracting(row -> row.text("between"))
        .containsExactly("yes", "no");
    assertThat(findings.sentences())
        .containsExactly(
            "Class 1K, 2 networks, default settings: median |relative error| 5%, order preserved in"
                + " 100% of pairs, 100% trusted, worst trusted error 10%.",
            "Of the 2 networks with rank(J)/2 > lambda, 1 have an LLC between the two (within 2"
                + " standard errors).");
    assertThat(findings.charts()).hasSize(1);
  }

  /** Errors .5, .05, .02 and a chain that diverged. */
  @Test
  void windowsAreTheStepsThatWork() {
    double[] llc = {15, 10.5, 9.8, Double.NaN};
    Row[] rows = new Row[5];
    for (int i = 0; i < 4; i++) {
      rows[i] = row("1K", "sgld", 10, 10, llc[i]).with("given step", Math.pow(10, i - 8));
    }
    rows[4] = row("1K", "auto", 10, 10, 10);
    Findings findings = findings(rows);
    Row window = section(findings, "Steps that work").rows().get(0);
    assertThat(window.number("from step")).isEqualTo(1e-7);
    assertThat(window.number("to step")).isEqualTo(1e-6);
    assertThat(window.number("steps of 4")).isEqualTo(2);
    assertThat(findings.charts()).extracting(Chart::id).containsExactly("llc-lambda", "steps");
    assertThat(section(findings, "Networks").rows()).hasSize(1);
  }
}
