package org.cusp.foreign.given;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The section {@code data} of a spec file: what {@code --data} named, or what a user is to fill in.
 */
public final class DataSection {
  public static final String OPEN =
      """
      data:
        source: npz              # digits, csv, idx, npy or npz
        path: data.npz           # YOUR DATA: arrays x and y
        scaling: none            # AS IN TRAINING: none, divide C, standardise
      """;

  private DataSection() {}

  /**
   * For a network of such inputs.
   *
   * @param data as {@code --data} has it
   */
  public static String of(String data, Optional<Normalisation> normalisation) {
    List<Path> files = Arrays.stream(data.split(",")).map(String::strip).map(Path::of).toList();
    String scaling = normalisation.map(Normalisation::specText).orElse("");
    if (files.size() == 1) {
      return ofOne(files.get(0), scaling);
    }
    if (ends(files.get(0), ".npy")) {
      return section("npy", "x: " + quoted(files.get(0)), "y: " + quoted(files.get(1)), scaling);
    }
    return section(
        "idx",
        "images: " + quoted(files.get(0)),
        "labels: " + quoted(files.get(1)),
        ("divide 255 " + scaling).strip());
  }

  private static String ofOne(Path file, String scaling) {
    String path = "path: " + quoted(file);
    if (ends(file, ".npz")) {
      return section("npz", path, "x: x", scaling);
    }
    if (ends(file, ".npy")) {
      return section("npy", "x: " + quoted(file), "y: y.npy  # YOUR TARGETS", scaling);
    }
    return section("csv", path, "target: last", scaling);
  }

  /** Tokens of a sequence model, or text in pieces of so many bytes and the next. */
  public static String ofTokens(Path file, int length) {
    if (ends(file, ".npy") || ends(file, ".npz")) {
      return "data:\n  source: tokens\n  path: " + quoted(file) + "\n";
    }
    return "data:\n  source: text\n  path: " + quoted(file) + "\n  length: " + length + "\n";
  }

  private static String section(String source, String one, String other, String scaling) {
    String base = "data:\n  source: " + source + "\n  " + one + "\n  " + other + "\n";
    return scaling.isEmpty() ? base : base + "  scaling: " + scaling + "\n";
  }

  private static String quoted(Path path) {
    return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static boolean ends(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
