package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.SharedFiles;
import org.cusp.run.Target;
import org.cusp.run.TargetReader;
import org.cusp.spec.SpecReader;
import org.cusp.train.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data given whole on the command line go through the scaling of the training data. */
class GivenDataTest {
  private static final double[] X = {310, 255, 1020, 700, 505, 90, 330, 410};
  private static final double[] Y = {0.2, -0.4, 2.9, 1.3, 0.7, -1.1, 0.1, 0.4};
  private static final double SLOPE = 1.25;

  @TempDir private Path folder;

  /** y = SLOPE x + noise of 0.5, with a checkpoint. */
  private void write(String name, String scaling, String data) throws Exception {
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %s
        data: {source: csv, path: %s, kind: values, scaling: %s}
        model: {type: deep-linear, widths: [1, 1], likelihood: gaussian, sigma: 0.5, precision: float64}
        """
            .formatted(name, data, scaling));
    Checkpoint.of(SpecReader.read(folder.resolve(name + ".yaml")), 1, 1, new double[] {SLOPE})
        .write(folder.resolve(name + ".safetensors"));
  }

  private void writeTable(String name, double[] x, double[] y) throws Exception {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < x.length; i++) {
      text.append(String.format(Locale.ROOT, "%s,%s%n", x[i], y[i]));
    }
    Files.writeString(folder.resolve(name), text);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  /** [shift, scale] of the training inputs X. */
  private static double[] scaling(String text) {
    double mean = mean(X);
    return switch (text) {
      case "standardise" ->
          new double[] {
            mean, Math.sqrt(Arrays.stream(X).map(x -> (x - mean) * (x - mean)).sum() / X.length)
          };
      case "divide 255" -> new double[] {0, 255};
      default -> new double[] {0, 1};
    };
  }

  private static double loss(double[] x, double[] y, double[] scaling) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double z = (y[i] - SLOPE * (x[i] - scaling[0]) / scaling[1]) / 0.5;
      sum += z * z / 2 + Math.log(0.5) + Math.log(2 * Math.PI) / 2;
    }
    return sum / x.length;
  }

  private static JsonNode json(CommandRun run) throws Exception {
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "standardise, inputs standardised by the 8 training data of the spec",
    "divide 255, 'inputs divided by 255.0, as the spec says'",
    "none, inputs as they are"
  })
  void otherDataAreScaledAsTheTrainingData(String scaling, String said) throws Exception {
    double[] x = {500, 120, 900};
    double[] y = {0.5, -0.8, 2.5};
    writeTable("train.csv", X, Y);
    writeTable("other.csv", x, y);
    write("m", scaling, "train.csv");
    CommandRun run =
        CommandRun.of(
            "compare",
            file("m.safetensors"),
            file("m.safetensors"),
            "--spec",
            file("m.yaml"),
            "--data",
            file("other.csv"),
            "--json");
    JsonNode on = json(run).get("results").get(0);
    assertThat(on.get("losses").get("lossA").get("value").asDouble())
        .isCloseTo(loss(x, y, scaling(scaling)), within(1e-9));
    assertThat(on.get("name").asText()).endsWith("other.csv (" + said + ")");
  }

  /** Whatever command reads a target: llc, free-energy, kl, calibrate and criteria read it so. */
  @Test
  void aTargetHasScaledInputsAndSaysSo() throws Exception {
    writeTable("train.csv", X, Y);
    write("m", "standardise", "train.csv");
    Target target =
        new TargetReader(
                Optional.of(folder.resolve("m.yaml")),
                Optional.of(file("train.csv")),
                OptionalLong.empty())
            .read(file("m.safetensors"));
    assertThat(mean(target.train().x())).isCloseTo(0, within(1e-12));
    assertThat(target.train().summary()).contains("(inputs standardised by the 8 training data");
  }

  @ParameterizedTest
  @CsvSource({"standardise", "divide 255", "none"})
  void testDataThatAreTheTrainingDataHaveTheSameLosses(String scaling) throws Exception {
    writeTable("train.csv", X, Y);
    write("m", scaling, "train.csv");
    CommandRun run =
        CommandRun.of(
            "criteria",
            file("m.safetensors"),
            "--spec",
            file("m.yaml"),
            "--test",
            file("train.csv"),
            "--gamma",
            "1e4",
            "--draws",
            "20",
            "--chains",
            "2",
            "--json");
    JsonNode losses = json(run).get("losses");
    for (String kind : new String[] {"bayes", "gibbs"}) {
      assertThat(losses.get(kind + "Generalisation").get("value").asDouble())
          .isEqualTo(losses.get(kind + "Training").get("value").asDouble());
    }
  }

  /** Each model sees the rows as it was trained to. */
  @Test
  void twoModelsOfOneFileMayScaleItInTwoWays() throws Exception {
    writeTable("train.csv", X, Y);
    for (String scaling : new String[] {"standardise", "divide 255"}) {
      String name = scaling.substring(0, 6);
      write(name, scaling, file("train.csv"));
      Files.createDirectories(folder.resolve("runs/" + name + "/checkpoints"));
      Path run = folder.resolve("runs/" + name);
      Files.copy(folder.resolve(name + ".yaml"), run.resolve("spec.yaml"));
      Files.writeString(run.resolve("spec-origin.txt"), folder.toString());
      Files.copy(
          folder.resolve(name + ".safetensors"),
          run.resolve("checkpoints/step-000001.safetensors"));
    }
    JsonNode on =
        json(CommandRun.of(
                "compare",
                file("runs/standa/checkpoints/step-000001.safetensors"),
                file("runs/divide/checkpoints/step-000001.safetensors"),
                "--data",
                file("train.csv"),
                "--json"))
            .get("results")
            .get(0);
    assertThat(on.get("losses").get("lossA").get("value").asDouble())
        .isCloseTo(loss(X, Y, scaling("standardise")), within(1e-9));
    assertThat(on.get("losses").get("lossB").get("value").asDouble())
        .isCloseTo(loss(X, Y, scaling("divide 255")), within(1e-9));
    assertThat(on.get("name").asText()).contains("inputs standardised", "inputs divided by 255");
  }

  @Test
  void withoutTheTrainingDataThereIsNoScaling() throws Exception {
    writeTable("train.csv", X, Y);
    writeTable("other.csv", X, Y);
    write("m", "standardise", "train.csv");
    Files.delete(folder.resolve("train.csv"));
    String[] kl = {
      "kl", file("m.safetensors"), "--spec", file("m.yaml"), "--data", file("other.csv")
    };
    CommandRun run = CommandRun.of(kl);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains("other.csv: data.scaling says standardise, fitted to its training data")
        .contains("train.csv");
  }

  @Test
  void theRowScaling() throws Exception {
    String w = SharedFiles.text("cases/scaling/sc.safetensors");
    String spec = SharedFiles.text("cases/scaling/scd.yaml");
    String raw = SharedFiles.text("cases/scaling/raw.npz");
    JsonNode compared =
        json(CommandRun.of("compare", w, w, "--spec", spec, "--data", raw, "--json"));
    assertThat(compared.get("results").get(0).get("losses").get("lossA").get("value").asDouble())
        .isCloseTo(0.177225, within(5e-7));
    JsonNode losses =
        json(CommandRun.of("criteria", w, "--spec", spec, "--test", raw, "--draws", "20", "--json"))
            .get("losses");
    assertThat(losses.get("bayesGeneralisation").get("value").asDouble())
        .isEqualTo(losses.get("bayesTraining").get("value").asDouble());
  }
}
