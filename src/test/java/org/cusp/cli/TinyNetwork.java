package org.cusp.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cusp.format.Npy;
import org.cusp.format.NumericArray;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.train.Checkpoint;

/** A network of twelve parameters with twelve examples of two classes, in files in one folder. */
record TinyNetwork(Path folder) {
  static final int EXAMPLES = 12;
  static final int PARAMETERS = 2 * 2 + 2 + 2 * 2 + 2;

  static final String SPEC =
      """
      name: tiny
      seed: 7
      data: {source: csv, path: points.csv, test: 2}
      model: {type: mlp, widths: [2, 2, 2], activation: tanh}
      train: {batch: 5, steps: 6, checkpoints: [0, 3, 6], evaluateEvery: 2}
      llc: {sampler: sgld, chains: 3, draws: 12, burnIn: 4, batch: 5, gamma: 5}
      """;

  static TinyNetwork in(Path folder) {
    TinyNetwork tiny = new TinyNetwork(folder);
    tiny.write("net.yaml", SPEC);
    tiny.write("points.csv", points());
    return tiny;
  }

  /** Points on a spiral; the class is the side that they lie on, but for two of them. */
  static String points() {
    StringBuilder text = new StringBuilder("x1,x2,class\n");
    for (int i = 0; i < EXAMPLES; i++) {
      text.append(first(i)).append(',').append(second(i)).append(',').append(label(i)).append('\n');
    }
    return text.toString();
  }

  /** The same points as two arrays; the labels as numbers. */
  void writeArrays() {
    double[] x = new double[2 * EXAMPLES];
    double[] y = new double[EXAMPLES];
    Arrays.setAll(x, i -> i % 2 == 0 ? first(i / 2) : second(i / 2));
    Arrays.setAll(y, TinyNetwork::label);
    Npy.write(path("x.npy"), new NumericArray(new int[] {EXAMPLES, 2}, x));
    Npy.write(path("y.npy"), new NumericArray(new int[] {EXAMPLES}, y));
  }

  private static double first(int i) {
    return Math.rint(100 * 0.3 * i * Math.cos(i)) / 100;
  }

  private static double second(int i) {
    return Math.rint(100 * 0.3 * i * Math.sin(i)) / 100;
  }

  private static int label(int i) {
    int side = first(i) > 0 ? 1 : 0;
    return i == 3 || i == 8 ? 1 - side : side;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  String text(String name) {
    return path(name).toString();
  }

  TinyNetwork write(String name, String text) {
    return write(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  TinyNetwork write(String name, byte[] bytes) {
    try {
      Files.write(path(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Weights 0.1, -0.2, 0.3, ... in a checkpoint that carries the spec. */
  TinyNetwork writeCheckpoint(String name) {
    Checkpoint.of(spec(), 3, 1, weights()).write(path(name));
    return this;
  }

  static double[] weights() {
    double[] w = new double[PARAMETERS];
    Arrays.setAll(w, i -> 0.1 * (i + 1) * (i % 2 == 0 ? 1 : -1));
    return w;
  }

  Spec spec() {
    return SpecReader.read(path("net.yaml"));
  }
}
