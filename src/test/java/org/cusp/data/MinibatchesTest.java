package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.format.Faults.assertFault;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinibatchesTest {
  /** A rotation by the epoch: simple enough to know the answer. */
  private static IndexShuffle rotation(int n) {
    return (epoch, position) -> (int) ((position + epoch) % n);
  }

  /** Epochs 01234 12340 23401 ..., cut into threes. */
  @Test
  void batchesAreCutFromTheSequenceOfEpochs() {
    Minibatches batches = new Minibatches(5, 3, rotation(5));
    assertThat(batches.rows(0)).containsExactly(0, 1, 2);
    assertThat(batches.rows(1)).containsExactly(3, 4, 1);
    assertThat(batches.rows(2)).containsExactly(2, 3, 4);
    assertThat(batches.rows(3)).containsExactly(0, 2, 3);
    assertThat(batches.rows(4)).containsExactly(4, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({"5, 3", "12, 5", "7, 1", "10, 5", "4, 3"})
  void everyRowIsUsedEquallyOften(int n, int batch) {
    Minibatches batches = new Minibatches(n, batch, rotation(n));
    int[] used = new int[n];
    for (int step = 0; step < n; step++) {
      for (int row : batches.rows(step)) {
        used[row]++;
      }
    }
    assertThat(used).containsOnly(batch);
  }

  @Test
  void theWholeDataSetKeepsItsOrder() {
    Minibatches full =
        new Minibatches(
            4,
            4,
            (epoch, position) -> {
              throw new AssertionError("not needed");
            });
    assertThat(full.rows(0)).containsExactly(0, 1, 2, 3);
    assertThat(full.rows(17)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void anEarlierCallChangesNothing() {
    Minibatches batches = new Minibatches(5, 2, rotation(5));
    int[] rows = new int[2];
    batches.fill(100, rows);
    int[] alone = rows.clone();
    batches.fill(3, rows);
    batches.fill(100, rows);
    assertThat(rows).isEqualTo(alone);
    // Positions 200 and 201 are positions 0 and 1 of epoch 40.
    assertThat(rows).containsExactly(0, 1);
  }

  @Test
  void farStepsDoNotOverflow() {
    Minibatches batches = new Minibatches(1_000_003, 1_000, rotation(1_000_003));
    long step = Long.MAX_VALUE / 1_000 - 1;
    long position = Math.multiplyExact(step, 1_000L);
    long expected = (position % 1_000_003 + position / 1_000_003) % 1_000_003;
    assertThat(batches.rows(step)[0]).isEqualTo((int) expected);
    assertFault(
        () -> batches.rows(step + 1),
        "step must be in [0, 9223372036854775), got 9223372036854775");
  }

  @Test
  void refusesSizesThatCannotBe() {
    assertFault(() -> new Minibatches(5, 6, rotation(5)), "batch must be in [1, 5], got 6");
    assertFault(() -> new Minibatches(5, 0, rotation(5)), "batch must be in [1, 5], got 0");
    assertFault(() -> new Minibatches(0, 1, rotation(5)), "n must be in [1, inf), got 0");
    Minibatches batches = new Minibatches(5, 2, rotation(5));
    assertFault(() -> batches.rows(-1), "step must be in [0, 4611686018427387903), got -1");
    assertFault(() -> batches.fill(0, new int[3]), "rows must have length 2, got 3");
  }
}
