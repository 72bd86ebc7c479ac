package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that do not fit a transformer of tokens or of regression: one line that says what does. */
class UnusualDataTest {
  private static final Path FILES =
      Path.of("src/test/resources/org/cusp/foreign/transformers").toAbsolutePath();
  private static final Path GPT2 = FILES.resolve("gpt2");

  /** Tokens of 5 numbers, context 6, values at 3 of them. */
  private static final Path REGRESSION = FILES.resolve("icl/checkpoint_000010.pth");

  @TempDir Path folder;

  private String array(String name, int... shape) {
    int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
    double[] values = IntStream.range(0, size).mapToDouble(i -> i % 3).toArray();
    Npy.write(folder.resolve(name), new NumericArray(shape, values));
    return folder.resolve(name).toString();
  }

  private String tokens(double odd) {
    double[] values = new double[12];
    Arrays.fill(values, 1);
    values[8] = odd;
    Npy.write(folder.resolve("t.npy"), new NumericArray(new int[] {2, 6}, values));
    return folder.resolve("t.npy").toString();
  }

  private static void refused(Path checkpoint, String data, String line) {
    CommandRun run = CommandRun.of("kl", checkpoint.toString(), "--data", data);
    assertThat(run.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).singleElement().asString().contains(line);
  }

  @Test
  void tokens() {
    String place = "token of sequence 2, position 3 must be a whole number in ";
    refused(GPT2, tokens(11), place + "[0, 10], the vocabulary of the network, got 11.0");
    refused(GPT2, tokens(-1), place);
    refused(GPT2, tokens(1.5), place);
    refused(GPT2, tokens(Double.NaN), place);
    refused(
        GPT2,
        array("long.npy", 2, 30),
        "has 29 numbers for an example, the network takes sequences of up to 8 positions");
    refused(GPT2, array("flat.npy", 12), "must have the shape [sequences, length]");
    refused(GPT2, array("one.npy", 3, 1), "with a length of 2 or more");
    refused(
        GPT2,
        array("x.npy", 3, 6) + "," + array("y.npy", 3),
        "has labels at 1 positions, the network has outputs at 6");
  }

  /** As many numbers in another order are another function. */
  @Test
  void sequencesOfRegression() {
    String y = "," + array("y.npy", 3, 3);
    refused(
        REGRESSION, array("x.npy", 3, 5, 6) + y, "an example is 5 x 6, the network takes 6 x 5");
    refused(
        REGRESSION,
        array("long.npy", 3, 12, 5) + y,
        "has 60 numbers (12 x 5) for an example, the network takes sequences of up to 6 positions"
            + " of 5 numbers each");
    refused(REGRESSION, array("tokens.npy", 3, 6) + y, "has 6 numbers for an example");
    refused(
        REGRESSION,
        array("x.npy", 3, 6, 5) + "," + array("labels.npy", 3),
        "the targets have one number for an example, the network predicts a value at each of 3"
            + " positions");
    refused(
        REGRESSION,
        array("x.npy", 3, 6, 5) + "," + array("short.npy", 2, 3),
        "has 3 examples, the targets have shape [2, 3]");
  }

  /** Axes of length 1 do not matter, and joined axes have no order. */
  @Test
  void theSameNumbersInFewerAxes() {
    String y = "," + array("y.npy", 3, 3);
    for (String x : new String[] {array("a.npy", 3, 30), array("b.npy", 3, 6, 1, 5)}) {
      CommandRun run = CommandRun.of("kl", REGRESSION.toString(), "--data", x + y);
      assertThat(run.code()).as(run.err()).isZero();
    }
  }

  @Test
  void inputsAloneHaveNothingToBePredicted() {
    String mlp = "src/test/resources/org/cusp/cli/tutorial/";
    CommandRun run =
        CommandRun.of("llc", mlp + "model.pt", "--data", mlp + "x.npy", "--activation", "tanh");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList())
        .containsExactly(
            "cusp: " + mlp + "x.npy: these are inputs without targets: give --data X,Y");
  }

  @Test
  void namesOfTheFileAreNearToo() {
    String mlp = "src/test/resources/org/cusp/cli/tutorial/";
    CommandRun run =
        CommandRun.of(
            "llc",
            mlp + "model.pt",
            "--data",
            mlp + "x.npy," + mlp + "y.npy",
            "--only",
            "fc9.bias");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no tensor of the model matches 'fc9.bias'; nearest names: fc1");
  }
}
