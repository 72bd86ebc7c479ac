package org.cusp.report.figures.chains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.report.Synthetic;
import org.cusp.report.plot.Numbers;
import org.junit.jupiter.api.Test;

class RunningLlcTest {

  @Test
  void averagesAfterTheBurnIn() {
    // After one draw of burn-in the running means times nBeta = 10 are, by hand,
    // chain 1: 10, 15, 20 and chain 2: 30, 25, 40.
    Trace trace = new Trace(0, 10, new double[][] {{99, 1, 2, 3}, {-99, 3, 2, 7}}, 1);
    RunningLlc running = RunningLlc.of(trace);
    assertThat(running.draw()).containsExactly(2, 3, 4);
    assertThat(running.mean()).containsExactly(new double[] {20, 20, 30}, within(1e-12));
    assertThat(running.half()).as("no error of fewer than four draws").containsOnly(Double.NaN);
  }

  @Test
  void theBandIsTheStandardErrorOfTheDrawsSoFar() {
    Trace trace = Synthetic.trace(100, 20, 3);
    RunningLlc running = RunningLlc.of(trace);
    int last = running.draw().length - 1;
    assertThat(running.draw()[last]).isEqualTo(1000);
    for (int i : new int[] {10, last / 2, last}) {
      int end = (int) running.draw()[i];
      double[][] soFar =
          Arrays.stream(trace.deltaLoss())
              .map(chain -> Arrays.copyOfRange(chain, 200, end))
              .toArray(double[][]::new);
      double expected = 1.96 * trace.nBeta() * Mcse.mean(soFar);
      assertThat(running.half()[i]).isCloseTo(expected, within(1e-9 * expected));
      assertThat(running.mean()[i]).isCloseTo(trace.nBeta() * Moments.mean(soFar), within(1e-9));
    }
  }

  @Test
  void aChainThatIsNotFiniteTakesNoPart() {
    Trace trace =
        new Trace(0, 1, new double[][] {{1, 1}, {5, Double.NaN}, {3, 1.0 / 0}, {3, 3}}, 0);
    assertThat(RunningLlc.of(trace).mean()).containsExactly(2, 2);
  }

  @Test
  void isEmptyWithoutDrawsOrFiniteChains() {
    assertThat(RunningLlc.of(new Trace(0, 1, new double[][] {{1, 2}}, 2)).draw()).isEmpty();
    RunningLlc none = RunningLlc.of(new Trace(0, 1, new double[][] {{1, Double.NaN}}, 0));
    assertThat(none.draw()).isEmpty();
    assertThat(none.last()).isEqualTo(Numbers.MISSING);
  }

  @Test
  void tracesAreChecked() {
    assertThatThrownBy(() -> new Trace(7, 1, new double[][] {{1, 2}, {1}}, 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("chain 1 of step 7 has 1 draws, chain 0 has 2: all must have the same number");
    assertThatThrownBy(() -> new Trace(7, 1, new double[][] {{1, 2}}, 3))
        .isInstanceOf(InvalidInput.class);
  }
}
