package org.cusp.run.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.junit.jupiter.api.Test;

class ChoiceOfReplicasTest {
  /** Steps are counted in 32 bits: beyond them addresses begin anew. */
  @Test
  void noExchangeUsesTheNumberOfAChoice() {
    RandomStream stream = RandomStream.of(1, Purpose.EXCHANGE, 0);
    for (long sweep = 0; sweep < 1000; sweep++) {
      assertThat(stream.bits(sweep, 0)).isNotEqualTo(stream.bits(TemperedChains.CHOICE, 0));
    }
  }
}
