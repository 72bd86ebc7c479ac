package org.cusp.foreign;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataFiles;
import org.cusp.data.DataSet;
import org.cusp.data.TargetColumn;
import org.cusp.data.Targets;
import org.cusp.data.TokenFiles;
import org.cusp.foreign.given.Normalisation;
import org.cusp.format.Idx;
import org.cusp.format.Npy;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;

/**
 * Inputs, and targets where they are given, as numbers; a first axis of examples, the others
 * joined.
 *
 * @param axes of an example in its file, those of length 1 left out; one where they are joined
 * @param x n x features
 * @param y as many as targets say, one row or number for each example
 * @param scaling what was done to the inputs, in words
 */
record Examples(
    String name, int n, List<Integer> axes, double[] x, Optional<NumericArray> y, String scaling) {
  private static final double BYTE = 255;

  int features() {
    return x.length / n;
  }

  private static List<Integer> without1(List<Integer> axes) {
    return axes.stream().filter(length -> length > 1).toList();
  }

  /**
   * Refuses examples of as many numbers in another order, such as images with their channels last.
   * Joined axes have none.
   */
  void requireAxes(List<Integer> taken) {
    List<Integer> wanted = without1(taken);
    if (axes.size() > 1 && wanted.size() > 1 && !axes.equals(wanted)) {
      boolean channels = taken.size() == 3 && axes.get(axes.size() - 1).equals(taken.get(0));
      throw new InvalidInput(
          name
              + ": an example is "
              + product(axes)
              + ", the network takes "
              + product(taken)
              + (channels ? ": the channels come first (transpose the axes)" : ""));
    }
  }

  /** How many numbers, and along which axes. */
  String size() {
    return features() + " numbers" + (axes.size() > 1 ? " (" + product(axes) + ")" : "");
  }

  static String product(List<Integer> axes) {
    return axes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  /** Sequences of tokens, of which each but the first is to be predicted from those before it. */
  static Examples tokens(String text, int longest) {
    Path file = Path.of(text.strip());
    boolean array = ends(file, ".npy") || ends(file, ".npz");
    DataSet read =
        array ? TokenFiles.arrays(file, Optional.empty()) : TokenFiles.text(file, longest, longest);
    int[] labels = ((Targets.Sequences) read.targets()).labels();
    double[] next = Arrays.stream(labels).asDoubleStream().toArray();
    NumericArray y = new NumericArray(new int[] {read.n(), read.features()}, next);
    String words =
        "each predicting the next of "
            + read.features()
            + (array ? " tokens" : " bytes")
            + " from those before it";
    return new Examples(
        file.toString(), read.n(), List.of(read.features()), read.x(), Optional.of(y), words);
  }

  /**
   * Refuses tokens that a network does not know.
   *
   * @param vocabulary how many it knows
   */
  void requireTokens(int vocabulary) {
    for (int i = 0; i < x.length; i++) {
      if (!(x[i] >= 0 && x[i] < vocabulary && x[i] == Math.rint(x[i]))) {
        throw new InvalidInput(
            name
                + ": token of sequence "
                + (i / features() + 1)
                + ", position "
                + (i % features() + 1)
                + " must be a whole number in [0, "
                + (vocabulary - 1)
                + "], the vocabulary of the network, got "
                + x[i]);
      }
    }
  }

  /**
   * Reads X or X,Y: .npy or IDX files, or one .npz (arrays x and y) or .csv (the target in the last
   * column). Bytes of IDX images are divided by 255, as torchvision does it; then the
   * normalisation, where there is one.
   */
  static Examples read(String text, Optional<Normalisation> normalisation) {
    List<Path> files = Arrays.stream(text.split(",")).map(String::strip).map(Path::of).toList();
    if (files.size() > 2 || text.isBlank()) {
      throw new InvalidInput(
          "--data must be X or X,Y: .npy or IDX files, or one .npz or .csv; got '" + text + "'");
    }
    Examples raw = files.size() == 1 ? one(text, files.get(0)) : two(files.get(0), files.get(1));
    return normalisation.map(raw::normalised).orElse(raw);
  }

  private static Examples one(String text, Path file) {
    if (ends(file, ".npz")) {
      Map<String, NumericArray> arrays = Npz.read(file);
      if (!arrays.containsKey("x")) {
        throw new InvalidInput(file + ": has no array x; found " + arrays.keySet());
      }
      return of(file, arrays.get("x"), Optional.ofNullable(arrays.get("y")));
    }
    if (ends(file, ".csv") || ends(file, ".csv.gz")) {
      DataSet table = DataFiles.csv(file, TargetColumn.last());
      boolean named = table.targets() instanceof Targets.Classes;
      double[] y =
          named
              ? Arrays.stream(((Targets.Classes) table.targets()).labels())
                  .asDoubleStream()
                  .toArray()
              : ((Targets.Values) table.targets()).values();
      NumericArray targets = new NumericArray(new int[] {y.length}, y);
      return new Examples(
          text,
          table.n(),
          List.of(table.features()),
          table.x(),
          Optional.of(targets),
          named
              ? "as they are; the classes " + ((Targets.Classes) table.targets()).listed()
              : "as they are");
    }
    return inputs(file, Optional.empty());
  }

  private static Examples two(Path x, Path y) {
    NumericArray targets = ends(y, ".npy") ? Npy.read(y) : labels(y);
    return inputs(x, Optional.of(targets));
  }

  private static NumericArray labels(Path file) {
    int[] labels = Idx.readLabels(file);
    return NumericArray.vector(Arrays.stream(labels).asDoubleStream().toArray());
  }

  private static Examples inputs(Path file, Optional<NumericArray> y) {
    if (ends(file, ".npy")) {
      return of(file, Npy.read(file), y);
    }
    NumericArray images = Idx.readImages(file);
    double[] scaled = Arrays.stream(images.values()).map(value -> value / BYTE).toArray();
    return of(file, new NumericArray(images.shape(), scaled), y)
        .scaled("bytes divided by 255 (as torchvision does)");
  }

  private static Examples of(Path file, NumericArray x, Optional<NumericArray> y) {
    if (x.rank() == 0 || x.values().length == 0) {
      throw new InvalidInput(
          file + ": must have examples along its first axis, got " + Arrays.toString(x.shape()));
    }
    int n = x.shape()[0];
    y.ifPresent(
        targets -> {
          if (targets.rank() == 0 || targets.shape()[0] != n) {
            throw new InvalidInput(
                file
                    + ": has "
                    + n
                    + " examples, the targets have shape "
                    + Arrays.toString(targets.shape()));
          }
        });
    List<Integer> axes = Arrays.stream(x.shape()).skip(1).boxed().toList();
    return new Examples(file.toString(), n, without1(axes), x.values(), y, "as they are");
  }

  private Examples scaled(String words) {
    return new Examples(name, n, axes, x, y, words);
  }

  private Examples normalised(Normalisation normalisation) {
    double[] values = normalisation.of(x, features());
    String before = scaling.equals("as they are") ? "" : scaling + ", then ";
    return new Examples(name, n, axes, values, y, before + normalisation.words());
  }

  private static boolean ends(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
