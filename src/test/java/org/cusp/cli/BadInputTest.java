package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A user's mistake is answered by exit code 2 and one line on standard error that says what was
 * wrong, where, and what is allowed; nothing is printed on standard output and nothing on the disk
 * is changed.
 */
class BadInputTest {
  private static final String PROBLEM = "dln:widths=2x2,n=20";

  @TempDir Path folder;

  /**
   * A mistake.
   *
   * @param command prepares the files and gives the arguments
   * @param says what the line must contain
   */
  private record Mistake(
      String name, Function<TinyNetwork, List<String>> command, List<String> says) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Mistake mistake(
      String name, Function<TinyNetwork, List<String>> command, String... says) {
    return new Mistake(name, command, List.of(says));
  }

  /** A mistake in the data, met when training and when estimating alike. */
  private static Mistake inData(String name, String csv, String... says) {
    return mistake(name, tiny -> train(tiny.write("points.csv", csv)), says);
  }

  private static Mistake inSpec(String name, String from, String to, String... says) {
    return mistake(
        name, tiny -> train(tiny.write("net.yaml", TinyNetwork.SPEC.replace(from, to))), says);
  }

  private static Mistake inOption(String name, List<String> option, String... says) {
    return mistake(name, tiny -> join(List.of("llc", PROBLEM), option), says);
  }

