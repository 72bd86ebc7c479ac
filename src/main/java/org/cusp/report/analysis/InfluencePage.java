package org.cusp.report.analysis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.data.DataSet;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.report.page.HtmlTable;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Drawing;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Glyph;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Markup;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.PointSeries;
import org.cusp.report.plot.Scale;
import org.cusp.report.plot.Theme;

/** The page of influences: each query with the data that help and harm it most, shown. */
public final class InfluencePage {
  static final Analysis<InfluenceResult> ANALYSIS =
      Analysis.kept("influence", "Influence", InfluenceResult.class, InfluencePage::content);

  private static final String DATUM = "datum";
  private static final String QUERY = "query";
  private static final int HEIGHT = 340;

  private InfluencePage() {}

  /**
   * Writes what the data that are named look like, and the page, beside a result.
   *
   * @param data of the posterior
   * @param queries asked about
   */
  public static void write(Path folder, InfluenceResult result, DataSet data, DataSet queries) {
    views(result, data, queries).write(folder);
    AnalysisPages.write(folder, ANALYSIS);
  }

  static Views views(InfluenceResult result, DataSet data, DataSet queries) {
    if (result.n() != data.n()) {
      // A datum is a token, and its label says which.
      return Views.of(data, DATUM, IntStream.empty());
    }
    IntStream named = entries(result).mapToInt(entry -> entry.row().datum());
    IntStream asked = result.strongest().stream().mapToInt(InfluenceResult.Query::query);
    return Views.of(data, DATUM, named).and(Views.of(queries, QUERY, asked));
  }

  /** A datum on a query; null for the mean of all. */
  private record Named(InfluenceResult.Query query, String side, InfluenceResult.Row row) {}

  private static Stream<Named> entries(InfluenceResult result) {
    InfluenceResult.Overall overall = result.overall();
    return Stream.concat(
        entries(null, overall.helpful(), overall.harmful()),
        result.strongest().stream()
            .flatMap(query -> entries(query, query.helpful(), query.harmful())));
  }

  private static Stream<Named> entries(
      InfluenceResult.Query query,
      List<InfluenceResult.Row> helpful,
      List<InfluenceResult.Row> harmful) {
    return Stream.concat(
        helpful.stream().map(row -> new Named(query, "helpful", row)),
        harmful.stream().map(row -> new Named(query, "harmful", row)));
  }

  static Content content(InfluenceResult result, Views views) {
    StringBuilder queries = new StringBuilder();
    result.strongest().forEach(query -> queries.append(query(query, views)));
    InfluenceResult.Overall overall = result.overall();
    List<Named> named = entries(result).toList();
    return new Content(
        result.target(),
        summary(result),
        List.of(
            new Content.Section(
                "entries",
                "What stands out",
                named.isEmpty() ? List.of() : List.of(figure(result, named)),
                table(named)),
            Content.Section.of(
                "overall",
                "On the mean loss of the queries",
                "<div class=\"query\">\n"
                    + side("helpful", overall.helpful(), views)
                    + side("harmful", overall.harmful(), views)
                    + "</div>\n"),
            Content.Section.of("queries", "Query by query", queries.toString())),
        facts(result));
  }

  private static String table(List<Named> named) {
    HtmlTable table =
        new HtmlTable(
            "Influence in nats squared, negative where the datum helps; left out: by how many nats"
                + " the query's loss changes without the datum.",
            "query",
            "datum",
            "label",
            "influence ± s.e.",
            "in s.e.",
            "correlation",
            "left out",
            "effective draws");
    for (Named entry : named) {
      InfluenceResult.Row row = entry.row();
      int query = entry.query() == null ? -1 : entry.query().query();
      table.row(
          query < 0
              ? HtmlTable.name("mean of all")
              : HtmlTable.datum(QUERY + " " + query, Views.name(QUERY, query), query),
          HtmlTable.datum(
              Integer.toString(row.datum()), Views.name(DATUM, row.datum()), row.datum()),
          HtmlTable.text(row.label() == null ? "" : row.label()),
          HtmlTable.estimate(row.influence(), row.se()),
          HtmlTable.number(
              row.influence() / row.se(), Numbers.fixed(row.influence() / row.se(), 1)),
          HtmlTable.estimate(row.correlation(), row.correlationSe()),
          HtmlTable.number(row.leftOut(), Numbers.significant(row.leftOut(), 2)),
          HtmlTable.number(row.effectiveDraws(), Numbers.fixed(row.effectiveDraws(), 0)));
    }
    return table.html();
  }

