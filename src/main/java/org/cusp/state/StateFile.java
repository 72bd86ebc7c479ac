package org.cusp.state;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;

/**
 * States in a file: numbers as safetensors, in four bytes each where that loses nothing, texts and
 * what the computation is of in its metadata.
 *
 * @param facts what the computation is of: only the same may go on from here
 */
public record StateFile(
    Map<String, String> facts, Map<String, String> texts, Map<String, double[]> numbers) {
  private static final String FORMAT = "format";
  private static final String NAME = "cusp-unfinished";
  private static final String FACT = "fact.";
  private static final String TEXT = "text.";

  /** Before anything is written down. */
  public static StateFile begin(Map<String, String> facts) {
    return new StateFile(facts, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws InvalidInput if the file is not one of these, or not whole
   */
  public static StateFile read(Path file) {
    TensorFile content = Safetensors.read(file);
    if (!NAME.equals(content.metadata().get(FORMAT))) {
      throw new InvalidInput(file + ": is not the state of something unfinished");
    }
    Map<String, double[]> numbers = new LinkedHashMap<>();
    content.tensors().forEach((name, tensor) -> numbers.put(name, tensor.values()));
    return new StateFile(
        starting(FACT, content.metadata()), starting(TEXT, content.metadata()), numbers);
  }

  private static Map<String, String> starting(String prefix, Map<String, String> metadata) {
    Map<String, String> found = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** Whole or not at all. */
  public void write(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, NAME);
    facts.forEach((key, value) -> metadata.put(FACT + key, value));
    texts.forEach((key, value) -> metadata.put(TEXT + key, value));
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    numbers.forEach((name, values) -> tensors.put(name, tensor(values)));
    Safetensors.write(file, new TensorFile(metadata, tensors));
  }

  private static NamedTensor tensor(double[] values) {
    int[] shape = {values.length};
    boolean fits = Arrays.stream(values).allMatch(x -> Double.compare((float) x, x) == 0);
    return fits ? NamedTensor.float32(shape, values) : NamedTensor.float64(shape, values);
  }

  /** How many numbers there are. */
  long size() {
    return numbers.values().stream().mapToLong(values -> values.length).sum();
  }

  void forget(String beginning) {
    texts.keySet().removeIf(name -> name.startsWith(beginning));
    numbers.keySet().removeIf(name -> name.startsWith(beginning));
  }

  /** The first fact that is not as it is here, in a word; empty where all are. */
  public Optional<String> otherThan(Map<String, String> now) {
    return now.entrySet().stream()
        .filter(fact -> !fact.getValue().equals(facts.get(fact.getKey())))
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> facts.keySet().stream().filter(key -> !now.containsKey(key)).findFirst());
  }

  /** Writes down what goes through it; nothing more once it was refused. */
  static final class Writing implements State {
    private final StateFile to;
    private final String prefix;
    private final boolean[] refused;

    Writing(StateFile to) {
      this(to, "", new boolean[1]);
    }

    private Writing(StateFile to, String prefix, boolean[] refused) {
      this.to = to;
      this.prefix = prefix;
      this.refused = refused;
    }

    boolean isRefused() {
      return refused[0];
    }

    @Override
    public double[] numbers(String name, double[] now) {
      require(to.numbers.put(prefix + name, now.clone()) == null, name);
      return now;
    }

    @Override
    public String text(String name, String now) {
      require(to.texts.put(prefix + name, now) == null, name);
      return now;
    }

    private void require(boolean isNew, String name) {
      if (!isNew) {
        throw new IllegalStateException("two parts of a state are called " + prefix + name);
      }
    }

    @Override
    public State in(String part) {
      return new Writing(to, prefix + part + "/", refused);
    }

    @Override
    public void refuse() {
      refused[0] = true;
    }

    @Override
    public boolean has() {
      return false;
    }
  }

  /** Puts back what was written. */
  static final class Reading implements State {
    private final StateFile from;
    private final String prefix;

    Reading(StateFile from) {
      this(from, "");
    }

    private Reading(StateFile from, String prefix) {
      this.from = from;
      this.prefix = prefix;
    }

    @Override
    public double[] numbers(String name, double[] now) {
      double[] found = from.numbers.get(prefix + name);
      return found == null ? now : found;
    }

    @Override
    public String text(String name, String now) {
      return from.texts.getOrDefault(prefix + name, now);
    }

    @Override
    public State in(String part) {
      return new Reading(from, prefix + part + "/");
    }

    @Override
    public void refuse() {
      // Nothing of it was written.
    }

    @Override
    public boolean has() {
      return from.numbers.keySet().stream().anyMatch(name -> name.startsWith(prefix))
          || from.texts.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }
  }
}
