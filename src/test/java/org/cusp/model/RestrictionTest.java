package org.cusp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which parameters a pattern or a mask frees. */
class RestrictionTest {
  /** 2 x 3, 3, 1 x 3... of eleven layers 1 wide: layers.0 has 2 + 1 numbers, the others 1 + 1. */
  private static final ParamSpace SPACE =
      new Mlp(
              List.of(2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2),
              Activation.RELU,
              new Likelihood.Categorical(2))
          .parameters();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers.0.weight | 2",
        "layers.0.*      | 3",
        "layers.0        | 3",
        "layers.1        | 2",
        "layers.1*       | 6",
        "*.bias          | 12",
        "layers.?.bias   | 10",
        "layers          | 25",
        "*               | 25",
        "layers.0,*.bias | 14",
        "layers.10.bias , layers.1 | 4",
      })
  void patternsChooseByName(String patterns, int free) {
    assertThat(Restriction.matching(SPACE, TensorPattern.list(patterns)).size()).isEqualTo(free);
  }

  @Test
  void aPointInAPatternIsOnlyAPoint() {
    assertThatThrownBy(() -> new TensorPattern("layersx0").in(SPACE))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new TensorPattern("layers.0.w").in(SPACE))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "no tensor of the model matches 'layers.0.w'; nearest names: layers.0, layers.1,"
                + " layers.2");
  }

  @Test
  void aPatternThatMatchesNothingNamesTheNearest() {
    assertThatThrownBy(
            () -> Restriction.matching(SPACE, TensorPattern.list("*.bias,layers.0.weigth")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'layers.0.weigth'")
        .hasMessageContaining("nearest names: layers.0.weight, layers.1.weight");
    assertThatThrownBy(() -> TensorPattern.list("layers.0,"))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("a pattern of tensor names must not be empty");
  }

  @Test
  void countsSelectsAndInserts() {
    BitSet free = BitSet.valueOf(new long[] {0b1_1110});
    Restriction restriction = new Restriction(SPACE, free);
    free.clear();
    assertThat(restriction.size()).isEqualTo(4);
    assertThat(restriction.counts().subList(0, 4))
        .extracting(Restriction.Count::free)
        .containsExactly(1, 1, 1, 1);
    assertThat(restriction.counts().get(0).isWhole()).isFalse();
    assertThat(restriction.counts().get(1).isWhole()).isTrue();
    assertThat(restriction.counts().get(4).isFrozen()).isTrue();
    assertThat(restriction.freeSpace().tensors())
        .extracting(ParamSpace.Tensor::toString)
        .containsExactly(
            "Tensor[name=layers.0.weight, shape=[1], offset=0]",
            "Tensor[name=layers.0.bias, shape=[1], offset=1]",
            "Tensor[name=layers.1.weight, shape=[1, 1], offset=2]",
            "Tensor[name=layers.1.bias, shape=[1], offset=3]");
    double[] all = new double[25];
    all[2] = 7;
    all[20] = 5;
    assertThat(restriction.select(all)).containsExactly(0, 7, 0, 0);
    double[] inserted = restriction.insert(new double[] {1, 2, 3, 4}, all);
    assertThat(inserted).startsWith(0, 1, 2, 3, 4, 0).hasSize(25);
    assertThat(inserted[20]).isEqualTo(5);
    assertThat(all[1]).isZero();
  }

  @Test
  void theDigestIsThatOfTheSet() {
    Restriction byName = Restriction.matching(SPACE, TensorPattern.list("layers.0"));
    BitSet three = new BitSet();
    three.set(0, 3);
    assertThat(byName.digest()).isEqualTo(new Restriction(SPACE, three).digest()).hasSize(64);
    three.set(3);
    assertThat(byName.digest()).isNotEqualTo(new Restriction(SPACE, three).digest());
  }

  @Test
  void somethingMustBeFreeAndInside() {
    assertThatThrownBy(() -> new Restriction(SPACE, new BitSet()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("free parameters must be in [1, inf), got 0");
    BitSet outside = new BitSet();
    outside.set(25);
    assertThatThrownBy(() -> new Restriction(SPACE, outside)).isInstanceOf(InvalidInput.class);
  }
}
