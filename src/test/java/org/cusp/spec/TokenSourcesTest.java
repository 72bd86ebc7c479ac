package org.cusp.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of sequences in a spec file. */
class TokenSourcesTest {
  private static final String MODEL =
      """
      model:
        type: layers
        inputs: [%d]
        layers:
          - embedding: {vocabulary: %d, width: 2}
          - dense: {outputs: %d, bias: false}
        likelihood: categorical
      """;

  @TempDir Path folder;

  private Spec spec(String data, int length, int vocabulary) {
    String text = "data: " + data + "\n" + MODEL.formatted(length, vocabulary, vocabulary);
    return SpecReader.parse(text, folder, "net.yaml");
  }

  private static int[] labels(DataSet data) {
    return ((Targets.Sequences) data.targets()).labels();
  }

  @Test
  void theBytesOfAText() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "abcdefgh");
    DataSet apart = spec("{source: text, path: a.txt, length: 3}", 3, 128).loadData().train();
    assertThat(apart.x()).containsExactly('a', 'b', 'c', 'd', 'e', 'f');
    assertThat(labels(apart)).containsExactly('b', 'c', 'd', 'e', 'f', 'g');
    assertThat(apart.n()).isEqualTo(2);
    DataSet overlapping =
        spec("{source: text, path: a.txt, length: 3, stride: 1}", 3, 128).loadData().train();
    assertThat(overlapping.n()).isEqualTo(5);
    assertThat(overlapping.subset(new int[] {4, 4}).x()).startsWith('e', 'f', 'g');
    assertThat(labels(overlapping.subset(new int[] {4, 4}))).endsWith('f', 'g', 'h');
  }

  private void write(double... tokens) {
    Npy.write(folder.resolve("t.npy"), new NumericArray(new int[] {2, tokens.length / 2}, tokens));
  }

  @Test
  void tokensOfAnArray() {
    write(0, 1, 2, 4, 3, 0);
    DataSet data = spec("{source: tokens, path: t.npy}", 2, 5).loadData().train();
    assertThat(data.x()).containsExactly(0, 1, 4, 3);
    assertThat(labels(data)).containsExactly(1, 2, 3, 0);
    assertThat(data.summary()).endsWith("one of 5 classes at each of 2 positions");
    assertThat(data.fingerprint())
        .isNotEqualTo(
            new DataSet("d", 2, 2, data.x(), new Targets.Sequences(labels(data), 6, 2))
                .fingerprint());
  }

  private void refused(String data, int length, int vocabulary, String message) {
    assertThatThrownBy(() -> spec(data, length, vocabulary).loadData())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "abcdefgh");
    refused(
        "{source: text, path: a.txt, length: 3}",
        3,
        103,
        "label of row 2, position 3 must be in [0, 102] (the network has 103 outputs), got 103");
    refused("{source: text, path: a.txt, length: 4}", 3, 128, "has 4 features, but model.inputs");
    refused("{source: text, path: a.txt, length: 8}", 8, 128, "has 8 bytes, fewer than one");
    refused(
        "{source: text, path: a.txt, length: 2, scaling: standardise}",
        2,
        128,
        "data.scaling must be left out: bytes of text are names, not sizes");
    refused(
        "{source: text, path: a.txt, length: 2, stride: 1, test: 2}",
        2,
        128,
        "data.test must be 0 where sequences overlap");
    write(0, 1, 2, 4, 3, 0.5);
    refused(
        "{source: tokens, path: t.npy}",
        2,
        5,
        "token of sequence 2, position 3 must be a whole number in [0, 2^24), got 0.5");
    write(0, 1, 2, 9, 3, 0);
    refused(
        "{source: tokens, path: t.npy}",
        2,
        5,
        "token of row 2, position 1 must be a whole number in [0, 4] (the vocabulary is 5), got 9");
  }

  /** y = w x + noise; the second sequence has other w. */
  @Test
  void regressionInContext() {
    Spec spec =
        SpecReader.parse(
            """
            data: {source: in-context-regression, examples: 4000, pairs: 2, dimension: 3}
            model:
              type: layers
              inputs: [4, 4]
              layers: [dense: 1, select: {positions: [0, 2], components: [0]}]
              likelihood: gaussian
            """,
            folder,
            "net.yaml");
    DataSet data = spec.loadData().train();
    assertThat(data.n()).isEqualTo(4000);
    double[] y = ((Targets.Values) data.targets()).values();
    double squares = 0;
    double products = 0;
    for (int i = 0; i < data.n(); i++) {
      int at = 16 * i;
      assertThat(data.x()[at]).isZero();
      assertThat(data.x()[at + 4]).isEqualTo(y[2 * i]);
      assertThat(data.x()[at + 12]).isEqualTo(y[2 * i + 1]);
      squares += y[2 * i] * y[2 * i] / data.n();
      double inner = 0;
      for (int j = 1; j < 4; j++) {
        inner += data.x()[at + j] * data.x()[at + 8 + j];
      }
      products += y[2 * i] * y[2 * i + 1] * inner / data.n();
    }
    // E y^2 = 3 + 1/8 with a variance of 3 (3 + 2 + ...) below 40; E y y' x x' = E (x x')^2 = 3.
    assertThat(squares)
        .isBetween(3.125 - 5 * Math.sqrt(40.0 / 4000), 3.125 + 5 * Math.sqrt(40.0 / 4000));
    assertThat(products)
        .isBetween(3 - 5 * Math.sqrt(400.0 / 4000), 3 + 5 * Math.sqrt(400.0 / 4000));
  }

  /**
   * Two records in one file and one in another: labels 3, 9, 0 and pixels that tell their places.
   */
  @Test
  void imagesOfCifar() throws IOException {
    byte[] two = new byte[2 * 3073];
    two[0] = 3;
    two[1] = (byte) 255;
    two[3072] = 7;
    two[3073] = 9;
    two[3073 + 1 + 1024] = 5;
    Files.write(folder.resolve("a.bin"), two);
    Files.write(folder.resolve("b.bin"), new byte[3073]);
    String model =
        "model: {type: layers, inputs: [3, 32, 32], layers: [global-avg-pool2d, flatten, dense: 10]}";
    DataSet data =
        SpecReader.parse(
                "data: {source: cifar10, path: [a.bin, b.bin]}\n" + model, folder, "net.yaml")
            .loadData()
            .train();
    assertThat(((Targets.Classes) data.targets()).labels()).containsExactly(3, 9, 0);
    assertThat(data.x()[0]).isEqualTo(255);
    assertThat(data.x()[3071]).isEqualTo(7);
    assertThat(data.x()[3072 + 1024]).isEqualTo(5);
    Files.write(folder.resolve("b.bin"), new byte[3072]);
    assertThatThrownBy(
            () ->
                SpecReader.parse(
                        "data: {source: cifar10, path: b.bin}\n" + model, folder, "net.yaml")
                    .loadData())
        .hasMessageContaining("must be records of 3073 bytes, a label and an image; got 3072");
  }

  @Test
  void pairsAsTokens() {
    String data = "{source: modular-addition, modulus: 5, coding: tokens}";
    String text =
        "data: "
            + data
            + "\nmodel: {type: layers, inputs: [2], layers: [embedding: {vocabulary: 5, width: 3},"
            + " select: last, dense: 5]}\n";
    DataSet pairs = SpecReader.parse(text, folder, "net.yaml").loadData().train();
    int[] sums = ((Targets.Classes) pairs.targets()).labels();
    for (int row = 0; row < 25; row++) {
      assertThat(sums[row]).isEqualTo((int) (pairs.x()[2 * row] + pairs.x()[2 * row + 1]) % 5);
    }
    assertThat(pairs.x()).endsWith(4, 3, 4, 4);
  }
}
