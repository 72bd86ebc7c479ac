package org.cusp.report.page;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.format.AtomicFiles;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;

/** Puts a report into a run directory: {@code report.html} and {@code figures/*.png, *.svg}. */
public final class ReportFiles {
  private ReportFiles() {}

  /** Writes all files, each whole or not at all, and returns them, the page last. */
  public static List<Path> write(Path run, ReportData data) {
    return write(run, data, List.of());
  }

  /** The same beside other pages of the run. */
  public static List<Path> write(Path run, ReportData data, List<PageLink> others) {
    List<Figure> figures = Figures.of(data);
    List<Path> written = new ArrayList<>(FigureFiles.write(run.resolve("figures"), figures));
    Path page = run.resolve("report.html");
    byte[] content = HtmlReport.of(data, figures, others).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(page, out -> out.write(content));
    written.add(page);
    return List.copyOf(written);
  }
}
