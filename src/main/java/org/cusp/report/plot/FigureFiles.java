package org.cusp.report.plot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.cusp.contract.Registry;
import org.cusp.format.AtomicFiles;

/** Puts figures into a folder, each as {@code ID.png} and {@code ID.svg}. */
@Registry("a format of figures")
public final class FigureFiles {
  /** The formats that each figure is written in, by the ending of their files. */
  private enum Format {
    PNG(Figure::png),
    SVG(figure -> figure.svg().getBytes(StandardCharsets.UTF_8));

    private final Function<Figure, byte[]> bytes;

    Format(Function<Figure, byte[]> bytes) {
      this.bytes = bytes;
    }

    Path in(Path folder, Figure figure) {
      return folder.resolve(figure.id() + "." + name().toLowerCase(Locale.ROOT));
    }
  }

  private FigureFiles() {}

  /** Writes all files, each whole or not at all, and returns them. */
  public static List<Path> write(Path folder, List<Figure> figures) {
    List<Path> written = new ArrayList<>();
    for (Figure figure : figures) {
      for (Format format : Format.values()) {
        Path file = format.in(folder, figure);
        AtomicFiles.write(file, out -> out.write(format.bytes.apply(figure)));
        written.add(file);
      }
    }
    return List.copyOf(written);
  }
}
