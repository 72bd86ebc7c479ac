package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;

/** The order of the axes of an image. */
class ExamplesTest {
  private static Examples of(Integer... axes) {
    double[] x = new double[3 * 4 * 4];
    return new Examples("x.npy", 1, List.of(axes), x, Optional.empty(), "as they are");
  }

  @Test
  void channelsComeFirst() {
    List<Integer> taken = List.of(3, 4, 4);
    assertThatCode(() -> of(3, 4, 4).requireAxes(taken)).doesNotThrowAnyException();
    assertThatCode(() -> of(48).requireAxes(taken)).doesNotThrowAnyException();
    assertThatCode(() -> of(4, 4, 3).requireAxes(List.of())).doesNotThrowAnyException();
    assertThatCode(() -> of(4, 4).requireAxes(List.of(1, 4, 4))).doesNotThrowAnyException();
    assertThatThrownBy(() -> of(4, 4, 3).requireAxes(taken))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "x.npy: an example is 4 x 4 x 3, the network takes 3 x 4 x 4: the channels come first"
                + " (transpose the axes)");
  }
}
