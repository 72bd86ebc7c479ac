package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.SharedFiles;
import org.cusp.format.Idx;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.cusp.model.DataLosses;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a convolutional network of another programme to a target, and its reference loss. */
class ConvolutionalFilesTest {
  private static final int SOME = 40;
  private static final String READING = "28 x 28, stride 2, padding 1, no pools";
  private static final String IMAGES = "data/mnist-10k-images-idx3-ubyte.gz";
  private static final String LABELS = "data/mnist-10k-labels-idx1-ubyte.gz";

  @TempDir Path folder;

  /** The first images and labels, as X,Y. */
  private String some() {
    NumericArray images = Idx.readImages(SharedFiles.path(IMAGES));
    int[] labels = Idx.readLabels(SharedFiles.path(LABELS));
    double[] x = Arrays.stream(images.values(), 0, SOME * 784).map(value -> value / 255).toArray();
    double[] y = Arrays.stream(labels, 0, SOME).asDoubleStream().toArray();
    Npy.write(folder.resolve("x.npy"), new NumericArray(new int[] {SOME, 28, 28}, x));
    Npy.write(folder.resolve("y.npy"), NumericArray.vector(y));
    return folder.resolve("x.npy") + "," + folder.resolve("y.npy");
  }

  /** Losses and accuracies as the files' README has them, computed in NumPy. */
  @ParameterizedTest
  @CsvSource({
    "mnist_cnn_legacy.pth, 0.055809, 0.9820",
    "mnist_cnn_adv.pth, 0.141193, 0.9633",
    "mnist_cnn_small_legacy.pth, 0.109175, 0.9669"
  })
  void theSpecThatIsPrintedHasTheLossOfTheFile(String name, double loss, double accuracy)
      throws IOException {
    String file = SharedFiles.text("data/checkpoints/" + name);
    CommandRun open = CommandRun.of("open", file, "--data", some(), "--spec");
    assertThat(open.code()).as(open.err()).isZero();
    String model = open.out().substring(open.out().indexOf("model:"));
    assertThat(model).contains("# " + READING);
    String data =
        "data:\n  source: idx\n  scaling: divide 255\n  images: "
            + SharedFiles.path(IMAGES).toAbsolutePath()
            + "\n  labels: "
            + SharedFiles.path(LABELS).toAbsolutePath();
    Path spec = Files.writeString(folder.resolve("net.yaml"), data + "\n" + model);
    Target target =
        new TargetReader(Optional.of(spec), Optional.empty(), OptionalLong.empty()).read(file);
    try (Workers workers = new Workers(2)) {
      DataLosses found =
          DataLosses.at(
              target.model(),
              target.points().get(0).weights().get(),
              target.train(),
              Precision.FLOAT32,
              KernelProvider.best(),
              workers);
      assertThat(found.mean()).isCloseTo(loss, within(1e-6));
      assertThat(found.accuracy()).isCloseTo(accuracy, within(1e-9));
    }
  }

  /** Without a spec: data alone settle what the file leaves open. */
  @Test
  void aCheckpointAndDataAreATarget() {
    String file = SharedFiles.text("data/checkpoints/mnist_cnn_small_legacy.pth");
    String data = SharedFiles.path(IMAGES) + "," + SharedFiles.path(LABELS);
    Target target =
        new TargetReader(Optional.empty(), Optional.of(data), OptionalLong.empty()).read(file);
    assertThat(target.notes())
        .contains("taken as " + READING + ", of what the file leaves open")
        .anyMatch(note -> note.startsWith("loss 0.109175 nats on 10,000 examples, accuracy 96.69%"))
        .noneMatch(note -> note.startsWith("WARNING"));
    try (Workers workers = new Workers(2)) {
      double[] w = target.points().get(0).weights().get();
      assertThat(
              DataLosses.at(
                      target.model(),
                      w,
                      target.train(),
                      Precision.FLOAT32,
                      KernelProvider.best(),
                      workers)
                  .mean())
          .isCloseTo(0.109175, within(1e-6));
    }
  }

  /** Two trainings of one architecture, in two containers, stand for two steps of one. */
  @Test
  void aFolderOfCheckpointsIsARun() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.copy(
        SharedFiles.path("data/checkpoints/mnist_cnn_legacy.pth"),
        run.resolve("checkpoint_0000500.pth"));
    Files.copy(
        SharedFiles.path("data/checkpoints/mnist_cnn_adv.pth"), run.resolve("resnet20_1000.pt"));
    Files.writeString(run.resolve("log_20.txt"), "no weights");
    Target target =
        new TargetReader(Optional.empty(), Optional.of(some()), OptionalLong.empty())
            .read(run.toString());
    assertThat(target.points().stream().map(point -> point.step().getAsLong()))
        .containsExactly(500L, 1000L);
    double[] first = target.points().get(0).weights().get();
    double[] last = target.points().get(1).weights().get();
    assertThat(first).hasSize(166406).isNotEqualTo(last);
    Files.copy(run.resolve("resnet20_1000.pt"), run.resolve("other-1000.pt"));
    assertThat(CommandRun.of("llc", run.toString(), "--data", some()).err())
        .contains("two checkpoints have the step 1000");
  }

  /** One image is enough where its logits are known; those are of the files' README. */
  @Test
  void theReadingIsToldByOutputs() throws IOException {
    some();
    double[] x = Arrays.copyOf(Npy.read(folder.resolve("x.npy")).values(), 784);
    double[] logits = {
      -3.261545,
      -2.966943,
      2.169448,
      2.777902,
      -9.145137,
      -4.366711,
      -17.414011,
      14.019852,
      -1.980331,
      1.962533
    };
    Path one = folder.resolve("one.npy");
    Path expected = folder.resolve("logits.npy");
    Npy.write(one, new NumericArray(new int[] {1, 784}, x));
    Npy.write(expected, new NumericArray(new int[] {1, 10}, logits));
    String file = SharedFiles.text("data/checkpoints/mnist_cnn_legacy.pth");
    CommandRun run =
        CommandRun.of(
            "open", file, "--data", one.toString(), "--expect", expected.toString(), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode opened = new ObjectMapper().readTree(run.out());
    assertThat(opened.get("evaluation").get("reading").asText()).isEqualTo(READING);
    assertThat(opened.get("evaluation").get("activation").asText()).isEqualTo("relu");
    assertThat(opened.get("largestDifference").asDouble()).isLessThan(1e-6);
  }

  @Test
  void withoutDataNothingIsGuessed() {
    String file = SharedFiles.text("data/checkpoints/mnist_cnn_legacy.pth");
    String spec = CommandRun.of("open", file, "--spec").out();
    assertThat(spec).contains("THE FILE DOES NOT SAY THIS", "# " + READING);
    assertThat(spec.lines()).noneMatch(line -> line.startsWith("  layers:"));
  }
}
