package org.cusp.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.exact.Rlct;
import org.cusp.gold.spectrum.LambdaFit;

/** Lambda and m as fitted and exact, as text and as JSON. */
public final class ScaleText {
  private ScaleText() {}

  /** An exact answer in JSON. */
  public record Exact(
      String problem,
      String lambda,
      double lambdaValue,
      int multiplicity,
      String status,
      String source) {
    public static Exact of(String problem, Optional<Rlct> exact) {
      return exact
          .map(
              rlct ->
                  new Exact(
                      problem,
                      rlct.lambdaText(),
                      rlct.lambdaValue(),
                      rlct.multiplicity(),
                      rlct.status().label(),
                      rlct.source()))
          .orElse(null);
    }
  }

  /** The coefficient that was fitted. */
  public static List<EstimateOf> estimates(String target, LambdaFit fit) {
    return List.of(
        new EstimateOf(target, "", "lambda", new Estimate(fit.lambda(), fit.se()), null));
  }

  /** The lines below a table. */
  public static List<String> lines(LambdaFit fit, Optional<Rlct> exact) {
    String fitted =
        Lines.line(
            "fitted: lambda = %.5f +- %.2g,  m = %d (probability %.2f)",
            fit.lambda(), fit.se(), fit.multiplicity(), fit.confidence());
    String known =
        exact
            .map(
                rlct ->
                    Lines.line(
                        "lambda = %s%s,  m = %d (%s; %s)",
                        rlct.lambdaText(),
                        rlct.lambdaText().contains("/")
                            ? Lines.line(" = %.5f", rlct.lambdaValue())
                            : "",
                        rlct.multiplicity(),
                        rlct.status().label(),
                        rlct.source()))
            .orElse("not known");
    List<String> lines = new ArrayList<>(List.of(fitted));
    lines.addAll(Paragraph.lines("exact:", 8, known));
    return lines;
  }
}
