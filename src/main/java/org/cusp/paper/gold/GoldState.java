package org.cusp.paper.gold;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;

/**
 * Chains between two sittings.
 *
 * @param key of what they are chains of, and how; chains of something else are not gone on with
 * @param sampler with all its settings but a reference
 * @param positions w, [chain][parameter]
 * @param energy nBeta (L(w) - L(w*)), [chain][draw], without the warm-up
 * @param distance |w - w*|^2, [chain][draw]
 * @param spent so far
 */
record GoldState(
    String key,
    String sampler,
    double[][] positions,
    double[][] energy,
    double[][] distance,
    Spent spent) {
  private static final String KEY = "key";
  private static final String SAMPLER = "sampler";
  private static final String POSITIONS = "positions";
  private static final String ENERGY = "energy";
  private static final String DISTANCE = "distance";
  private static final String SPENT = "spent";

  /**
   * What it took.
   *
   * @param gradients on all data, of all chains
   * @param cpuSeconds of the process
   * @param seconds of the clock
   */
  record Spent(long gradients, double cpuSeconds, double seconds, int sittings) {
    static final Spent NOTHING = new Spent(0, 0, 0, 0);

    private double[] numbers() {
      return new double[] {gradients, cpuSeconds, seconds, sittings};
    }

    private static Spent of(double[] numbers) {
      return new Spent((long) numbers[0], numbers[1], numbers[2], (int) numbers[3]);
    }
  }

  int draws() {
    return energy[0].length;
  }

  boolean reaches(GoldMark mark) {
    return draws() > 0 && mark.isReached(energy, distance);
  }

  /** Writes the file, whole or not at all. */
  void write(Path file) {
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put(POSITIONS, tensor(positions));
    tensors.put(ENERGY, tensor(energy));
    tensors.put(DISTANCE, tensor(distance));
    tensors.put(SPENT, tensor(new double[][] {spent.numbers()}));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KEY, key);
    metadata.put(SAMPLER, sampler);
    Safetensors.write(file, new TensorFile(metadata, tensors));
  }

  /** What {@link #write} wrote; empty where there is none, or one of something else. */
  static Optional<GoldState> read(Path file, String key) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    TensorFile content = Safetensors.read(file);
    if (!key.equals(content.metadata().get(KEY))) {
      return Optional.empty();
    }
    return Optional.of(
        new GoldState(
            key,
            content.metadata().get(SAMPLER),
            rows(content, POSITIONS),
            rows(content, ENERGY),
            rows(content, DISTANCE),
            Spent.of(rows(content, SPENT)[0])));
  }

  private static NamedTensor tensor(double[][] rows) {
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return NamedTensor.float64(new int[] {rows.length, rows[0].length}, all);
  }

  private static double[][] rows(TensorFile content, String name) {
    NamedTensor tensor = content.tensors().get(name);
    int length = tensor.shape()[1];
    double[][] rows = new double[tensor.shape()[0]][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(tensor.values(), i * length, (i + 1) * length));
    return rows;
  }
}
