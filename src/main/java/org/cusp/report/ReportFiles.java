package org.cusp.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.format.AtomicFiles;

/** Puts a report into a run directory: {@code report.html} and {@code figures/*.png, *.svg}. */
public final class ReportFiles {
  private ReportFiles() {}

  /** Writes all files, each whole or not at all, and returns them, the page last. */
  public static List<Path> write(Path run, ReportData data) {
    List<Path> written = new ArrayList<>();
    Path folder = run.resolve("figures");
    List<Figure> figures = Figures.of(data);
    for (Figure figure : figures) {
      written.add(write(folder.resolve(figure.id() + ".png"), figure.png()));
      written.add(
          write(
              folder.resolve(figure.id() + ".svg"), figure.svg().getBytes(StandardCharsets.UTF_8)));
    }
    written.add(
        write(
            run.resolve("report.html"),
            HtmlReport.of(data, figures).getBytes(StandardCharsets.UTF_8)));
    return List.copyOf(written);
  }

  private static Path write(Path file, byte[] content) {
    AtomicFiles.write(file, out -> out.write(content));
    return file;
  }
}
