package org.cusp.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.cusp.cli.format.Answer;
import org.cusp.cli.format.OutputFormat;
import org.cusp.cli.options.ScaleOptions;
import org.cusp.cli.run.ScaleRun;
import org.cusp.cli.text.Lines;
import org.cusp.cli.text.ScaleText;
import org.cusp.clock.Deadline;
import org.cusp.diagnostics.Estimate;
import org.cusp.format.Json;
import org.cusp.gold.spectrum.LambdaFit;
import org.cusp.gold.spectrum.SpectrumPoint;
import org.cusp.gold.spectrum.SpectrumProblem;
import org.cusp.report.figures.evidence.ScaleFigures;
import org.cusp.report.plot.Figure;
import org.cusp.state.Bookmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp spectrum TARGET}. */
@StartsWithout(StartsWithout.Part.TENSORS)
@Command(
    name = "spectrum",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The effective learning coefficient E[tK] at each inverse temperature t from 1e2 to 1e12, and"
          + " lambda and m fitted to lambda - (m - 1)/(log t + c). By quadrature for polynomials of"
          + " up to two variables, else by Metropolis-corrected sampling."
    })
final class SpectrumCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TARGET",
      description =
          "polynomial:'(y-x^2)^2+x^6', dln:widths=3x3x3,rank=1 or"
              + " rrr:inputs=3,outputs=3,hidden=2,rank=1")
  private String target;

  @Mixin private ScaleOptions options;

  private record Document(
      String command,
      String target,
      String prior,
      String method,
      long seed,
      List<SpectrumPoint> points,
      @Estimate.WithInterval Estimate lambda,
      int multiplicity,
      List<Double> multiplicityProbability,
      ScaleText.Exact exact,
      double seconds) {}

  /** What is printed, and what is written of it. */
  private record Found(SpectrumProblem.Result result, Document document) {}

  @Override
  public Integer call() {
    OutputFormat format = options.format();
    ScaleRun run = new ScaleRun(options, spec.commandLine().getErr());
    Found found = run.of("spectrum", target, this::found);
    SpectrumProblem.Result result = found.result();
    Answer answer =
        new Answer(
            () -> lines(result),
            () -> Json.text(found.document()),
            ScaleText.estimates(result.target().name(), result.spectrum().fit()));
    PrintWriter out = spec.commandLine().getOut();
    format.lines(answer).forEach(out::println);
    out.flush();
    return Cusp.DONE;
  }

  private Found found(Bookmark bookmark) {
    Deadline clock = bookmark.having(Deadline.after(Double.POSITIVE_INFINITY));
    SpectrumProblem.Result result = SpectrumProblem.spectrum(target, options.seed, bookmark);
    LambdaFit fit = result.spectrum().fit();
    Document document =
        new Document(
            "spectrum",
            result.target().name(),
            result.target().prior(),
            result.spectrum().method(),
            options.seed,
            result.spectrum().points(),
            new Estimate(fit.lambda(), fit.se()),
            fit.multiplicity(),
            fit.probability(),
            ScaleText.Exact.of(result.target().name(), result.target().exact()),
            clock.spent());
    Figure figure =
        ScaleFigures.spectrum(result.target().name(), result.spectrum(), result.target().exact());
    options.write(document, figure);
    return new Found(result, document);
  }

  private static List<String> lines(SpectrumProblem.Result result) {
    Lines out = new Lines();
    out.say("prior:  " + result.target().prior());
    out.say("method: " + result.spectrum().method());
    out.say("");
    out.say("%10s %12s %9s", "t", "E[tK]", "+-");
    for (SpectrumPoint point : result.spectrum().points()) {
      out.say("%10.3g %12.6f %9.1g", point.t(), point.energy(), point.se());
    }
    out.say("");
    ScaleText.lines(result.spectrum().fit(), result.target().exact()).forEach(out::say);
    return out.all();
  }
}
