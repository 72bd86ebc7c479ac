package org.cusp.cli.text;

import java.util.List;
import org.cusp.estimate.susceptibility.Form;
import org.cusp.estimate.susceptibility.SusceptibilityResult;
import org.cusp.estimate.susceptibility.SusceptibilityResult.Component;
import org.cusp.estimate.susceptibility.SusceptibilityResult.Row;

/** Susceptibilities for people. */
public final class SusceptibilityText {
  private static final int WORDS = 34;

  private SusceptibilityText() {}

  public static List<String> lines(SusceptibilityResult result) {
    Lines out = new Lines();
    out.say(
        "susceptibility of %d components to %,d data (%s), chi = -Cov(phi, l_z - L_n) in nats^2; %s",
        result.components().size(),
        result.shiftData(),
        result.shift(),
        result.form().equals(Form.WHOLE.id())
            ? "all parameters move"
            : "each component moves alone");
    out.say(
        "%-16s %9s %11s %8s %11s %8s %10s %10s %10s %13s  %s",
        "component",
        "params",
        result.form().equals(Form.WHOLE.id()) ? "nBetaE[phi]" : "LLC",
        "+-",
        "mean chi",
        "+-",
        "inert",
        "stand out",
        "control",
        "like control",
        "verdict");
    result.components().forEach(one -> component(out, one));
    SusceptibilityResult.Discovered found = result.discoveries();
    out.say(
        "%,d of %,d susceptibilities stand out, at most %.3g%% of them false by"
            + " Benjamini-Hochberg; of draws that know nothing of each other %,d of %,d, so %.2g%%"
            + " are false",
        found.found(),
        found.entries(),
        100 * found.share(),
        found.controlFound(),
        found.control(),
        100 * found.falseShare());
    spectrum(out, result);
    if (result.pattern() != null) {
      pattern(out, result.pattern());
    }
    for (Component one : result.components()) {
      if (!one.expressed().isEmpty() || !one.suppressed().isEmpty()) {
        out.say("");
        out.say(one.name());
        out.say("  %-10s %8s  %-14s %11s %9s %12s", "", "datum", "", "chi", "+-", "correlation");
        one.expressed().forEach(row -> row(out, "expressed", row));
        one.suppressed().forEach(row -> row(out, "suppressed", row));
      }
    }
    out.say("");
    out.verdict(result.verdict());
    if (result.files() != null) {
      out.say("files: " + String.join(", ", result.files()));
    }
    return out.all();
  }

  private static void component(Lines out, Component one) {
    out.say(
        "%-16s %,9d %11.4g %8.2g %11.3g %8.1g %10.3g %,10d %10s %13s  %s",
        one.name(),
        one.parameters(),
        one.llc().value(),
        one.llc().se(),
        one.shifted().value(),
        one.shifted().se(),
        one.inert(),
        one.found(),
        one.control() == null ? "-" : Lines.line("%.2g", one.control().value()),
        one.likeControl() == null ? "-" : Lines.line("%.2f", one.likeControl()),
        one.verdict().status().label());
  }

  private static void spectrum(Lines out, SusceptibilityResult result) {
    SusceptibilityResult.Spectrum spectrum = result.spectrum();
    if (result.components().size() < 2) {
      return;
    }
    StringBuilder values = new StringBuilder();
    for (double value : spectrum.singularValues()) {
      values.append(Lines.line(" %.3g", value));
    }
    out.say(
        "singular values of chi / se:%s; the noise reaches %.3g: %d %s real",
        values,
        spectrum.noise(),
        spectrum.real(),
        spectrum.real() == 1 ? "pattern is" : "patterns are");
    for (int k = 0; k < spectrum.real(); k++) {
      StringBuilder loadings = new StringBuilder();
      for (int c = 0; c < result.components().size(); c++) {
        loadings.append(
            Lines.line(
                " %s %+.2f", result.components().get(c).name(), spectrum.loadings().get(k)[c]));
      }
      out.say("  pattern %d:%s", k + 1, loadings);
    }
  }

  private static void pattern(Lines out, SusceptibilityResult.Pattern found) {
    out.say("");
    if (found.real() == 0) {
      out.say("--pattern: no pattern is above the noise, so no weights are known to move anything");
      return;
    }
    out.say(
        "weights by %d %s, %.3g in all beside the 1 of all data; changes of nBeta E[phi], and what"
            + " draws that the weights do not know say of them:",
        found.real(), found.real() == 1 ? "pattern" : "patterns", found.size());
    out.say(
        "  %-16s %10s %10s %8s %10s %8s",
        "component", "wanted", "foreseen", "+-", "held out", "+-");
    for (SusceptibilityResult.Moved one : found.components()) {
      out.say(
          "  %-16s %10.3g %10.3g %8.1g %10.3g %8.1g",
          one.name(),
          one.wanted(),
          one.foreseen().value(),
          one.foreseen().se(),
          one.heldOut().value(),
          one.heldOut().se());
    }
    found.more().forEach(one -> weight(out, one));
    found.less().forEach(one -> weight(out, one));
  }

  private static void weight(Lines out, SusceptibilityResult.Weight one) {
    out.say(
        "  weight %+11.3g  datum %8d  %s",
        one.weight(), one.datum(), one.label() == null ? "" : shortened(one.label()));
  }

  private static void row(Lines out, String side, Row row) {
    out.say(
        "  %-10s %8d  %-14s %11.3g %9.1g %12.3f",
        side,
        row.datum(),
        row.label() == null ? "" : shortened(row.label()),
        row.susceptibility(),
        row.se(),
        row.correlation());
  }

  private static String shortened(String label) {
    return label.length() <= WORDS ? label : label.substring(0, WORDS - 3) + "...";
  }
}
