package org.cusp.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerRanksTest {
  private static LayerRanks of(String widths, String ranks) {
    return new LayerRanks(numbers(widths), numbers(ranks));
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split("x")).map(Integer::valueOf).toList();
  }

  /**
   * Full rank: the fibre is smooth and rank J = r (M + N - r) + ... = all entries of the product
   * where no layer is narrower than the ends. One layer of rank 0 among two: J sees only that
   * layer's neighbour: for W_1 = 0, rank J = rank(W_2) * inputs.
   */
  @ParameterizedTest
  @CsvSource({
    "3x4, 3, 12",
    "3x5x4, 3x4, 12",
    "5x2x4, 2x2, 14",
    "3x5x4, 0x4, 12",
    "3x5x4, 3x0, 12",
    "3x5x4, 0x2, 6",
    "2x2x2, 0x0, 0",
    "2x2x2x2, 0x2x2, 4",
    "2x2x2x2, 0x0x2, 0",
  })
  void jacobian(String widths, String ranks, long expected) {
    assertThat(of(widths, ranks).jacobian()).isEqualTo(expected);
  }

  @Test
  void theProductHasTheLeastRankAndItsNetworkTheExactCoefficient() {
    LayerRanks ranks = of("10x10x10x10x10", "7x3x10x9");
    assertThat(ranks.product()).isEqualTo(3);
    assertThat(ranks.network().rlct().lambdaText()).isEqualTo("41");
    assertThat(LayerRanks.full(List.of(4, 6, 3)).ranks()).containsExactly(4, 3);
  }

  @Test
  void impossibleRanksAreRefused() {
    assertThatThrownBy(() -> of("3x5x4", "4x4"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("rank of layer 1 must be in [0, 3] (it is a 5 by 3 matrix), got 4");
    assertThatThrownBy(() -> of("3x5x4", "3"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("number of ranks (one for each layer) must be 2, got 1");
    assertThatThrownBy(() -> of("3x5x4", "3x-1")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new LayerRanks(List.of(3), List.of()))
        .isInstanceOf(InvalidInput.class);
  }
}
