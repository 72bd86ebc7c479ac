package org.cusp.report.figures.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.cusp.diagnostics.Ess;
import org.cusp.report.Synthetic;
import org.junit.jupiter.api.Test;

class EssGrowthTest {

  @Test
  void eachPointIsTheBulkEssOfTheDrawsSoFarAndTheLastOfAll() {
    Trace trace = Synthetic.trace(100, 20, 3);
    EssGrowth growth = EssGrowth.of(trace);
    int last = growth.draws().length - 1;
    assertThat(growth.draws()[last]).isEqualTo(800);
    assertThat(growth.last()).isEqualTo(bulk(trace, 1000));
    assertThat(growth.ess()[last / 3]).isEqualTo(bulk(trace, 200 + (int) growth.draws()[last / 3]));
  }

  /** Ranks, and so the bulk ESS, do not change with the scale nBeta of the draws. */
  private static double bulk(Trace trace, int end) {
    return Ess.bulk(
        Arrays.stream(trace.deltaLoss())
            .map(chain -> Arrays.copyOfRange(chain, 200, end))
            .toArray(double[][]::new));
  }

  @Test
  void stagesAreEvenAndEndWithAllDraws() {
    double[][] draws = new double[1][107];
    assertThat(new Trace(0, 1, draws, 7).stages(5)).containsExactly(20, 40, 60, 80, 100);
    assertThat(new Trace(0, 1, draws, 104).stages(5)).containsExactly(1, 2, 3);
    assertThat(new Trace(0, 1, draws, 107).stages(5)).isEmpty();
  }

  @Test
  void aChainThatIsNotFiniteTakesNoPart() {
    Trace whole = Synthetic.trace(100, 20, 3);
    double[][] seven = Arrays.copyOf(whole.deltaLoss(), 7);
    double[][] eight = Arrays.copyOf(whole.deltaLoss(), 8);
    eight[7] = eight[7].clone();
    eight[7][999] = Double.NaN;
    assertThat(EssGrowth.of(new Trace(0, 5, eight, 200)).ess())
        .isEqualTo(EssGrowth.of(new Trace(0, 5, seven, 200)).ess());
  }

  @Test
  void isNotANumberWhereTheEssIsNotDefined() {
    assertThat(EssGrowth.of(new Trace(0, 1, new double[2][20], 0)).last()).isNaN();
    assertThat(EssGrowth.of(new Trace(0, 1, new double[][] {{Double.NaN}}, 0)).last()).isNaN();
  }
}
