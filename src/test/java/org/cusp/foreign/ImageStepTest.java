package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.onnx.OnnxNode;
import org.junit.jupiter.api.Test;

/** Against PyTorch 1.13 in float64, on sines and cosines of counted numbers. */
class ImageStepTest {
  private static final double[] IMAGE = new double[2 * 5 * 6];
  private static final double[] WEIGHT = new double[4 * 3 * 2];

  static {
    Arrays.setAll(IMAGE, Math::sin);
    Arrays.setAll(WEIGHT, Math::cos);
  }

  private static OnnxNode node(Map<String, long[]> attributes, String auto) {
    Map<String, OnnxNode.Attribute> all = new HashMap<>();
    attributes.forEach(
        (name, wholes) -> all.put(name, new OnnxNode.Attribute(0, 0, "", wholes, null)));
    all.put("auto_pad", new OnnxNode.Attribute(0, 0, auto, new long[0], null));
    return new OnnxNode("Conv", "", List.of(), List.of(), all);
  }

  private static long[] of(long... values) {
    return values;
  }

  private static double weighted(double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += i * y[i];
    }
    return sum;
  }

  @Test
  void convolutionWithStridesPadsDilationsAndGroups() {
    Map<String, long[]> attributes =
        Map.of("strides", of(2, 1), "pads", of(1, 2, 1, 2), "dilations", of(1, 2));
    Window window = Window.of(node(attributes, "NOTSET"), 5, 6, 3, 2);
    double[] y =
        new ImageStep.Convolution(
                window, 2, 2, WEIGHT, new double[] {0.5, -1, 2, 0}, Step.Source.NONE)
            .apply(IMAGE);
    assertThat(y).hasSize(4 * 3 * 8);
    assertThat(Arrays.stream(y).sum()).isCloseTo(35.140649761268804, within(1e-11));
    assertThat(weighted(y)).isCloseTo(2136.2648600498305, within(1e-9));
  }

  @Test
  void poolsWithPads() {
    Map<String, long[]> attributes = Map.of("strides", of(2, 1), "pads", of(1, 1, 1, 1));
    Window window = Window.of(node(attributes, "NOTSET"), 5, 6, 3, 2);
    double[] most = new ImageStep.Pooling(window, 2, ImageStep.Pool.MAX).apply(IMAGE);
    assertThat(Arrays.stream(most).sum()).isCloseTo(11.777571945281782, within(1e-12));
    assertThat(weighted(most)).isCloseTo(254.81826384859284, within(1e-10));
    double[] padded = new ImageStep.Pooling(window, 2, ImageStep.Pool.MEAN_WITH_PADS).apply(IMAGE);
    assertThat(Arrays.stream(padded).sum()).isCloseTo(0.9158440595043413, within(1e-12));
    assertThat(weighted(padded)).isCloseTo(22.470197421309237, within(1e-10));
    double[] mean = new ImageStep.Pooling(window, 2, ImageStep.Pool.MEAN).apply(IMAGE);
    assertThat(Arrays.stream(mean).sum()).isCloseTo(-2.012556344317806, within(1e-12));
    assertThat(weighted(mean)).isCloseTo(-21.473679560934386, within(1e-10));
  }

  /** SAME keeps the size at stride 1; of an odd number of pads UPPER has the larger half behind. */
  @Test
  void automaticPads() {
    Window upper = Window.of(node(Map.of(), "SAME_UPPER"), 5, 6, 4, 5);
    assertThat(List.of(upper.outHeight(), upper.outWidth())).containsExactly(5, 6);
    assertThat(List.of(upper.top(), upper.bottom(), upper.left(), upper.right()))
        .containsExactly(1, 2, 2, 2);
    Window lower = Window.of(node(Map.of(), "SAME_LOWER"), 5, 6, 4, 5);
    assertThat(List.of(lower.top(), lower.bottom())).containsExactly(2, 1);
    Window valid = Window.of(node(Map.of("pads", of(9, 9, 9, 9)), "VALID"), 5, 6, 4, 5);
    assertThat(List.of(valid.outHeight(), valid.outWidth())).containsExactly(2, 2);
    assertThatThrownBy(() -> Window.of(node(Map.of(), "NOTSET"), 5, 6, 7, 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("larger than the image");
  }
}
