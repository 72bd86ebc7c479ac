package org.cusp.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.cusp.cli.format.Answer;
import org.cusp.cli.format.OutputFormat;
import org.cusp.cli.options.ScaleOptions;
import org.cusp.cli.text.Lines;
import org.cusp.cli.text.ScaleText;
import org.cusp.diagnostics.Estimate;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.format.Json;
import org.cusp.gold.spectrum.LambdaFit;
import org.cusp.gold.spectrum.SpectrumProblem;
import org.cusp.gold.spectrum.VolumeScaling;
import org.cusp.report.figures.evidence.ScaleFigures;
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

  @Override
  public Integer call() {
    OutputFormat format = options.format();
    long start = System.nanoTime();
    PolynomialFunction k = SpectrumProblem.polynomial(target);
    SpectrumProblem.Named named = SpectrumProblem.named(target);
    VolumeScaling scaling = VolumeScaling.of(k, k.variables().size(), options.seed);
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
            (System.nanoTime() - start) / 1e9);
    options.write(document, ScaleFigures.volume(named.name(), scaling, named.exact()));
    Answer answer =
        new Answer(
            () -> lines(named, scaling),
            () -> Json.text(document),
            ScaleText.estimates(named.name(), fit));
    PrintWriter out = spec.commandLine().getOut();
    format.lines(answer).forEach(out::println);
    out.flush();
    return Cusp.DONE;
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
