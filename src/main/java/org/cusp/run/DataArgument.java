package org.cusp.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataFiles;
import org.cusp.data.DataSet;
import org.cusp.data.TargetColumn;
import org.cusp.data.TargetKind;
import org.cusp.data.Targets;
import org.cusp.data.TokenFiles;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.cusp.format.Table;
import org.cusp.format.csv.Csv;
import org.cusp.model.likelihood.Likelihood;

/** Data named on the command line: one table, or inputs and targets joined by a comma. */
public final class DataArgument {
  private static final String ALLOWED =
      "a .csv or .npz file (arrays x and y), or two .npy or IDX files joined by a comma; for next"
          + " tokens one .npy or .npz file of them, or a text";

  private DataArgument() {}

  /**
   * Reads the data as they are, whole; how the target's spec scales inputs is the caller's to
   * apply.
   *
   * @param option that named them
   */
  static DataSet read(String option, String text, Likelihood likelihood) {
    TargetKind kind = likelihood.targetKind();
    List<Path> files = files(text);
    if (files.size() == 2) {
      return pair(option, files.get(0), files.get(1), kind, likelihood);
    }
    boolean sequences = kind instanceof TargetKind.Sequences;
    if (sequences && !endsWith(files.get(0), ".csv", ".csv.gz") && !hasLabels(files.get(0))) {
      return tokens(files.get(0), likelihood);
    }
    return table(files, TargetColumn.last(), kind)
        .orElseThrow(
            () -> new InvalidInput(option + " must be " + ALLOWED + ", got '" + text + "'"));
  }

  private static boolean hasLabels(Path file) {
    return endsWith(file, ".npz") && Npz.read(file).containsKey("y");
  }

  /** Next tokens: of an array [sequences, positions + 1], or of the bytes of a text. */
  private static DataSet tokens(Path file, Likelihood likelihood) {
    int positions = likelihood.positions();
    return endsWith(file, ".npy", ".npz")
        ? TokenFiles.arrays(file, Optional.empty())
        : TokenFiles.text(file, positions, positions);
  }

  /**
   * Inputs and targets that are numbers: a .csv or .npz file (arrays x and y), or two .npy files
   * joined by a comma.
   *
   * @param target columns of a .csv
   */
  public static DataSet regression(String text, TargetColumn target) {
    List<Path> files = files(text);
    if (files.size() == 2 && endsWith(files.get(0), ".npy")) {
      return DataFiles.npy(files.get(0), files.get(1), TargetKind.values());
    }
    return table(files, target, TargetKind.values())
        .orElseThrow(
            () ->
                new InvalidInput(
                    "data must be a .csv or .npz file (arrays x and y), or two .npy files joined by"
                        + " a comma, got '"
                        + text
                        + "'"));
  }

  /** A sample of numbers without inputs, one column of a .csv or .npy file; the input is 1. */
  public static DataSet sample(String text) {
    Path file = Path.of(text);
    if (!endsWith(file, ".csv", ".csv.gz", ".npy")) {
      throw new InvalidInput(
          "data must be a .csv or .npy file with one column, got '" + text + "'");
    }
    double[] y;
    if (endsWith(file, ".npy")) {
      NumericArray array = Npy.read(file);
      y = array.values();
      if (array.rank() == 0 || array.shape()[0] != y.length) {
        throw new InvalidInput(
            file + ": must have one column, got shape " + Arrays.toString(array.shape()));
      }
    } else {
      Table table = Csv.read(file);
      Check.equal(file + ": columns", table.columns(), 1);
      y = table.values();
    }
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    return new DataSet(text, y.length, 1, ones, new Targets.Values(y, 1));
  }

  private static List<Path> files(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).map(Path::of).toList();
  }

  private static Optional<DataSet> table(List<Path> files, TargetColumn target, TargetKind kind) {
    if (files.size() == 1 && endsWith(files.get(0), ".npz")) {
      return Optional.of(DataFiles.npz(files.get(0), "x", "y", kind));
    }
    if (files.size() == 1 && endsWith(files.get(0), ".csv", ".csv.gz")) {
      return Optional.of(DataFiles.csv(files.get(0), target, kind));
    }
    return Optional.empty();
  }

  private static DataSet pair(
      String option, Path x, Path y, TargetKind kind, Likelihood likelihood) {
    if (endsWith(x, ".npy")) {
      return DataFiles.npy(x, y, kind);
    }
    if (likelihood instanceof Likelihood.Categorical categorical) {
      return DataFiles.idx(x, y, categorical.classes());
    }
    throw new InvalidInput(
        option + ": IDX files hold class labels; the likelihood needs real targets");
  }

  private static boolean endsWith(Path file, String... endings) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(endings).anyMatch(name::endsWith);
  }
}
