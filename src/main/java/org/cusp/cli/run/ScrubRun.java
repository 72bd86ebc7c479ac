package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.cli.session.Session;
import org.cusp.estimate.compare.Donors;
import org.cusp.estimate.compare.ModelComparison;
import org.cusp.estimate.compare.ScrubComparison;
import org.cusp.estimate.compare.ScrubResult;
import org.cusp.format.Json;
import org.cusp.format.zarr.ZarrFolder;
import org.cusp.report.analysis.AnalysisPages;
import org.cusp.report.analysis.ScrubPage;
import org.cusp.report.figures.evidence.ScrubFigure;
import org.cusp.report.plot.FigureFiles;

/**
 * Components exchanged between data.
 *
 * @param out where to keep results; null for nowhere
 */
public final class ScrubRun {
  private static final String RESULT = "scrub.json";
  private static final String DIFFERENCES = "scrub.zarr";

  private final Session session;
  private final Path out;
  private final Donors.Rule rule;
  private final int swaps;
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  private record Kept(float[] d, int[] shape) {}

  public ScrubRun(Session session, Path out, Donors.Rule rule, int swaps) {
    this.session = session;
    this.out = out;
    this.rule = rule;
    this.swaps = swaps;
  }

  /** What it does on the target's own data, or on those given in place of them. */
  public ScrubResult of(
      ModelComparison.Model model, List<String> components, ModelComparison.On on, boolean given) {
    return new ScrubComparison(components, rule, swaps, session.kernels(), session.workers())
        .of(
            model,
            on,
            given,
            session.provenance(model.target().llc().seed()),
            (result, d, shape) -> {
              if (out != null) {
                kept.put(result.data(), new Kept(d, shape));
              }
            });
  }

  /** Keeps it where it is to be kept. */
  public void write(ScrubResult result) {
    if (out == null) {
      return;
    }
    Json.write(out.resolve(RESULT), result);
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("target", result.a().target());
    about.put(
        "sets", result.results().get(0).sets().stream().map(ScrubResult.OfSet::name).toList());
    about.put("provenance", result.provenance());
    try (ZarrFolder folder = new ZarrFolder(out.resolve(DIFFERENCES), about)) {
      kept.forEach(
          (role, one) ->
              folder
                  .array(
                      role + "_difference",
                      List.of("set", "swap", role + "_datum"),
                      one.shape(),
                      one.shape(),
                      Map.of("units", "nats"))
                  .write(new int[] {0, 0, 0}, one.d()));
      folder.keep();
    }
    FigureFiles.write(out, result.results().stream().map(ScrubFigure::of).toList());
    AnalysisPages.write(out, ScrubPage.ANALYSIS);
  }
}
