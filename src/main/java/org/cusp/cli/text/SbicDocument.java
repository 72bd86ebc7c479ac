package org.cusp.cli.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.estimate.EstimateOf;
import org.cusp.exact.Rlct;
import org.cusp.run.Provenance;
import org.cusp.select.ChoiceCounts;
import org.cusp.select.ModelChoice;
import org.cusp.select.ModelFamily;
import org.cusp.select.SelectionProblem;
import org.cusp.select.WbicSampling;

/**
 * What {@code cusp sbic} found; the components' names are the names in the JSON.
 *
 * @param size what is chosen: rank or components
 * @param truth the true size, of a problem
 * @param coefficients of every model where the truth is in it or in a smaller one
 * @param status of the coefficients: exact, or upper-bound if one of them is
 * @param chosen size by criterion
 * @param prior of the WBIC
 * @param cautions about the fits and the WBIC; null where nothing is to be said of either
 * @param repeated how often each criterion chose each size, where more data were drawn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SbicDocument(
    String command,
    String target,
    String family,
    String meaning,
    String size,
    int n,
    Integer truth,
    String quantity,
    List<ModelChoice.Row> models,
    Map<String, Integer> chosen,
    List<Coefficient> coefficients,
    String status,
    String source,
    String prior,
    List<String> cautions,
    Repeated repeated,
    double seconds,
    Provenance provenance) {
  private static final String QUANTITY =
      "approximate log marginal likelihood, nats; the largest is chosen";

  /** lambda and m of the model of a size, where the truth has another. */
  record Coefficient(int size, int truth, String lambda, double lambdaValue, int multiplicity) {}

  /** Counts over data sets; the truth is the same in all. */
  record Repeated(int dataSets, List<Integer> sizes, List<Found> criteria) {}

  /** What one criterion chose: the counts of the sizes, and the share that is right. */
  record Found(String criterion, List<Integer> counts, double found, double se) {}

  /**
   * What was asked.
   *
   * @param problem where the truth is known
   * @param cautions about the data
   */
  public record Question(
      String target,
      ModelFamily family,
      Optional<SelectionProblem> problem,
      List<String> cautions) {}

  /**
   * What was found.
   *
   * @param counts over data sets, where there are several
   * @param wbic how it was sampled, where it was
   */
  public record Answer(
      ModelChoice choice, Optional<ChoiceCounts> counts, Optional<WbicSampling> wbic) {}

  public static SbicDocument of(
      Question asked, Answer found, double seconds, Provenance provenance) {
    ModelFamily family = asked.family();
    ModelChoice choice = found.choice();
    Optional<WbicSampling> wbic = found.wbic();
    Map<String, Integer> chosen = new LinkedHashMap<>();
    for (ModelChoice.Criterion criterion : choice.criteria()) {
      chosen.put(criterion.label(), choice.chosen(criterion));
    }
    List<Rlct> all = new ArrayList<>();
    List<Coefficient> coefficients = new ArrayList<>();
    for (int size : family.sizes()) {
      for (int truth = family.smallest(); truth <= size; truth++) {
        Rlct rlct = family.coefficient(size, truth);
        all.add(rlct);
        coefficients.add(
            new Coefficient(
                size, truth, rlct.lambdaText(), rlct.lambdaValue(), rlct.multiplicity()));
      }
    }
    Rlct worst = all.stream().filter(rlct -> !rlct.isExact()).findFirst().orElse(all.get(0));
    return new SbicDocument(
        "sbic",
        asked.target(),
        family.name(),
        family.meaning(),
        family.size(),
        choice.n(),
        asked.problem().map(SelectionProblem::truth).orElse(null),
        QUANTITY,
        choice.rows(),
        chosen,
        coefficients,
        worst.status().label(),
        worst.source(),
        wbic.map(WbicSampling::prior).orElse(null),
        joined(asked.cautions(), wbic.map(sampling -> sampling.cautions(family, choice))),
        found.counts().map(SbicDocument::repeated).orElse(null),
        seconds,
        provenance);
  }

  private static List<String> joined(List<String> fits, Optional<List<String>> wbic) {
    List<String> all = new ArrayList<>(fits);
    wbic.ifPresent(all::addAll);
    return all.isEmpty() && wbic.isEmpty() ? null : all;
  }

  private static Repeated repeated(ChoiceCounts counts) {
    List<Found> criteria =
        counts.counts().entrySet().stream()
            .map(
                entry -> {
                  double found = counts.found(entry.getKey());
                  return new Found(
                      entry.getKey().label(), entry.getValue(), found, counts.standardError(found));
                })
            .toList();
    return new Repeated(counts.repeats(), counts.sizes(), criteria);
  }

  /** The WBIC of each size, where it was asked for. */
  public List<EstimateOf> estimates() {
    return models.stream()
        .filter(row -> row.wbic() != null)
        .map(row -> new EstimateOf(target, size + " " + row.size(), "WBIC", row.wbic(), null))
        .toList();
  }

  /** The same for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("%s: n = %d", target, n));
    lines.addAll(Paragraph.lines("models:", 14, meaning));
    lines.addAll(Paragraph.lines("coefficients:", 14, status + " (" + source + ")"));
    lines.addAll(Paragraph.lines("criteria:", 14, quantity));
    if (prior != null) {
      lines.addAll(Paragraph.lines("WBIC:", 14, "with its sign changed; prior " + prior));
    }
    if (cautions != null) {
      cautions.forEach(caution -> lines.addAll(Paragraph.lines("caution:", 14, caution)));
    }
    lines.add("");
    lines.add(
        line(
            "%10s %9s %14s %13s  %13s  %11s%s",
            size,
            "dimension",
            "log-likelihood",
            "BIC",
            "sBIC",
            "probability",
            prior == null ? "" : line(" %13s    +-", "-WBIC")));
    for (ModelChoice.Row row : models) {
      lines.add(
          line(
              "%10d %9d %14.3f%s%s %11.3g%s",
              row.size(),
              row.dimension(),
              row.logLikelihood(),
              marked(row, ModelChoice.Criterion.BIC),
              marked(row, ModelChoice.Criterion.SBIC),
              row.probability(),
              row.wbic() == null
                  ? ""
                  : marked(row, ModelChoice.Criterion.WBIC) + line(" %5.2g", row.wbic().se())));
    }
    lines.add("");
    String choices =
        chosen.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String known = truth == null ? "" : "; true " + size + ": " + truth;
    lines.add("* chosen " + size + ": " + choices + known);
    if (repeated != null) {
      lines.add("");
      lines.addAll(repeatedLines());
    }
    return lines;
  }

  private String marked(ModelChoice.Row row, ModelChoice.Criterion criterion) {
    String mark = chosen.get(criterion.label()) == row.size() ? "*" : " ";
    return line(" %13.3f", criterion.of(row)) + mark;
  }

  private List<String> repeatedLines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("chosen %s in %d data sets", size, repeated.dataSets()));
    String head = repeated.sizes().stream().map(s -> line("%6d", s)).collect(Collectors.joining());
    lines.add(line("%10s %s    true %s found", "", head, size));
    for (Found found : repeated.criteria()) {
      String counts =
          found.counts().stream().map(c -> line("%6d", c)).collect(Collectors.joining());
      lines.add(
          line(
              "%10s %s    %.1f%% +- %.1f%%",
              found.criterion(), counts, 100 * found.found(), 100 * found.se()));
    }
    return lines;
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments).stripTrailing();
  }
}
