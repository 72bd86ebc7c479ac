package org.cusp.report.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.compare.ScrubResult;
import org.cusp.report.figures.evidence.ScrubFigure;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;

/** The page of exchanged components: what each set of them costs, and its worst swap. */
public final class ScrubPage {
  public static final Analysis<ScrubResult> ANALYSIS =
      Analysis.kept(
          "scrub",
          "Components with what they make of other data",
          ScrubResult.class,
          (result, views) -> content(result));

  private ScrubPage() {}

  private static Content content(ScrubResult result) {
    List<Content.Section> sections = new ArrayList<>();
    for (ScrubResult.OnData one : result.results()) {
      sections.add(
          new Content.Section(
              "scrub-" + one.data(),
              Markup.escape(
                  one.data() + ": " + Numbers.integer(one.n()) + " data of " + one.name()),
              List.of(ScrubFigure.of(one)),
              table(one)));
    }
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("target", result.a().target());
    about.put("donors", result.donors());
    about.put("swaps of a datum", result.swaps());
    return new Content(
        result.a().target(),
        "Each set of components gets what it makes of another datum, a donor. "
            + result.quantity()
            + ". Opposite effects cancel in the mean of d, not in that of |d|.",
        sections,
        Content.Facts.of(about, Map.of(), result.provenance()));
  }

  private static String table(ScrubResult.OnData one) {
    HtmlTable table =
        new HtmlTable(
            "Every set of components; the loss of the model as it is: "
                + shown(one.loss())
                + " nats."
                + (one.worst() == null ? "" : worst("by the mean", one.worst()))
                + (one.worstAbsolute() == null
                    ? ""
                    : worst("by the mean size", one.worstAbsolute())),
            "components",
            "mean d ± s.e.",
            "mean |d| ± s.e.",
            "cancelled",
            "worst of a datum ± s.e.",
            "largest d",
            "of datum",
            "worst classes");
    for (ScrubResult.OfSet set : one.sets()) {
      double cancelled = set.cancelled() == null ? Double.NaN : set.cancelled();
      table.row(
          HtmlTable.name(set.name()),
          HtmlTable.estimate(set.mean().value(), set.mean().se()),
          HtmlTable.estimate(set.meanAbsolute().value(), set.meanAbsolute().se()),
          HtmlTable.number(cancelled, Numbers.percent(cancelled)),
          HtmlTable.estimate(set.worstOfDatum().value(), set.worstOfDatum().se()),
          HtmlTable.number(set.largest().difference()),
          HtmlTable.integer(set.largest().datum()),
          HtmlTable.text(classes(set.worstPair())));
    }
    return table.html();
  }

  private static String shown(Estimate estimate) {
    return Numbers.plusMinus(estimate.value(), estimate.se());
  }

  private static String worst(String by, ScrubResult.Worst worst) {
    return " The worst set "
        + by
        + ", chosen by half of the swaps and told by the others: "
        + String.join(" + ", worst.components())
        + ", "
        + shown(worst.value())
        + ".";
  }

  private static String classes(ScrubResult.Pair pair) {
    return pair == null
        ? ""
        : pair.of() + " with donors of " + pair.donors() + ": " + shown(pair.mean());
  }
}
