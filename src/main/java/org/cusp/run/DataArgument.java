package org.cusp.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataFiles;
import org.cusp.data.DataSet;
import org.cusp.data.TargetColumn;
import org.cusp.data.TargetKind;
import org.cusp.model.Likelihood;

/** Data named on the command line: one table, or inputs and targets joined by a comma. */
final class DataArgument {
  private static final String ALLOWED =
      "a .csv or .npz file (arrays x and y), or two .npy or IDX files joined by a comma";

  private DataArgument() {}

  /**
   * Reads the data as they are, without scaling or split.
   *
   * @param option that named them
   */
  static DataSet read(String option, String text, Likelihood likelihood) {
    TargetKind kind =
        likelihood instanceof Likelihood.Categorical categorical
            ? TargetKind.classes(categorical.classes())
            : TargetKind.values();
    List<Path> files = Arrays.stream(text.split(",")).map(String::strip).map(Path::of).toList();
    if (files.size() == 2) {
      return pair(option, files.get(0), files.get(1), kind, likelihood);
    }
    if (files.size() == 1 && endsWith(files.get(0), ".npz")) {
      return DataFiles.npz(files.get(0), "x", "y", kind);
    }
    if (files.size() == 1 && endsWith(files.get(0), ".csv", ".csv.gz")) {
      return DataFiles.csv(files.get(0), TargetColumn.last(), kind);
    }
    throw new InvalidInput(option + " must be " + ALLOWED + ", got '" + text + "'");
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
