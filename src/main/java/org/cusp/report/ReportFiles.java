package org.cusp.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Puts a report into a run directory: {@code report.html} and {@code figures/*.png, *.svg}. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes all files, each under a temporary name first, and returns them, the page last.
   *
   * @throws IOException if a file cannot be written
   */
  public static List<Path> write(Path run, ReportData data) throws IOException {
    List<Path> written = new ArrayList<>();
    Path folder = run.resolve("figures");
    List<Figure> figures = Figures.of(data);
    for (Figure figure : figures) {
      written.add(replace(folder.resolve(figure.id() + ".png"), figure.png()));
      written.add(
          replace(
              folder.resolve(figure.id() + ".svg"), figure.svg().getBytes(StandardCharsets.UTF_8)));
    }
    written.add(
        replace(
            run.resolve("report.html"),
            HtmlReport.of(data, figures).getBytes(StandardCharsets.UTF_8)));
    return List.copyOf(written);
  }

  /** The one place that touches the disk. */
  private static Path replace(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return file;
  }
}
