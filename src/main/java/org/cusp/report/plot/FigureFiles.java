package org.cusp.report.plot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.format.AtomicFiles;

/** Puts figures into a folder, each as {@code ID.png} and {@code ID.svg}. */
public final class FigureFiles {
  private FigureFiles() {}

  /** Writes all files, each whole or not at all, and returns them. */
  public static List<Path> write(Path folder, List<Figure> figures) {
    List<Path> written = new ArrayList<>();
    for (Figure figure : figures) {
      Path png = folder.resolve(figure.id() + ".png");
      AtomicFiles.write(png, out -> out.write(figure.png()));
      Path svg = folder.resolve(figure.id() + ".svg");
      AtomicFiles.write(svg, out -> out.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
      written.addAll(List.of(png, svg));
    }
    return List.copyOf(written);
  }
}
