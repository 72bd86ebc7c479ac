package org.cusp.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.format.csv.Csv;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
  private static final double NAN = Double.NaN;

  private static List<String> lines(EstimateOf... estimates) {
    return OutputFormats.named("csv")
        .lines(new Answer(List::of, () -> "{ }", List.of(estimates)).after(List.of("heading")));
  }

  @Test
  void everyEstimateIsALineWithAllItsDigits() {
    Estimate llc = new Estimate(1.0 / 3, 0.125, 1.001, 512.5);
    EstimateOf judged =
        new EstimateOf(
            "runs/a", "step 10", "LLC", llc, new double[] {0.1, 0.9}, Verdict.Status.TRUSTED);
    assertThat(lines(judged))
        .containsExactly(
            "target,at,of,value,se,low,high,rhat,ess,verdict",
            "runs/a,step 10,LLC,0.3333333333333333,0.125,0.1,0.9,1.001,512.5,trusted");
  }

  /** The target has a comma; nothing judged the number, whose error is not known. */
  @Test
  void whatIsNotKnownIsEmptyAndCellsWithCommasAreQuoted() {
    String target = "tanh:hidden=1,n=100";
    EstimateOf bare = new EstimateOf(target, "", "K_n", new Estimate(-0.5, NAN), null);
    List<String> lines = lines(bare);
    assertThat(lines.get(1)).isEqualTo("\"tanh:hidden=1,n=100\",,K_n,-0.5,,,,,,");
    assertThat(Csv.rows(String.join("\n", lines)).get(1))
        .containsExactly(target, "", "K_n", "-0.5", "", "", "", "", "", "");
  }

  /** 1.959964 standard errors on either side. */
  @Test
  void theIntervalIsThatOfANormal() {
    EstimateOf one = new EstimateOf("a", "", "F", new Estimate(10, 1), Verdict.Status.DOUBTFUL);
    List<String> cells = Csv.rows(lines(one).get(1)).get(0);
    assertThat(Double.parseDouble(cells.get(5))).isEqualTo(10 - 1.959963984540054);
    assertThat(Double.parseDouble(cells.get(6))).isEqualTo(10 + 1.959963984540054);
    assertThat(cells.get(9)).isEqualTo("doubtful");
  }

  @Test
  void withoutEstimatesThereIsTheHeaderAlone() {
    assertThat(lines()).containsExactly("target,at,of,value,se,low,high,rhat,ess,verdict");
  }
}
