package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that takes a TARGET on every kind of checkpoint, without a spec: it gives its
 * answer, or where a command can make no sense one line that says what would. The numbers agree
 * where two commands state the same one in different ways; what they are is held to PyTorch and to
 * mathematics elsewhere.
 */
class EveryCheckpointTest {
  private static final String ALL = "src/test/resources/org/cusp/";
  private static final String QUICK = "--threads 1 --chains 2 --json";
  private static final String DRAWN = " --sampler mala --step 1e-3 --burn-in 2 --draws ";

  // A loaded machine reads for a second; what there is no time to measure is null.
  private static final String CALIBRATED =
      System.getProperty("cusp.every") == null ? " --budget 1" : " --budget 8";

  @TempDir static Path folder;

  /** What data a network takes. */
  private enum Data {
    CLASSES,
    TOKENS,
    VALUES_ALONG
  }

  /** A checkpoint, its data, and a part of it by the names that the file or the model has. */
  private enum Kind {
    MLP("cli/tutorial/model.pt", Data.CLASSES, 3, "fc2.*", 2),
    CNN("foreign/images/cnn/model.pt", Data.CLASSES, 3, "layers.0[1]", 1, 8, 8),
    RESNET("foreign/images/resnet18/model.pt", Data.CLASSES, 10, "fc.*", 3, 32, 32),
    GPT2("foreign/transformers/gpt2", Data.TOKENS, 11, "l0h1", 6),
    LENS("foreign/transformers/lens/model.pt", Data.TOKENS, 11, "l1~mlp", 6),
    LENS_FOLDER("foreign/transformers/lens-shortformer", Data.TOKENS, 11, "l1h0", 6),
    ICL("foreign/transformers/icl/checkpoint_000010.pth", Data.VALUES_ALONG, 3, "l0h0", 6, 5),
    MODULAR("foreign/transformers/notebook/model.pt", Data.CLASSES, 11, "linear2.weight", 2),
    ONNX("foreign/images/softmax-onnx/model.onnx", Data.CLASSES, 3, "0.0.weight", 5),
    FOLDER("cli/tutorial/checkpoints", Data.CLASSES, 3, "fc2.*", 2);

    private final String file;
    private final Data data;
    private final int classes;
    private final String part;
    private final int[] shape;

    Kind(String file, Data data, int classes, String part, int... shape) {
      this.file = ALL + file;
      this.data = data;
      this.classes = classes;
      this.part = part;
      this.shape = shape;
    }

    /** Whether a datum is one of several positions. */
    boolean alongSequences() {
      return data != Data.CLASSES;
    }

    int n() {
      return this == RESNET ? 4 : 12;
    }

    /** The option {@code --data}, its files written. */
    String given() {
      SplittableRandom random = new SplittableRandom(7);
      int each = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      boolean whole = data == Data.TOKENS || this == MODULAR;
      double[] x =
          whole
              ? random.ints((long) n() * each, 0, classes).asDoubleStream().toArray()
              : random.doubles((long) n() * each, -1.7, 1.7).toArray();
      int[] axes = IntStream.concat(IntStream.of(n()), Arrays.stream(shape)).toArray();
      Npy.write(folder.resolve(this + "-x.npy"), new NumericArray(axes, x));
      if (data == Data.TOKENS) {
        return folder.resolve(this + "-x.npy").toString();
      }
      NumericArray y =
          data == Data.CLASSES
              ? NumericArray.vector(random.ints(n(), 0, classes).asDoubleStream().toArray())
              : new NumericArray(
                  new int[] {n(), classes}, random.doubles((long) n() * classes, -1, 1).toArray());
      Npy.write(folder.resolve(this + "-y.npy"), y);
      return folder.resolve(this + "-x.npy") + "," + folder.resolve(this + "-y.npy");
    }

    CommandRun run(String command, String... more) {
      List<String> words = new ArrayList<>(List.of(command, file, "--data", given()));
      Stream.of(more)
          .flatMap(text -> Stream.of(text.split(" ")))
          .map(word -> word.replace('~', ' '))
          .forEach(words::add);
      words.removeIf(String::isEmpty);
      return CommandRun.of(words.toArray(String[]::new));
    }

    JsonNode json(String command, String... more) {
      CommandRun run = run(command, more);
      assertThat(run.code()).as("%s of %s: %s", command, this, run.err()).isZero();
      return CommandRun.parsed(run.out());
    }
  }

  /** Which kinds draws are asked of, beyond a few: {@code true} for all (minutes), or names. */
  private static final String EVERY = System.getProperty("cusp.every", "CNN,LENS_FOLDER,ONNX");

  static List<Kind> sampled() {
    return EVERY.equals("true")
        ? List.of(Kind.values())
        : Stream.of(EVERY.split(",")).map(Kind::valueOf).toList();
  }

  /** The first result, of a folder that of its first checkpoint. */
  private static JsonNode first(JsonNode answer) {
    return answer.has("results") && answer.get("results").size() > 0
        ? answer.get("results").get(0)
        : answer;
  }

  /** Of a folder the last checkpoint, which open shows too. */
  private static JsonNode measured(JsonNode answer) {
    JsonNode results = answer.path("results");
    return answer.has("measured")
        ? answer.get("measured")
        : results.get(results.size() - 1).get("measured");
  }

