package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.format.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CSV file whose classes are words: their places in the order of the words are the numbers. */
class WordLabelsTest {
  private static final Path FILES = Path.of("src/test/resources/org/cusp/cli/tutorial");
  private static final String MODEL = FILES.resolve("model.pt").toString();
  private static final String[] NAMES = {"ant", "cat", "dog"};

  @TempDir Path folder;

  /** The examples whose label is below a number, with words for labels. */
  private String csv(int classes) throws IOException {
    double[] x = Npy.read(FILES.resolve("x.npy")).values();
    double[] y = Npy.read(FILES.resolve("y.npy")).values();
    StringBuilder text = new StringBuilder("a,b,kind\n");
    // From the last to the first, so that the first word is not the first class.
    for (int i = y.length - 1; i >= 0; i--) {
      if (y[i] < classes) {
        text.append(x[2 * i]).append(',').append(x[2 * i + 1]).append(',');
        text.append(NAMES[(int) y[i]]).append('\n');
      }
    }
    return Files.writeString(folder.resolve("labels" + classes + ".csv"), text).toString();
  }

  @Test
  void wordsAreTheClassesOfTheNumbers() throws IOException {
    String numbers = FILES.resolve("x.npy") + "," + FILES.resolve("y.npy");
    double loss = CommandRun.json("open", MODEL, "--data", numbers).get("loss").asDouble();
    CommandRun opened = CommandRun.done("open", MODEL, "--data", csv(3));
    assertThat(opened.out()).contains("the classes ant, cat, dog");
    assertThat(CommandRun.json("open", MODEL, "--data", csv(3)).get("loss").asDouble())
        .isCloseTo(loss, within(1e-12));
    CommandRun llc =
        CommandRun.of(
            "llc",
            MODEL,
            "--data",
            csv(3),
            "--draws",
            "4",
            "--burn-in",
            "2",
            "--chains",
            "2",
            "--sampler",
            "mala",
            "--step",
            "1e-3",
            "--by",
            "class");
    assertThat(llc.code()).as(llc.err()).isZero();
    assertThat(llc.out()).contains("3 classes (ant, cat, dog: 50 each)", "class ant", "class dog");
  }

  /** Their numbers would be others. */
  @Test
  void aFileWithoutAClassIsRefused() throws IOException {
    CommandRun run = CommandRun.of("llc", MODEL, "--data", csv(2), "--activation", "tanh");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("its labels are words, 2 of them (ant, cat), the model has 3 classes");
  }

  @Test
  void wordsAreNoInputsAndNoValues() throws IOException {
    Path file = Files.writeString(folder.resolve("in.csv"), "a,b,y\n1,dog,0\n2,cat,1\n0,dog,2\n");
    CommandRun run = CommandRun.of("open", MODEL, "--data", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("in.csv: line 2, column 2: 'dog' is not a number");
    Path spec =
        Files.writeString(
            folder.resolve("values.yaml"),
            """
            data: {source: csv, path: labels3.csv}
            model: {type: mlp, widths: [2, 3, 1], likelihood: gaussian}
            """);
    csv(3);
    CommandRun values = CommandRun.of("train", spec.toString());
    assertThat(values.code()).isEqualTo(2);
    assertThat(values.err()).contains("labels3.csv: line 2, column 3: 'dog' is not a number");
  }
}
