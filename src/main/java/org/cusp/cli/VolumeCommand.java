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
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.format.Json;
import org.cusp.gold.spectrum.LambdaFit;
import org.cusp.gold.spectrum.SpectrumProblem;
import org.cusp.gold.spectrum.VolumeScaling;
import org.cusp.report.figures.evidence.ScaleFigures;
import org.cusp.state.Bookmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cusp volume TARGET}. */
@StartsWithout(StartsWithout.Part.TENSORS)
@Command(
    name = "volume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The prior volume V(eps) of {K < eps} down to eps = 1e-30, by multilevel splitting, and lambda"
          + " and m fitted to V ~ c eps^lambda (log 1/eps)^(m - 1)."
    })
final class VolumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TARGET", description = "polynomial:'(y-x^2)^2+x^6'")
  private String target;

  @Mixin private ScaleOptions options;

  private record Document(
      String command,
      String target,
      String prior,
      long seed,
      List<VolumeScaling.Level> levels,
      @Estimate.WithInterval Estimate lambda,
      int multiplicity,
      List<Double> multiplicityProbability,
      ScaleText.Exact exact,
      double seconds) {}

  /** What is printed, and what is written of it. */
  private record Found(SpectrumProblem.Named named, VolumeScaling scaling, Document document) {}

  @Override
  public Integer call() {
    OutputFormat format = options.format();
    PolynomialFunction k = SpectrumProblem.polynomial(target);
    ScaleRun run = new ScaleRun(options, spec.commandLine().getErr());
    Found found = run.of("volume", target, bookmark -> found(k, bookmark));
    Answer answer =
        new Answer(
            () -> lines(found.named(), found.scaling()),
            () -> Json.text(found.document()),
            ScaleText.estimates(found.named().name(), found.scaling().fit()));
    PrintWriter out = spec.commandLine().getOut();
    format.lines(answer).forEach(out::println);
    out.flush();
    return Cusp.DONE;
  }

  private Found found(PolynomialFunction k, Bookmark bookmark) {
    Deadline clock = bookmark.having(Deadline.after(Double.POSITIVE_INFINITY));
    SpectrumProblem.Named named = SpectrumProblem.named(target);
    VolumeScaling scaling = VolumeScaling.of(k, k.variables().size(), options.seed, bookmark);
    LambdaFit fit = scaling.fit();
    Document document =
        new Document(
            "volume",
            named.name(),
            named.prior(),
            options.seed,
            scaling.levels(),
            new Estimate(fit.lambda(), fit.se()),
            fit.multiplicity(),
            fit.probability(),
            ScaleText.Exact.of(named.name(), named.exact()),
            clock.spent());
    options.write(document, ScaleFigures.volume(named.name(), scaling, named.exact()));
    return new Found(named, scaling, document);
  }

  private static List<String> lines(SpectrumProblem.Named named, VolumeScaling scaling) {
    Lines out = new Lines();
    out.say("prior:  " + named.prior());
    out.say("");
    out.say("%10s %12s %9s", "eps", "log V", "+-");
    for (VolumeScaling.Level level : scaling.levels()) {
      out.say("%10.3g %12.5f %9.2g", level.eps(), level.logVolume(), level.se());
    }
    out.say("");
    ScaleText.lines(scaling.fit(), named.exact()).forEach(out::say);
    return out.all();
  }
}
