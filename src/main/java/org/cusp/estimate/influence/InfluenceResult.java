package org.cusp.estimate.influence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cusp.contract.MayBeNull;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.run.RunPlan;
import org.cusp.run.Target;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.Verdict;

/**
 * Influences as they are printed and stored; the components' names are the names in the JSON. An
 * influence is BIF = -Cov(l_i, phi) in nats squared, negative where the datum lowers the query's
 * loss.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param queries how many losses were asked about
 * @param queryData their name
 * @param phi what was asked of each query, where it is not its loss: then a datum with a negative
 *     influence lowers it, and "loss" is its value
 * @param llc of the same draws
 * @param draws that the covariances are over
 * @param discoveries which entries stand out
 * @param overall on the mean loss of the queries
 * @param strongest queries on which an entry stands out the most, or those that were asked for
 * @param files written; absent where none were
 * @param request all that was asked for, by name; absent in a file of an earlier version
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InfluenceResult(
    String command,
    String target,
    Long step,
    int n,
    int parameters,
    int queries,
    String queryData,
    String phi,
    double nBeta,
    double gamma,
    Map<String, Object> sampler,
    Estimate llc,
    Drawn draws,
    Discovered discoveries,
    Overall overall,
    List<Query> strongest,
    Verdict verdict,
    List<String> files,
    double seconds,
    @MayBeNull Map<String, Object> request,
    Inputs inputs,
    Provenance provenance)
    implements PointResult {
  /**
   * The draws behind it.
   *
   * @param chains that completed
   * @param perChain draws of each that count
   * @param rhat that 95% of the losses looked at stay below
   * @param ess that 95% of them reach
   * @param batches from which the errors come
   * @param batchLength in draws
   * @param chainsOverBatches variance of a mean from chains over that from batches; absent of one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Drawn(
      int chains,
      int perChain,
      double rhat,
      double ess,
      int batches,
      int batchLength,
      Double chainsOverBatches) {}

  /**
   * The false discovery control.
   *
   * @param share of the discoveries that may be false
   * @param entries tested
   * @param helpfulFrom the least |influence / se| of a discovery that is negative; absent where
   *     there is none
   * @param harmfulFrom of one that is positive
   * @param found discoveries
   * @param control entries between draws that know nothing of each other
   * @param controlFound how many of them pass for discoveries
   * @param falseShare of the discoveries, by the control
   * @param interval95 standard errors within which 95% of such entries are: 1.96 were they normal
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Discovered(
      double share,
      long entries,
      Double helpfulFrom,
      Double harmfulFrom,
      long found,
      long control,
      long controlFound,
      double falseShare,
      double interval95) {}

  /**
   * On the mean loss of the queries.
   *
   * @param found data that stand out
   */
  public record Overall(long found, List<Row> helpful, List<Row> harmful) {}

  /**
   * A query and the data that it owes most to.
   *
   * @param query its number from 0
   * @param datum its number among the data, where it is one
   * @param label what it is, in a word; absent where there is none
   * @param loss at w*, in nats
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Query(
      int query, Integer datum, String label, double loss, List<Row> helpful, List<Row> harmful) {}

  /**
   * A datum and its influence; see {@link Entry}.
   *
   * @param label what it is, in a word; absent where there is none
   * @param leftOut by how much leaving it out changes the expected loss of the query, in nats, to
   *     first order: -(nBeta/n) BIF
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      int datum,
      String label,
      double influence,
      double se,
      double correlation,
      double correlationSe,
      double effectiveDraws,
      double leftOut) {}

  /**
   * What it is about, and how much of it is told.
   *
   * @param queryData the data asked about; the target's own where they are
   * @param told how much of it
   * @param files written
   * @param request all that was asked for, by name
   */
  public record About(
      Target target,
      Long step,
      DataSet queryData,
      Told told,
      List<String> files,
      Map<String, Object> request,
      Inputs inputs,
      Provenance provenance) {}

  /**
   * How much is told.
   *
   * @param queries at most so many
   * @param top data of either sign
   * @param inOrder whether queries are told in their order, not the strongest first
   * @param phi what was asked of each
   */
  public record Told(int queries, int top, boolean inOrder, Phi phi) {}

  public static InfluenceResult of(About about, InfluenceEstimator.Outcome outcome) {
    Tables tables = new Tables(about, outcome);
    RunPlan plan = outcome.llc().draws().plan();
    Map<String, Object> sampler = new TreeMap<>(plan.sampler().settings());
    sampler.put("name", plan.sampler().name());
    sampler.put("burnIn", plan.burnIn());
    return new InfluenceResult(
        "influence",
        about.target().name(),
        about.step(),
        outcome.questions().data(),
        outcome.llc().draws().posterior().size(),
        outcome.questions().queries(),
        about.queryData().name(),
        about.told().phi().isLoss() ? null : about.told().phi().words(),
        tables.nBeta(),
        outcome.llc().draws().posterior().gamma(),
        sampler,
        outcome.llc().llc().estimate(),
        drawn(outcome),
        discovered(outcome),
        tables.overall(),
        tables.strongest(),
        outcome.verdict(),
        about.files().isEmpty() ? null : about.files(),
        outcome.llc().draws().seconds(),
        about.request(),
        about.inputs(),
        about.provenance());
  }

  /**
   * Whether it is what is asked for: the same of the same data, model and weights.
   *
   * @param asked all that is, by name
   */
  public boolean answers(Map<String, Object> asked, Inputs asking) {
    return asking.equals(inputs)
        && request != null
        && Json.text(new TreeMap<>(asked)).equals(Json.text(new TreeMap<>(request)));
  }

  private static Drawn drawn(InfluenceEstimator.Outcome outcome) {
    InfluenceEvidence evidence = outcome.evidence();
    return new Drawn(
        outcome.window().chains().length,
        outcome.window().draws(),
        evidence.draws().rhat(),
        evidence.draws().ess(),
        outcome.batches().count(),
        outcome.batches().length(),
        finite(evidence.batches().disagreement()));
  }

  private static Discovered discovered(InfluenceEstimator.Outcome outcome) {
    InfluenceEvidence.Found found = outcome.evidence().found();
    return new Discovered(
        found.share(),
        found.entries(),
        finite(outcome.found().ofMatrix().thresholds().below()),
        finite(outcome.found().ofMatrix().thresholds().above()),
        found.discovered(),
        found.control(),
        found.ofControl(),
        found.falseShare(),
        outcome.found().interval());
  }

  private static Double finite(double x) {
    return Double.isFinite(x) ? x : null;
  }

  /** The LLC, then every entry that is named. */
  @Override
  public List<EstimateOf> estimates() {
    String at = step == null ? "" : "step " + step;
    List<EstimateOf> all = new ArrayList<>();
    all.add(new EstimateOf(target, at, "LLC", llc, verdict.status()));
    rows(overall.helpful(), overall.harmful(), at, "the mean loss", all);
    strongest.forEach(one -> rows(one.helpful(), one.harmful(), at, "query " + one.query(), all));
    return all;
  }

  private void rows(
      List<Row> helpful, List<Row> harmful, String at, String query, List<EstimateOf> all) {
    for (List<Row> side : List.of(helpful, harmful)) {
      for (Row row : side) {
        String of = "influence of datum " + row.datum() + " on " + query;
        Estimate estimate = new Estimate(row.influence(), row.se());
        all.add(new EstimateOf(target, at, of, estimate, verdict.status()));
      }
    }
  }

  /** The rows that are told. */
  private record Tables(About about, InfluenceEstimator.Outcome outcome) {
    double nBeta() {
      return outcome.llc().draws().posterior().nBeta();
    }

    private int ofExample() {
      return DatumLosses.ofExample(about.target().model());
    }

    Overall overall() {
      InfluenceMatrix.Discoveries found = outcome.found().ofOverall();
      Strongest mean = new Strongest(about.told().top());
      outcome.found().overall().forEach(mean::offer);
      return new Overall(
          found.discovered(),
          rows(mean.helpful(found.thresholds())),
          rows(mean.harmful(found.thresholds())));
    }

    List<Query> strongest() {
      List<Strongest> all = outcome.found().queries();
      Comparator<Integer> order =
          about.told().inOrder()
              ? Comparator.naturalOrder()
              : Comparator.<Integer>comparingDouble(q -> -all.get(q).largest())
                  .thenComparing(Comparator.naturalOrder());
      return IntStream.range(0, all.size())
          .boxed()
          .sorted(order)
          .limit(about.told().queries())
          .map(q -> query(q, all.get(q)))
          .toList();
    }

    private Query query(int number, Strongest strongest) {
      Questions questions = outcome.questions();
      int datum = questions.datumOf()[number];
      Thresholds thresholds = outcome.found().ofMatrix().thresholds();
      int place = questions.ofThemselves() ? number : questions.data() + number;
      return new Query(
          number,
          datum < 0 ? null : (Integer) datum,
          DatumWords.label(about.queryData(), ofExample(), number),
          outcome.atCentre()[place],
          rows(strongest.helpful(thresholds)),
          rows(strongest.harmful(thresholds)));
    }

    private List<Row> rows(List<Entry> entries) {
      double each = nBeta() / outcome.questions().data();
      return entries.stream()
          .map(
              entry ->
                  new Row(
                      entry.datum(),
                      DatumWords.label(about.target().train(), ofExample(), entry.datum()),
                      entry.influence(),
                      entry.se(),
                      entry.correlation(),
                      entry.correlationSe(),
                      entry.effectiveDraws(),
                      -each * entry.influence()))
          .toList();
    }
  }
}
