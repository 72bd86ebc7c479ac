package org.cusp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;

class RunningLlcTest {

  @Test
  void averagesAfterTheBurnInAndSpreadsBetweenTheChains() {
    // After one draw of burn-in the running means times nBeta = 10 are, by hand,
    // chain 1: 10, 15, 20 and chain 2: 30, 25, 40; their mean 20, 20, 30; s / sqrt(2) = |a - b| /
    // 2.
    Trace trace = new Trace(0, 10, new double[][] {{99, 1, 2, 3}, {-99, 3, 2, 7}}, 1);
    RunningLlc running = RunningLlc.of(trace);
    assertThat(running.draw()).containsExactly(2, 3, 4);
    assertThat(running.mean()).containsExactly(new double[] {20, 20, 30}, within(1e-12));
    assertThat(running.half())
        .containsExactly(new double[] {1.96 * 10, 1.96 * 5, 1.96 * 10}, within(1e-12));
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
    assertThat(RunningLlc.of(new Trace(0, 1, new double[][] {{1, Double.NaN}}, 0)).draw())
        .isEmpty();
  }

  @Test
  void oneChainHasNoBand() {
    RunningLlc running = RunningLlc.of(new Trace(0, 1, new double[][] {{1, 3}}, 0));
    assertThat(running.mean()).containsExactly(1, 2);
    assertThat(running.half()).containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void tracesAreChecked() {
    assertThatThrownBy(() -> new Trace(7, 1, new double[][] {{1, 2}, {1}}, 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("chain 1 of step 7 has 1 draws, chain 0 has 2: all must have the same number");
    assertThatThrownBy(() -> new Trace(7, 1, new double[][] {{1, 2}}, 3))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new LlcPoint(1, 0, 0, 1, 1, "trustd", List.of(), 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("did you mean 'trusted'");
    assertThatThrownBy(() -> new LossPoint(1, 0, 0, 0, 97.2)).isInstanceOf(InvalidInput.class);
  }
}