  /** Each query's data beside each other, the most helpful on the left. */
  private static Figure figure(InfluenceResult result, List<Named> named) {
    List<String> names = new ArrayList<>();
    List<List<Named>> columns = new ArrayList<>();
    for (Named entry : named) {
      String name = entry.query() == null ? "mean" : Integer.toString(entry.query().query());
      if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
        names.add(name);
        columns.add(new ArrayList<>());
      }
      columns.get(columns.size() - 1).add(entry);
    }
    double[] all = named.stream().mapToDouble(it -> it.row().influence()).toArray();
    Axis across = new Axis("query", new Scale.Names(names), 0, names.size());
    Axis up =
        Axis.holding(
            "influence (nats²)",
            Axis.signed(all, Axis.size(all, 0.5)),
            named.stream()
                .flatMapToDouble(it -> PointSeries.ends(it.row().influence(), it.row().se())));
    Drawing drawing = new Drawing();
    drawing.add(new Layer.Level(0, Theme.RULE, Theme.solid(1f)));
    add(drawing, columns, "helpful", Glyph.DOT, Theme.BLUE);
    add(drawing, columns, "harmful", Glyph.RING, Theme.VERMILION);
    return new Figure(
        "influence",
        "Influence of the data that stand out, by query",
        "Each mark is a training datum's influence on the loss of a query, with its 95% interval; below"
            + " zero it helps. Of each query the surest to be large are shown."
            + up.note(),
        String.format(
            Locale.ROOT,
            "Influences of data on %d queries, %d of them marked.",
            names.size(),
            named.size()),
        List.of(drawing.panel(HEIGHT, across, up)));
  }

  private static void add(
      Drawing drawing, List<List<Named>> columns, String side, Glyph glyph, java.awt.Color colour) {
    List<Double> x = new ArrayList<>();
    List<InfluenceResult.Row> rows = new ArrayList<>();
    List<Layer.Tag> tags = new ArrayList<>();
    for (int q = 0; q < columns.size(); q++) {
      List<Named> column = columns.get(q);
      for (int i = 0; i < column.size(); i++) {
        if (column.get(i).side().equals(side)) {
          InfluenceResult.Row row = column.get(i).row();
          x.add(q + (i + 1.0) / (column.size() + 1));
          rows.add(row);
          tags.add(tag(column.get(i)));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    PointSeries points =
        new PointSeries(
            side,
            x.stream().mapToDouble(Double::doubleValue).toArray(),
            rows.stream().mapToDouble(InfluenceResult.Row::influence).toArray(),
            rows.stream().mapToDouble(InfluenceResult.Row::se).toArray(),
            glyph,
            colour);
    drawing.add(
        side,
        points.bars(),
        new Layer.Named(new Layer.Marks(points.x(), points.y(), glyph, colour), tags));
  }

  private static Layer.Tag tag(Named entry) {
    String label = entry.row().label() == null ? "" : ", " + entry.row().label();
    String query = entry.query() == null ? "the mean loss" : "query " + entry.query().query();
    return new Layer.Tag(
        "datum " + entry.row().datum() + label + ", on " + query,
        Views.name(DATUM, entry.row().datum()));
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
    if (result.phi() != null) {
      sentences.add(
          "Asked about is not the loss but "
              + result.phi()
              + ": data called helpful lower it, data called harmful raise it, and loss is its value.");
    }
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

  private static String query(InfluenceResult.Query query, Views views) {
    String seen = views.html(Views.name(QUERY, query.query()));
    String words =
        "query "
            + query.query()
            + (query.datum() == null ? "" : " (datum " + query.datum() + ")")
            + (isText(seen) || query.label() == null ? "" : ", " + query.label())
            + ", loss "
            + Numbers.significant(query.loss(), 3);
    return "<div class=\"query\">\n<h3>"
        + seen
        + "<span>"
        + Markup.escape(words)
        + "</span></h3>\n"
        + side("helpful", query.helpful(), views)
        + side("harmful", query.harmful(), views)
        + "</div>\n";
  }

  /** Then its label says the same. */
  private static boolean isText(String seen) {
    return seen.startsWith("<code");
  }

  private static String side(String name, List<InfluenceResult.Row> rows, Views views) {
    if (rows.isEmpty()) {
      return "<h4>" + name + ": none stands out</h4>\n";
    }
    StringBuilder list = new StringBuilder("<h4>" + name + "</h4>\n<ul class=\"data\">\n");
    for (InfluenceResult.Row row : rows) {
      String seen = views.html(Views.name(DATUM, row.datum()));
      String label = isText(seen) || row.label() == null ? "" : ", " + row.label();
      list.append("<li class=\"").append(name).append("\">");
      list.append(seen);
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

  private static Content.Facts facts(InfluenceResult result) {
    Map<String, Object> settings = new TreeMap<>(result.sampler());
    settings.put("nBeta", result.nBeta());
    settings.put("gamma", result.gamma());
    settings.put("chains", result.draws().chains());
    settings.put("draws of a chain", result.draws().perChain());
    settings.put("batches", result.draws().batches());
    settings.put("R-hat of the losses", Numbers.fixed(result.draws().rhat(), 3));
    settings.put("ESS of the losses", Numbers.fixed(result.draws().ess(), 0));
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("target", result.target());
    about.put("step", result.step());
    about.put("data", result.n());
    about.put("queries", result.queries() + " of " + result.queryData());
    about.put("parameters", result.parameters());
    return Content.Facts.of(about, settings, result.provenance());
  }
}
