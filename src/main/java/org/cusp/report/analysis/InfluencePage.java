package org.cusp.report.analysis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.data.DataSet;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.format.AtomicFiles;
import org.cusp.report.page.Fact;
import org.cusp.report.page.HtmlReport;
import org.cusp.report.page.RunFacts;
import org.cusp.report.page.RunReport;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;

/** The page of influences: each query with the data that help and harm it most, shown. */
public final class InfluencePage {
  private InfluencePage() {}

  /**
   * Writes it.
   *
   * @param data of the posterior
   * @param queries asked about
   */
  public static void write(Path file, InfluenceResult result, DataSet data, DataSet queries) {
    byte[] content = html(result, data, queries).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(content));
  }

  static String html(InfluenceResult result, DataSet data, DataSet queries) {
    StringBuilder strongest = new StringBuilder();
    for (InfluenceResult.Query query : result.strongest()) {
      strongest.append(query(query, data, queries));
    }
    InfluenceResult.Overall overall = result.overall();
    return HtmlReport.page(
        facts(result),
        HtmlReport.paragraph(summary(result))
            + HtmlReport.section(
                "overall",
                "On the mean loss of the queries",
                "<div class=\"query\">\n"
                    + side("helpful", overall.helpful(), data)
                    + side("harmful", overall.harmful(), data)
                    + "</div>\n")
            + HtmlReport.section("queries", "Query by query", strongest.toString()));
  }

  private static String summary(InfluenceResult result) {
    InfluenceResult.Discovered found = result.discoveries();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        String.format(
            Locale.ROOT,
            "The influence of %,d training data on the losses of %,d queries (%s): minus the covariance"
                + " of the two losses over %,d draws around w*, in nats squared. A negative influence"
                + " helps: more of this datum lowers the loss of the query.",
            result.n(),
            result.queries(),
            result.queryData(),
            result.draws().chains() * result.draws().perChain()));
    sentences.add(
        String.format(
            Locale.ROOT,
            "%,d of %,d stand out, at most %.3g%% of them by chance; by a control of draws that know"
                + " nothing of each other %.2g%% are. Only such are shown, the surest to be large first:"
                + " %s.",
            found.found(),
            found.entries(),
            100 * found.share(),
            100 * found.falseShare(),
            result.verdict().status().label()));
    result.verdict().reasons().forEach(reason -> sentences.add("Reason: " + reason + "."));
    result.verdict().cautions().forEach(caution -> sentences.add("Caution: " + caution + "."));
    return String.join(" ", sentences);
  }

  private static String query(InfluenceResult.Query query, DataSet data, DataSet queries) {
    String words =
        "query "
            + query.query()
            + (query.datum() == null ? "" : " (datum " + query.datum() + ")")
            + (isText(queries) || query.label() == null ? "" : ", " + query.label())
            + ", loss "
            + Numbers.significant(query.loss(), 3);
    return "<div class=\"query\">\n<h3>"
        + DatumView.html(queries, query.query())
        + "<span>"
        + Markup.escape(words)
        + "</span></h3>\n"
        + side("helpful", query.helpful(), data)
        + side("harmful", query.harmful(), data)
        + "</div>\n";
  }

  private static boolean isText(DataSet data) {
    return data.targets() instanceof org.cusp.data.Targets.Sequences;
  }

  private static String side(String name, List<InfluenceResult.Row> rows, DataSet data) {
    if (rows.isEmpty()) {
      return "<h4>" + name + ": none stands out</h4>\n";
    }
    StringBuilder list = new StringBuilder("<h4>" + name + "</h4>\n<ul class=\"data\">\n");
    for (InfluenceResult.Row row : rows) {
      String label = isText(data) || row.label() == null ? "" : ", " + row.label();
      list.append("<li class=\"").append(name).append("\">");
      list.append(DatumView.html(data, row.datum()));
      list.append("<b>").append(Markup.escape("datum " + row.datum() + label)).append("</b>");
      list.append("<span>").append(Numbers.plusMinus(row.influence(), row.se())).append("</span>");
      list.append("<span>correlation ")
          .append(Numbers.plusMinus(row.correlation(), row.correlationSe()))
          .append("</span>");
      list.append("<span>left out: ")
          .append(Numbers.significant(row.leftOut(), 2))
          .append(" nats</span></li>\n");
    }
    return list.append("</ul>\n").toString();
  }

  private static RunFacts facts(InfluenceResult result) {
    Map<String, Object> settings = new TreeMap<>(result.sampler());
    settings.put("nBeta", Numbers.plain(result.nBeta()));
    settings.put("gamma", Numbers.plain(result.gamma()));
    settings.put("chains", result.draws().chains());
    settings.put("draws of a chain", result.draws().perChain());
    settings.put("batches", result.draws().batches());
    settings.put("R-hat of the losses", Numbers.fixed(result.draws().rhat(), 3));
    settings.put("ESS of the losses", Numbers.fixed(result.draws().ess(), 0));
    settings.replaceAll(
        (name, value) -> value instanceof Double number ? Numbers.plain(number) : value);
    return new RunFacts(
        "Influence, " + result.target(),
        List.of(
            new Fact("target", result.target()),
            new Fact("step", result.step() == null ? "-" : Long.toString(result.step())),
            new Fact("data", Integer.toString(result.n())),
            new Fact("queries", result.queries() + " of " + result.queryData()),
            new Fact("parameters", Integer.toString(result.parameters()))),
        RunReport.facts(settings),
        RunReport.facts(result.provenance().machine()),
        RunReport.provenance(result.provenance()),
        "");
  }
}
