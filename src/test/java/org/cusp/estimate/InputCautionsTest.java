package org.cusp.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.InputScaling;
import org.cusp.data.Scaling;
import org.cusp.data.Targets;
import org.junit.jupiter.api.Test;

class InputCautionsTest {
  /** Four rows of three pixels, the largest in each 8 to 15. */
  private static double[] pixels() {
    double[] x = new double[12];
    Arrays.setAll(x, i -> i % 3 == 1 ? 8 + i % 8 : i % 4);
    return x;
  }

  private static List<String> of(double[] raw, double divisor) {
    DataSet data = new DataSet("x", 4, 3, raw, new Targets.Classes(new int[] {0, 1, 0, 1}, 2));
    var map = new Scaling.DivideBy(divisor).fit(data);
    return InputCautions.of(map.apply(data), new InputScaling("divided", Optional.of(map)));
  }

  @Test
  void usualInputsHaveNone() {
    assertThat(of(pixels(), 16)).isEmpty();
    assertThat(of(new double[12], 16)).isEmpty();
  }

  @Test
  void aRowFarBeyondTheOthersIsNamed() {
    double[] x = pixels();
    x[8] = -1e6;
    assertThat(of(x, 1)).singleElement().asString().contains("row 3, column 3 is 1.00e+06 in size");
  }

  @Test
  void aDivisionThatWasDoneOrIsMissingIsSaid() {
    double[] divided = Arrays.stream(pixels()).map(x -> x / 16).toArray();
    assertThat(of(divided, 16)).singleElement().asString().contains("are they divided already?");
    double[] bytes = Arrays.stream(pixels()).map(x -> 16 * x).toArray();
    assertThat(of(bytes, 16)).singleElement().asString().contains("do they have the scale");
  }

  /** An image of 64 pixels or more; the same in halves of a byte is none of bytes. */
  @Test
  void bytesThatNothingDivides() {
    double[] bytes = new double[4 * 64];
    Arrays.setAll(bytes, i -> i % 256);
    Targets classes = new Targets.Classes(new int[] {0, 1, 0, 1}, 2);
    DataSet images = new DataSet("x", 4, 64, bytes, classes);
    assertThat(InputCautions.of(images, InputScaling.NONE))
        .singleElement()
        .asString()
        .contains("inputs are whole numbers up to 255", "divide 255");
    double[] halves = Arrays.stream(bytes).map(x -> x - 0.5).toArray();
    assertThat(InputCautions.of(new DataSet("x", 4, 64, halves, classes), InputScaling.NONE))
        .isEmpty();
  }

  @Test
  void tokensHaveNoSize() {
    Targets next = new Targets.Sequences(new int[] {1, 2, 1, 50_000}, 50_001, 1);
    DataSet data = new DataSet("t", 4, 1, new double[] {1, 2, 1, 50_000}, next);
    assertThat(InputCautions.of(data, InputScaling.NONE)).isEmpty();
  }
}
