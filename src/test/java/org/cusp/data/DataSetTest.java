package org.cusp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.format.Faults.assertFault;

import org.junit.jupiter.api.Test;

class DataSetTest {
  private static DataSet regression(int n) {
    double[] x = new double[2 * n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = -i;
      y[i] = 10 * i;
    }
    return new DataSet("line", n, 2, x, new Targets.Values(y, 1));
  }

  private static Targets.Classes classes(int classes, int... labels) {
    return new Targets.Classes(labels, classes);
  }

  @Test
  void oneExampleIsEnoughAndNoneIsNot() {
    assertThat(regression(5).subset(new int[] {3}).n()).isEqualTo(1);
    assertFault(
        () -> new DataSet("none", 0, 1, new double[0], new Targets.Values(new double[0], 1)),
        "none: n, the number of examples, must be in [1, inf), got 0");
  }

  @Test
  void sizesMustAgree() {
    assertFault(
        () -> new DataSet("d", 2, 3, new double[5], classes(2, 0, 1)),
        "d: the number of inputs must be 6, got 5");
    assertFault(
        () -> new DataSet("d", 2, 1, new double[2], classes(2, 0, 1, 1)),
        "d: the number of targets must be 2, got 3");
    assertFault(
        () -> new DataSet("d", 2, 0, new double[0], classes(2, 0, 1)),
        "d: features must be in [1, inf), got 0");
  }

  @Test
  void namesTheRowAndColumnThatIsNotFinite() {
    assertFault(
        () -> new DataSet("d", 2, 2, new double[] {0, 1, 2, Double.NaN}, classes(2, 0, 1)),
        "d: row 2, column 2 must be finite, got NaN");
    assertFault(
        () -> new Targets.Values(new double[] {0, 1, Double.NEGATIVE_INFINITY, 3}, 2),
        "target of row 2, output 1 must be finite, got -Infinity");
  }

  @Test
  void targetsAreChecked() {
    assertFault(() -> classes(3, 0, 2, 3), "label of row 3 must be in [0, 2], got 3");
    assertFault(() -> classes(3, 0, -1), "label of row 2 must be in [0, 2], got -1");
    assertFault(() -> classes(1, 0, 0), "classes must be in [2, inf), got 1");
    assertFault(
        () -> new Targets.Values(new double[3], 2),
        "target values must be a multiple of the 2 outputs, got 3");
    assertFault(() -> new Targets.Values(new double[3], 0), "outputs must be in [1, inf), got 0");
  }

  @Test
  void takesRowsInTheOrderGiven() {
    DataSet part = regression(5).subset(new int[] {4, 0, 4});
    assertThat(part.n()).isEqualTo(3);
    assertThat(part.x()).containsExactly(4, -4, 0, 0, 4, -4);
    assertThat(((Targets.Values) part.targets()).values()).containsExactly(40, 0, 40);
    assertFault(
        () -> regression(5).subset(new int[] {0, 5}),
        "line: row (from 0) must be in [0, 4], got 5");
  }

  @Test
  void outputsStayTogether() {
    Targets.Values two = new Targets.Values(new double[] {1, 2, 3, 4, 5, 6}, 2);
    assertThat(two.n()).isEqualTo(3);
    assertThat(two.subset(new int[] {2, 0}).values()).containsExactly(5, 6, 1, 2);
    assertThat(two.output(1)).containsExactly(2, 4, 6);
  }

  @Test
  void splitsByThePermutation() {
    DataSet.Split split = regression(5).split(2, new int[] {3, 1, 4, 0, 2});
    assertThat(((Targets.Values) split.train().targets()).values()).containsExactly(30, 10, 40);
    assertThat(((Targets.Values) split.test().targets()).values()).containsExactly(0, 20);
    DataSet labelled = new DataSet("l", 4, 1, new double[4], classes(3, 0, 1, 0, 1));
    Targets.Classes train =
        (Targets.Classes) labelled.split(2, new int[] {0, 1, 2, 3}).train().targets();
    assertThat(train.classes()).isEqualTo(3);
  }

  @Test
  void refusesSplitsThatLeaveTooLittle() {
    int[] identity = {0, 1, 2, 3, 4};
    String range = "line: test examples must be in [2, 3] (both parts need 2 of the 5), got ";
    assertFault(() -> regression(5).split(1, identity), range + 1);
    assertFault(() -> regression(5).split(4, identity), range + 4);
    assertFault(
        () -> regression(5).split(2, new int[] {0, 1, 1, 2, 3}),
        "line: row 1 is in the permutation twice");
    assertFault(
        () -> regression(5).split(2, new int[] {0, 1}),
        "line: the length of the permutation must be 5, got 2");
    assertFault(
        () -> regression(5).split(2, new int[] {0, 1, 2, 3, 5}),
        "line: row of the permutation must be in [0, 4], got 5");
  }

  @Test
  void summaryIsOneLine() {
    assertThat(regression(5).summary()).isEqualTo("line: 5 examples, 2 features, 1 output");
    assertThat(new DataSet("l", 3, 1, new double[3], classes(2, 0, 1, 1)).summary())
        .isEqualTo("l: 3 examples, 1 feature, 2 classes (1 to 2 each)");
    assertThat(ExclusiveOr.data().summary())
        .isEqualTo("xor: 4 examples, 2 features, 2 classes (2 each)");
  }

  /** The digests were computed with Python's struct and hashlib from the description. */
  @Test
  void fingerprintIsTheDigestOfTheContent() {
    assertThat(ExclusiveOr.data().fingerprint())
        .isEqualTo("d43f69105b4f9797a095954dd4a2f66b5e4e654c24f7f53b99ea342940243a3e");
    DataSet values =
        new DataSet("v", 2, 1, new double[] {0.5, -1}, new Targets.Values(new double[] {3, 4}, 1));
    assertThat(values.fingerprint())
        .isEqualTo("49fe6ec184976f9b35fbacff260d9b9593c66e58d126ade743274689324239e5");
  }

  /** More content than one block of the digest; the name does not count. */
  @Test
  void fingerprintSeesEveryNumber() {
    DataSet data = regression(3_000);
    double[] changed = data.x().clone();
    changed[5_999] += 1;
    assertThat(new DataSet("line", 3_000, 2, changed, data.targets()).fingerprint())
        .isNotEqualTo(data.fingerprint());
    assertThat(data.named("other").fingerprint()).isEqualTo(data.fingerprint());
  }
}
