package org.cusp.report.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.cli.Cusp;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.format.Json;
import org.cusp.report.figures.posterior.SusceptibilityFigures.Response;
import org.cusp.run.Provenance;
import org.cusp.train.RunDirectory;
import org.cusp.verdict.Verdict;

/** A run that holds analyses with known numbers and names that would break a careless page. */
public final class SampleRun {
  /** Would end a script element, begin an image and close an attribute. */
  public static final String NASTY = "</script><img src=x onerror=\"alert(1)\">'&";

  private static final Provenance PROVENANCE =
      new Provenance("a command", 1, "simd", 2, "abc", Map.of("cusp", "1"), Map.of(), "now");
  private static final Inputs INPUTS = new Inputs("d", "m", "w");

  private SampleRun() {}

  /** The run, with influences at steps 100 and 800 and susceptibilities at 800. */
  public static RunDirectory in(Path root) throws IOException {
    Files.createDirectories(root);
    try (InputStream spec = Cusp.class.getResourceAsStream("demo.yaml")) {
      Files.write(root.resolve("spec.yaml"), spec.readAllBytes());
    }
    for (long step : new long[] {100, 800}) {
      Path folder = folder(root, "influence", step);
      InfluenceResult result = influence(step);
      Json.write(folder.resolve("influence.json"), result);
      InfluencePage.views(result, pictures(), pictures()).write(folder);
    }
    Path folder = folder(root, "susceptibility", 800);
    Json.write(folder.resolve("susceptibility.json"), susceptibility());
    Json.write(
        folder.resolve("response.json"), new Response(2, new double[][] {{1, -2}, {0.5, 3}}));
    return RunDirectory.open(root);
  }

  private static Path folder(Path root, String kind, long step) throws IOException {
    return Files.createDirectories(
        root.resolve(kind).resolve(String.format(Locale.ROOT, "step-%06d", step)));
  }

  /** Picture i has its i-th pixel white. */
  public static DataSet pictures() {
    double[] x = new double[4 * 64];
    IntStream.range(0, 4).forEach(i -> x[64 * i + i] = 1);
    return new DataSet("pictures", 4, 64, x, new Targets.Classes(new int[] {0, 1, 1, 0}, 2));
  }

  /** Of datum 2 on query 1: -step / 100 nats squared, helpful. */
  static InfluenceResult influence(long step) {
    InfluenceResult.Row helpful =
        new InfluenceResult.Row(2, NASTY, -step / 100.0, 0.25, -0.5, 0.1, 300, 0.01);
    InfluenceResult.Row harmful =
        new InfluenceResult.Row(0, "class 0", 0.75, 0.125, 0.25, 0.1, 200, -0.01);
    InfluenceResult.Query query =
        new InfluenceResult.Query(
            1, null, "class 1", 0.5, List.of(helpful), new ArrayList<>(List.of(harmful)));
    return new InfluenceResult(
        "influence",
        "run",
        step,
        4,
        10,
        4,
        "pictures",
        null,
        2,
        1,
        Map.of("stepSize", 0.1, "name", "hmc"),
        new Estimate(3, 0.1, 1, 500),
        new InfluenceResult.Drawn(2, 100, 1, 500, 64, 3, 1.0),
        new InfluenceResult.Discovered(0.05, 16, 2.0, 3.0, 2, 16, 0, 0, 1.96),
        new InfluenceResult.Overall(0, List.of(), List.of()),
        List.of(query),
        new Verdict(Verdict.Status.TRUSTED, List.of(), List.of(NASTY)),
        List.of("influence.json"),
        1,
        Map.of(),
        INPUTS,
        PROVENANCE);
  }

  private static SusceptibilityResult susceptibility() {
    return new SusceptibilityResult(
        "susceptibility",
        "run",
        800L,
        4,
        10,
        "component",
        "pictures",
        2,
        List.of(component("l0h0", -0.5), component(NASTY, 0.25)),
        new SusceptibilityResult.Discovered(0.05, 4, 2.0, 2.0, 2, 16, 0, 0, 1.96),
        new SusceptibilityResult.Spectrum(
            new double[] {5, 1}, 2, 1, List.of(new double[] {0.8, -0.6})),
        null,
        new Verdict(Verdict.Status.DOUBTFUL, List.of("few draws"), List.of()),
        List.of(),
        1,
        INPUTS,
        PROVENANCE);
  }

  private static SusceptibilityResult.Component component(String name, double chi) {
    SusceptibilityResult.Row row = new SusceptibilityResult.Row(1, "class 1", chi, 0.125, 0.5, 100);
    return new SusceptibilityResult.Component(
        name,
        5,
        2,
        1,
        Map.of("name", "hmc"),
        new Estimate(2, 0.1, 1, 400),
        new Estimate(chi, 0.0625),
        0.125,
        1,
        null,
        null,
        new SusceptibilityResult.Mixed(2, 100, 1, 400, 64),
        chi < 0 ? List.of(row) : List.of(),
        chi < 0 ? List.of() : List.of(row),
        new Verdict(Verdict.Status.TRUSTED, List.of(), List.of()));
  }
}