  /** In double by {@code open}, in single precision by the kernels of the others. */
  @ParameterizedTest
  @EnumSource
  void itsLossIsOne(Kind kind) {
    double loss = kind.json("open", "--json").get("loss").asDouble();
    assertThat(loss).isFinite().isNotZero();
    JsonNode kl = measured(kind.json("kl", "--json"));
    assertThat(kl.get("loss").asDouble()).isCloseTo(loss, within(3e-6 * Math.abs(loss)));
    JsonNode cut = kind.json("compare", "--json --ablate", kind.part);
    JsonNode both = cut.get("measured");
    assertThat(both.get("a").get("loss").asDouble()).isCloseTo(loss, within(3e-6 * Math.abs(loss)));
    assertThat(both.get("b").get("loss").asDouble())
        .isNotCloseTo(loss, within(1e-5 * Math.abs(loss)));
  }

  /** What the preview counts is what is sampled, and what the file's table calls a parameter. */
  @ParameterizedTest
  @MethodSource("sampled")
  void allOrAPartOfItIsSampled(Kind kind) {
    int parameters = kind.json("open", "--json").get("parameters").asInt();
    JsonNode all = first(kind.json("llc", QUICK + DRAWN + 4));
    assertThat(all.get("parameters").asInt()).isEqualTo(parameters);
    assertThat(all.get("llc").get("value").asDouble()).isFinite().isNotZero();
    JsonNode preview = kind.json("llc", "--json --preview --only", kind.part);
    assertThat(preview.get("parameters").asInt()).isEqualTo(parameters);
    int free = preview.get("free").asInt();
    assertThat(free).isBetween(1, parameters - 1);
    JsonNode part = first(kind.json("llc", QUICK + DRAWN + "4 --only", kind.part));
    assertThat(part.get("parameters").asInt()).isEqualTo(free);
    assertThat(part.get("llc").get("value").asDouble()).isFinite().isNotZero();
    assertThat(kind.run("llc", "--preview").out()).contains("all  ").contains(" " + parameters);
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void dataAndPartsAreWeighed(Kind kind) {
    JsonNode influence = kind.json("influence", QUICK + DRAWN + 16);
    assertThat(influence.get("discoveries").get("entries").asInt())
        .isEqualTo(kind.n() * (kind.n() - 1));
    JsonNode answer = kind.json("susceptibility", QUICK + DRAWN + "16 --components", kind.part);
    assertThat(answer.get("components").get(0).get("shifted").get("value").asDouble()).isFinite();
  }

  @ParameterizedTest
  @MethodSource("sampled")
  void calibrationSaysWhatItTakes(Kind kind) {
    JsonNode calibrated = kind.json("calibrate", QUICK + CALIBRATED);
    assertThat(calibrated.get("gradient").get("allDataSeconds").asDouble()).isPositive();
    assertThat(calibrated.get("choice").get("sampler").asText()).isNotEmpty();
  }

  /** Both are of -log p of an example, which a mean over positions is not. */
  @ParameterizedTest
  @EnumSource
  void evidenceIsOfExamples(Kind kind) {
    if (kind.alongSequences()) {
      for (String command : List.of("criteria", "free-energy")) {
        CommandRun run = kind.run(command);
        assertThat(run.code()).as(command).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList())
            .last()
            .asString()
            .contains("-log p of an example", "give --datum whole");
      }
    }
    if (kind == Kind.RESNET || kind == Kind.ICL) {
      String whole = kind.alongSequences() ? "--datum whole " : "";
      JsonNode free = kind.json("free-energy", whole + QUICK + " --draws 20 --budget 1");
      JsonNode preview = kind.json("llc", "--json --preview");
      assertThat(free.get("parameters")).isEqualTo(preview.get("parameters"));
      assertThat(free.get("verdict").get("status").asText()).isNotEmpty();
    }
    if (kind == Kind.ONNX) {
      JsonNode criteria = kind.json("criteria", QUICK + " --draws 4 --budget 1");
      assertThat(criteria.get("waic").get("value").asDouble()).isFinite();
    }
  }

  /** From its weights, which are step 0. */
  @ParameterizedTest
  @EnumSource
  void trainingGoesOnwardFromIt(Kind kind) {
    double loss = kind.json("open", "--json").get("loss").asDouble();
    Path run = folder.resolve(kind + "-run");
    JsonNode trained =
        kind.json("train", "--steps 2 --rate 1e-3 --json --batch 4 --threads 1 --out " + run);
    assertThat(trained.get("checkpoints")).hasSize(3);
    JsonNode kl = CommandRun.parsed(CommandRun.of("kl", run.toString(), "--json").out());
    assertThat(kl.get("results").get(0).get("measured").get("loss").asDouble())
        .isCloseTo(loss, within(3e-6 * Math.abs(loss)));
    assertThat(measured(kl).get("loss").asDouble())
        .isNotCloseTo(loss, within(1e-6 * Math.abs(loss)));
  }

  /** What it is trained on is not in a file of weights. */
  @Test
  void trainingNeedsData() {
    CommandRun run = CommandRun.of("train", Kind.MLP.file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines().toList())
        .singleElement()
        .asString()
        .contains("says nothing about its data; give --data X,Y");
  }
}