  private static List<String> train(TinyNetwork tiny) {
    return List.of("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
  }

  private static List<String> llc(TinyNetwork tiny) {
    return List.of(
        "llc",
        tiny.text("w.safetensors"),
        "--spec",
        tiny.text("net.yaml"),
        "--out",
        tiny.text("out"));
  }

  private static List<String> join(List<String> left, List<String> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }

  static Stream<Mistake> data() {
    return Stream.of(
        mistake(
            "missing spec",
            tiny -> List.of("train", tiny.text("absent.yaml"), "--out", tiny.text("run")),
            "absent.yaml",
            "no such file"),
        inSpec("missing data", "points.csv", "absent.csv", "absent.csv", "no such file"),
        mistake(
            "missing target",
            tiny -> List.of("llc", tiny.text("absent.safetensors")),
            "absent.safetensors",
            "no such checkpoint file or run directory"),
        mistake(
            "missing --data",
            tiny -> join(llc(tiny.writeCheckpoint("w.safetensors")), List.of("--data", "no.npz")),
            "no.npz",
            "no such file"),
        mistake(
            "missing --spec",
            tiny ->
                List.of(
                    "llc",
                    tiny.writeCheckpoint("w.safetensors").text("w.safetensors"),
                    "--spec",
                    tiny.text("absent.yaml")),
            "absent.yaml",
            "no such file"),
        mistake(
            "report of nothing",
            tiny -> List.of("report", tiny.text("absent")),
            "absent",
            "is not a run directory"),
        mistake(
            "empty spec", tiny -> train(tiny.write("net.yaml", "")), "net.yaml", "empty", "data"),
        inData("empty data", "", "points.csv", "row"),
        mistake(
            "empty checkpoint",
            tiny -> llc(tiny.write("w.safetensors", "")),
            "w.safetensors",
            "8 bytes"),
        inData("ragged CSV", "1,2,0\n3,4\n5,6,1\n", "points.csv", "line 2", "3"),
        inData("cell not a number", "1,2,0\n3,four,1\n5,6,1\n", "line 2", "column 2", "four"),
        inData("NaN in data", "1,2,0\n3,4,1\n5,nan,1\n7,8,0\n", "line 3", "column 2", "nan"),
        inData("n = 1", "1,2,0\n", "points.csv", "at least 4 examples", "has 1"),
        inData(
            "label outside the classes",
            "x1,x2,class\n1,2,0\n3,4,1\n5,6,1\n7,8,2\n9,1,0\n2,2,1\n",
            "points.csv",
            "row 4",
            "[0, 1]",
            "got 2"),
        inData("label not whole", "1,2,0\n3,4,0.5\n5,6,1\n", "points.csv", "row 2", "0.5"),
        mistake(
            "IDX with the wrong magic number",
            tiny -> train(withImages(tiny, new byte[] {1, 2, 8, 3, 0, 0, 0, 2})),
            "images.idx",
            "01 02 08 03"),
        mistake(
            "IDX truncated",
            tiny -> train(withImages(tiny, Arrays.copyOf(images(), images().length - 1))),
            "images.idx",
            "truncated: expected 8 bytes",
            "found 7"));
  }

  private static byte[] images() {
    return ByteBuffer.allocate(12 + 4 * 2).putInt(0x00000802).putInt(4).putInt(2).array();
  }

  private static TinyNetwork withImages(TinyNetwork tiny, byte[] images) {
    byte[] labels =
        ByteBuffer.allocate(12).putInt(0x00000801).putInt(4).put(new byte[] {0, 1, 0, 1}).array();
    return tiny.write("images.idx", images)
        .write("labels.idx", labels)
        .write(
            "net.yaml",
            TinyNetwork.SPEC.replace(
                "source: csv, path: points.csv, test: 2",
                "source: idx, images: images.idx, labels: labels.idx"));
  }

  static Stream<Mistake> weights() {
    return Stream.of(
        mistake(
            "safetensors truncated in the header",
            tiny -> llc(cut(tiny, 40)),
            "w.safetensors",
            "header length",
            "got"),
        mistake(
            "safetensors truncated in the data",
            tiny ->
                llc(
                    cut(
                        tiny,
                        tiny.writeCheckpoint("w.safetensors").bytes("w.safetensors").length - 3)),
            "w.safetensors",
            "bytes"),
        mistake(
            "safetensors header longer than the file",
            tiny -> llc(tiny.write("w.safetensors", header(1L << 40, "{}"))),
            "w.safetensors",
            "header"),
        mistake(
            "safetensors header that lies about a size",
            tiny ->
                llc(
                    tiny.write(
                        "w.safetensors",
                        header(
                            "{\"a\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,4]}}"))),
            "w.safetensors",
            "tensor 'a'",
            "36"),
        mistake(
            "shapes of another network",
            tiny -> {
              tiny.writeCheckpoint("w.safetensors");
              return llc(
                  tiny.write("net.yaml", TinyNetwork.SPEC.replace("[2, 2, 2]", "[2, 3, 2]")));
            },
            "w.safetensors",
            "layers.0.weight",
            "[3, 2]",
            "[2, 2]"),
        mistake(
            "NaN in the weights",
            tiny -> llc(withNaN(tiny)),
            "w.safetensors",
            "layers.1.bias",
            "number 2",
            "finite",
            "NaN"),
        mistake(
            "data with other features",
            tiny ->
                join(
                    llc(
                        tiny.writeCheckpoint("w.safetensors")
                            .write("wide.csv", "1,2,3,0\n4,5,6,1\n")),
                    List.of("--data", tiny.text("wide.csv"))),
            "wide.csv",
            "3 features",
            "2"),
        mistake(
            "label outside the classes in --data",
            tiny ->
                join(
                    llc(tiny.writeCheckpoint("w.safetensors").write("more.csv", "1,2,0\n4,5,6\n")),
                    List.of("--data", tiny.text("more.csv"))),
            "more.csv",
            "row 2",
            "[0, 1]",
            "6"),
        mistake(
            "--data of an unknown kind",
            tiny ->
                join(
                    llc(tiny.writeCheckpoint("w.safetensors")),
                    List.of("--data", tiny.text("points.txt"))),
            "--data",
            ".npz",
            "points.txt"));
  }

  private static TinyNetwork cut(TinyNetwork tiny, int length) {
    byte[] whole = tiny.writeCheckpoint("w.safetensors").bytes("w.safetensors");
    return tiny.write("w.safetensors", Arrays.copyOf(whole, length));
  }

  private static byte[] header(String json) {
    return header(json.length(), json);
  }

  private static byte[] header(long length, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .array();
  }

  private static TinyNetwork withNaN(TinyNetwork tiny) {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put("layers.0.weight", NamedTensor.float32(new int[] {2, 2}, new double[4]));
    tensors.put("layers.0.bias", NamedTensor.float32(new int[] {2}, new double[2]));
    tensors.put("layers.1.weight", NamedTensor.float32(new int[] {2, 2}, new double[4]));
    tensors.put("layers.1.bias", NamedTensor.float32(new int[] {2}, new double[] {0, Double.NaN}));
    Safetensors.write(tiny.path("w.safetensors"), new TensorFile(Map.of(), tensors));
    return tiny;
  }

  static Stream<Mistake> specs() {
    return Stream.of(
        inSpec("unknown key", "batch: 5, steps", "bach: 5, steps", "net.yaml", "'bach'", "'batch'"),
        inSpec("unknown section", "train:", "trian:", "net.yaml", "'trian'", "'train'"),
        inSpec("unknown model", "type: mlp", "type: mpl", "model.type", "'mpl'", "'mlp'"),
        inSpec("no number", "steps: 6,", "steps: six,", "train.steps", "whole number", "six"),
        inSpec("too few draws", "draws: 12", "draws: 3", "net.yaml", "llc.draws", "[4, inf)", "3"),
        inSpec(
            "too large a batch", "batch: 5, steps", "batch: 11, steps", "train.batch", "[1, 10]"),
        mistake(
            "a run directory of another spec",
            tiny -> {
              assertThat(CommandRun.of(train(tiny).toArray(String[]::new)).code()).isZero();
              return train(tiny.write("net.yaml", TinyNetwork.SPEC.replace("tanh", "relu")));
            },
            "run: holds a run with model.activation = tanh",
            "the spec has relu"),
        mistake(
            "--spec for a run directory",
            tiny -> {
              assertThat(CommandRun.of(train(tiny).toArray(String[]::new)).code()).isZero();
              return List.of("llc", tiny.text("run"), "--spec", tiny.text("net.yaml"));
            },
            "--spec",
            "run directory"));
  }

  static Stream<Mistake> options() {
    return Stream.of(
        inOption("--chains 0", List.of("--chains", "0"), "--chains", "[1, inf)", "0"),
        inOption("--gamma -1", List.of("--gamma", "-1"), "--gamma", "[0, inf)", "-1"),
        inOption("--gamma=-1", List.of("--gamma=-1"), "--gamma", "[0, inf)", "-1"),
        inOption("--gamma NaN", List.of("--gamma", "NaN"), "--gamma", "[0, inf)", "NaN"),
        inOption("--threads 0", List.of("--threads", "0"), "--threads", "[1, 1024]", "0"),
        inOption("--batch over n", List.of("--batch", "21"), "--batch", "[1, 20]", "21"),
        inOption("--draws 3", List.of("--draws", "3"), "--draws", "[4, inf)", "3"),
        inOption("--step 0", List.of("--step", "0"), "--step", "(0, inf)", "0"),
        inOption("--chains many", List.of("--chains", "many"), "--chains", "'many'"),
        inOption("--chains without a number", List.of("--chains"), "--chains"),
        inOption("--sampler sgdl", List.of("--sampler", "sgdl"), "'sgdl'", "'sgld'"),
        inOption("--kernels fast", List.of("--kernels", "fast"), "'fast'", "auto, simd, nd4j"),
        inOption("unknown option", List.of("--chain", "2"), "'--chain'", "'--chains'"),
        inOption("unknown option with =", List.of("--gama=2"), "'--gama'", "'--gamma'"),
        inOption("one argument too many", List.of("again"), "'again'"),
        mistake("no target", tiny -> List.of("llc"), "TARGET"),
        mistake("unknown command", tiny -> List.of("lcl", PROBLEM), "'lcl'", "'llc'"),
        mistake("unknown command alone", tiny -> List.of("trian"), "'trian'", "'train'"),
        mistake("unknown option of cusp", tiny -> List.of("--versoin"), "'--versoin'", "--version"),
        mistake(
            "unknown problem", tiny -> List.of("llc", "dlm:widths=2x2"), "dlm:widths=2x2", "'dln'"),
        mistake("unknown exact problem", tiny -> List.of("exact", "rr:inputs=1"), "'rr'", "'rrr'"),
        mistake(
            "unknown key of a problem",
            tiny -> List.of("kl", "dln:width=2x2"),
            "'width'",
            "'widths'"),
        mistake(
            "problem without a value", tiny -> List.of("llc", "dln:widths"), "dln", "key=value"),
        mistake(
            "problem with a word for a number",
            tiny -> List.of("llc", "dln:widths=2x2,n=many"),
            "'n'",
            "whole number",
            "'many'"),
        mistake(
            "problem of n = 1",
            tiny -> List.of("llc", "dln:widths=2x2,n=1"),
            "n = 1",
            "two data or more"),
        mistake(
            "--spec for a problem",
            tiny -> List.of("llc", PROBLEM, "--spec", tiny.text("net.yaml")),
            "--spec",
            "problem"),
        mistake(
            "--data for a problem",
            tiny -> List.of("kl", PROBLEM, "--data", tiny.text("points.csv")),
            "--data",
            "problem"));
  }

  @ParameterizedTest
  @MethodSource({"data", "weights", "specs", "options"})
  void isOneLineAndExitCode2(Mistake mistake) {
    List<String> command = mistake.command().apply(TinyNetwork.in(folder));
    Map<String, String> before = Disk.contents(folder);
    CommandRun run = CommandRun.of(command.toArray(String[]::new));
    assertThat(run.err().lines().toList())
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).startsWith("cusp: ").contains(mistake.says()));
    assertThat(run.err()).endsWith(System.lineSeparator());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(Disk.contents(folder)).isEqualTo(before);
  }
}
