package org.cusp.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.TensorFile;
import org.cusp.format.WeightsFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names, shapes and settings that do not fit each other: recognised or refused in a line, and what
 * is recognised has all its parameters. {@code -Dcusp.fuzz=5000} takes so many for each network.
 */
class RecognitionFuzzTest {
  private static final int INPUTS = Integer.getInteger("cusp.fuzz", 60);
  private static final Path ALL = Path.of("src/test/resources/org/cusp/foreign/transformers");
  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "3",
          "7",
          "8",
          "2147483647",
          "99999999999",
          "1e300",
          "0.3",
          "NaN",
          "true",
          "false",
          "yarn",
          "relu",
          "",
          "none",
          "LNPre",
          "shortformer",
          "rotary");

  static Stream<String> networks() throws IOException {
    try (Stream<Path> folders = Files.list(ALL)) {
      return Stream.concat(
          folders.map(path -> path.getFileName().toString()).sorted().toList().stream(),
          Stream.of("resnet"));
    }
  }

  private static WeightsFile right(String name) throws IOException {
    if (name.equals("resnet")) {
      return resNet();
    }
    try (Stream<Path> files = Files.list(ALL.resolve(name))) {
      return WeightsFile.read(
          files.filter(path -> path.toString().matches(".*\\.(bin|pth?)")).findFirst().get());
    }
  }

  /** Two stages of one block, the second with a shortcut without parameters. */
  private static WeightsFile resNet() {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    put(tensors, "conv1.weight", 4, 3, 3, 3);
    norm(tensors, "bn1", 4);
    int in = 4;
    for (int stage = 1; stage <= 2; stage++) {
      String block = "layer" + stage + ".0.";
      int out = 4 * stage;
      put(tensors, block + "conv1.weight", out, in, 3, 3);
      norm(tensors, block + "bn1", out);
      put(tensors, block + "conv2.weight", out, out, 3, 3);
      norm(tensors, block + "bn2", out);
      in = out;
    }
    put(tensors, "linear.weight", 10, 8);
    put(tensors, "linear.bias", 10);
    return WeightsFile.ordered("torch", tensors, List.of());
  }

  private static void norm(Map<String, NamedTensor> tensors, String name, int channels) {
    for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
      put(tensors, name + "." + part, channels);
    }
  }

  private static void put(Map<String, NamedTensor> tensors, String name, int... shape) {
    double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> 0.01 * (i % 7 + name.length()));
    tensors.put(name, NamedTensor.float32(shape, values));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatDoesNotFitIsRefused(String name) throws IOException {
    WeightsFile right = right(name);
    SplittableRandom random = new SplittableRandom(name.hashCode());
    List<String> failures = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < INPUTS; i++) {
      String outcome = outcome(damaged(right, random));
      refused += outcome.isEmpty() ? 0 : 1;
      if (outcome.startsWith("!")) {
        failures.add(i + ": " + outcome);
      }
    }
    assertThat(failures).isEmpty();
    assertThat(outcome(right)).isEmpty();
    assertThat(refused).isBetween(1, INPUTS - 1);
  }

  private static WeightsFile damaged(WeightsFile right, SplittableRandom random) {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>(right.content().tensors());
    List<String> names = List.copyOf(tensors.keySet());
    String name = names.get(random.nextInt(names.size()));
    NamedTensor held = tensors.get(name);
    Map<String, String> settings = new LinkedHashMap<>(right.settings());
    switch (random.nextInt(settings.isEmpty() ? 5 : 7)) {
      case 0 -> tensors.remove(name);
      case 1 -> {
        tensors.remove(name);
        tensors.put(name + "s", held);
      }
      case 2 -> tensors.put(name, reshaped(held, random));
      case 3 -> {
        String other = names.get(random.nextInt(names.size()));
        tensors.put(name, tensors.get(other));
        tensors.put(other, held);
      }
      case 4 -> {
        double[] values = held.values().clone();
        if (values.length > 0) {
          values[random.nextInt(values.length)] = Double.NaN;
        }
        tensors.put(name, new NamedTensor(held.dtype(), held.shape(), values));
      }
      default -> {
        List<String> keys = List.copyOf(settings.keySet());
        settings.put(
            keys.get(random.nextInt(keys.size())), VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return new WeightsFile(
            right.format(), right.order(), new TensorFile(Map.of(), tensors), List.of())
        .withSettings(settings);
  }

  /** The same numbers in another shape, or fewer. */
  private static NamedTensor reshaped(NamedTensor held, SplittableRandom random) {
    int count = held.values().length;
    return switch (random.nextInt(4)) {
      case 0 -> new NamedTensor(held.dtype(), new int[] {count}, held.values());
      case 1 -> new NamedTensor(held.dtype(), new int[] {1, count, 1}, held.values());
      case 2 -> new NamedTensor(held.dtype(), new int[] {0}, new double[0]);
      default -> new NamedTensor(held.dtype(), new int[] {1}, Arrays.copyOf(held.values(), 1));
    };
  }

  /** The message of a refusal; empty where it was recognised; with a ! where neither. */
  private static String outcome(WeightsFile file) {
    try {
      Contents contents = Contents.of(Path.of("w"), file, Optional.empty());
      Architecture architecture = Recogniser.of(contents);
      if (architecture.function().orElse(null) instanceof Layered network) {
        for (Network other : network.alternatives()) {
          ((Layered) other).plan(Nonlinearity.RELU, 1e-5).weights(network.file().tensors());
        }
      }
      SpecText.of(contents, architecture, SpecText.Known.said(Optional.empty(), 1e-5));
      return "";
    } catch (InvalidInput e) {
      String message = e.getMessage();
      return message.contains("\n") || message.isBlank()
          ? "! more than one line, or none: " + message
          : message;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return "! " + e + " at " + Arrays.toString(Arrays.copyOf(e.getStackTrace(), 6));
    }
  }
}
