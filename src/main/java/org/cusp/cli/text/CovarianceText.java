package org.cusp.cli.text;

import java.util.List;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.covariance.CovarianceResult;

/** The covariance of the weights for people. */
public final class CovarianceText {
  private static final int LINES = 8;

  private CovarianceText() {}

  public static List<String> lines(CovarianceResult result) {
    Lines out = new Lines();
    CovarianceResult.Drawn draws = result.draws();
    out.say(
        "covariance of %,d weights over %,d draws of %d chains (effective %,.0f, R-hat %.3f), nBeta"
            + " %.4g, gamma %.4g",
        result.parameters(),
        draws.count(),
        draws.chains(),
        draws.ess(),
        draws.rhat(),
        result.nBeta(),
        result.gamma());
    out.say(
        "%-16s %9s %11s %8s %9s %10s %8s",
        "component", "params", "trace", "+-", "of prior", "effective", "rank");
    within(out, result.whole());
    result.components().forEach(one -> within(out, one));
    between(out, result);
    eigenvalues(out, result.whole());
    directions(out, "Hessian", result.hessian());
    if (result.kronecker() != null) {
      directions(out, "K-FAC", result.kronecker());
    }
    out.say("");
    out.verdict(result.verdict());
    if (result.files() != null) {
      out.say("files: " + String.join(", ", result.files()));
    }
    return out.all();
  }

  private static void within(Lines out, CovarianceResult.Within one) {
    out.say(
        "%-16s %,9d %11.4g %8.2g %8.1f%% %,10.0f %8s",
        one.name(),
        one.parameters(),
        one.trace().value(),
        one.trace().se(),
        100 * one.ofPrior(),
        one.effectiveDraws(),
        one.rank() == null ? "-" : Lines.line("%.1f", one.rank()));
  }

  private static void between(Lines out, CovarianceResult result) {
    List<CovarianceResult.Pair> known =
        result.between().stream()
            .filter(pair -> pair.r() != null)
            .sorted((a, b) -> Double.compare(b.r().value(), a.r().value()))
            .toList();
    if (known.isEmpty()) {
      return;
    }
    out.say("");
    out.say(
        "between components, r = |C_ab|^2 / (|C_aa| |C_bb|): 0 where they move independently"
            + " (unbiased, so it may be negative)");
    known.stream()
        .limit(LINES)
        .forEach(
            pair ->
                out.say(
                    "  %-16s %-16s %9.4f +- %.2g",
                    pair.a(), pair.b(), pair.r().value(), pair.r().se()));
    if (known.size() > LINES) {
      out.say("  and %d pairs more, none larger", known.size() - LINES);
    }
  }

  private static void eigenvalues(Lines out, CovarianceResult.Within whole) {
    out.say("");
    out.say(
        "largest eigenvalues  %11s %8s %10s %14s %8s",
        "sample", "+-", "effective", "held out", "+-");
    IntStream.range(0, Math.min(LINES, whole.eigenvalues().size()))
        .forEach(
            i -> {
              CovarianceResult.Eigenvalue one = whole.eigenvalues().get(i);
              Estimate other = one.heldOut();
              out.say(
                  "  %-18d %11.4g %8.2g %,10.0f %14s %8s",
                  i + 1,
                  one.value().value(),
                  one.value().se(),
                  one.effectiveDraws(),
                  other == null ? "-" : Lines.line("%.4g", other.value()),
                  other == null ? "-" : Lines.line("%.2g", other.se()));
            });
  }

  private static void directions(Lines out, String name, List<CovarianceResult.Direction> all) {
    out.say("");
    out.say(
        "%-20s %11s %11s %11s %8s %10s %8s %6s",
        "stiffest, " + name, "curvature", "Gaussian", "variance", "+-", "effective", "ratio", "+-");
    for (int i = 0; i < Math.min(LINES, all.size()); i++) {
      CovarianceResult.Direction one = all.get(i);
      out.say(
          "  %-18d %11.4g %11s %11.4g %8.2g %,10.0f %8s %6s",
          i + 1,
          one.curvature(),
          one.gaussian() == null ? "-" : Lines.line("%.4g", one.gaussian()),
          one.variance().value(),
          one.variance().se(),
          one.effectiveDraws(),
          one.ratio() == null ? "-" : Lines.line("%.3f", one.ratio().value()),
          one.ratio() == null ? "-" : Lines.line("%.2g", one.ratio().se()));
    }
  }
}
