package org.cusp.estimate.predictive;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.posterior.Posterior;
import org.cusp.run.Provenance;
import org.cusp.run.RunPlan;
import org.cusp.run.Target;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.Verdict;

/**
 * The posterior predictive and its calibration as they are printed and stored; the components'
 * names are the names in the JSON.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param llc of the same draws
 * @param draws that the predictive is over
 * @param results on the data, then on those beside
 * @param files written; absent where none were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PredictiveResult(
    String command,
    String target,
    Long step,
    int n,
    int parameters,
    double nBeta,
    double gamma,
    Map<String, Object> sampler,
    Estimate llc,
    Drawn draws,
    List<OnData> results,
    Verdict verdict,
    List<String> files,
    double seconds,
    Inputs inputs,
    Provenance provenance)
    implements PointResult {
  /**
   * The draws behind it.
   *
   * @param count of all chains
   * @param rhat of the mean losses
   * @param ess of theirs
   * @param batches from which the errors come
   * @param batchLength in draws
   */
  public record Drawn(
      int chains, long count, double rhat, double ess, int batches, int batchLength) {}

  /**
   * On one data set.
   *
   * @param data train, or test
   * @param items data, or positions of all sequences
   * @param kind of what is predicted
   * @param gibbs the mean loss of a draw: the predictive's is never larger
   * @param measures of the predictive and of w* alone
   * @param eceByChance the calibration error that calibrated forecasts would be found to have with
   *     so few data; absent of a density
   * @param bins of the predictive
   * @param binsAtCentre of w* alone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OnData(
      String data,
      String name,
      int items,
      String kind,
      @Estimate.WithInterval Estimate gibbs,
      List<Measure> measures,
      Double eceByChance,
      List<Bin> bins,
      List<Bin> binsAtCentre) {}

  /**
   * A score.
   *
   * @param predictive its error is what so many draws leave
   * @param dataSe what so few items leave; absent where it is not known
   * @param atCentre of w* alone
   * @param difference of the predictive to w*; negative where it is better, but for accuracy
   * @param differenceDataSe what so few items leave of it; absent where it is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Measure(
      String name,
      @Estimate.WithInterval Estimate predictive,
      Double dataSe,
      double atCentre,
      @Estimate.WithInterval Estimate difference,
      Double differenceDataSe) {}

  /**
   * A bin of a reliability diagram.
   *
   * @param confidence mean confidence of its items; of values the level up to which targets are
   *     counted
   * @param right their share that is right; of values the share of all targets up to the level
   * @param se of it, by so many items
   */
  public record Bin(int count, double confidence, double right, double se) {}

  /**
   * What it is about.
   *
   * @param files written
   */
  public record About(
      Target target, Long step, List<String> files, Inputs inputs, Provenance provenance) {}

  public static PredictiveResult of(About about, PredictiveEstimator.Outcome outcome) {
    Posterior posterior = outcome.llc().draws().posterior();
    RunPlan plan = outcome.llc().draws().plan();
    Map<String, Object> sampler = new TreeMap<>(plan.sampler().settings());
    sampler.put("name", plan.sampler().name());
    sampler.put("burnIn", plan.burnIn());
    InfluenceEvidence evidence = outcome.evidence();
    List<OnData> results = new ArrayList<>();
    results.add(on("train", outcome.own()));
    outcome.other().ifPresent(other -> results.add(on("test", other)));
    return new PredictiveResult(
        "predictive",
        about.target().name(),
        about.step(),
        posterior.n(),
        posterior.size(),
        posterior.nBeta(),
        posterior.gamma(),
        sampler,
        outcome.llc().llc().estimate(),
        new Drawn(
            evidence.draws().complete(),
            outcome.own().draws(),
            evidence.draws().rhat(),
            evidence.draws().ess(),
            evidence.batches().count(),
            evidence.batches().length()),
        results,
        outcome.verdict(),
        about.files().isEmpty() ? null : about.files(),
        outcome.llc().draws().seconds(),
        about.inputs(),
        about.provenance());
  }

  private static OnData on(String role, Predicted found) {
    Scores scores = found.ofDraws();
    List<Measure> measures = new ArrayList<>();
    measures.add(mean("negative log-likelihood", found, Scores::log, Scores::perItem));
    boolean isDensity = found.forecast().kind() == Forecast.Kind.DENSITY;
    if (!isDensity) {
      boolean isOfValues = found.forecast().kind() == Forecast.Kind.VALUES;
      measures.add(
          mean(isOfValues ? "squared error" : "Brier", found, Scores::square, Scores::squares));
      measures.add(measure("calibration error (ECE)", found, Scores::ece, null, null));
      if (!isOfValues) {
        measures.add(accuracy(found));
      }
    }
    return new OnData(
        role,
        found.forecast().data().name(),
        found.forecast().items(),
        found.forecast().kind().name().toLowerCase(Locale.ROOT),
        new Estimate(scores.gibbs(), found.se(Scores::gibbs)),
        measures,
        isDensity ? null : (Double) scores.eceByChance(),
        bins(scores),
        bins(found.atCentre()));
  }

  private static Measure accuracy(Predicted found) {
    double a = found.ofDraws().accuracy();
    double se = Math.sqrt(a * (1 - a) / found.forecast().items());
    return measure("accuracy", found, Scores::accuracy, se, null);
  }

  private static Measure mean(
      String name,
      Predicted found,
      ToDoubleFunction<Scores> score,
      Function<Scores, double[]> perItem) {
    double[] own = perItem.apply(found.ofDraws());
    double[] there = perItem.apply(found.atCentre());
    return measure(
        name, found, score, Predicted.ofItems(own), (Double) Predicted.ofItems(own, there));
  }

  private static Measure measure(
      String name,
      Predicted found,
      ToDoubleFunction<Scores> score,
      Double dataSe,
      Double differenceDataSe) {
    double value = score.applyAsDouble(found.ofDraws());
    double there = score.applyAsDouble(found.atCentre());
    double se = found.se(score);
    return new Measure(
        name,
        new Estimate(value, se),
        dataSe,
        there,
        new Estimate(value - there, se),
        differenceDataSe);
  }

  private static List<Bin> bins(Scores scores) {
    Scores.Bins bins = scores.bins();
    double all = Arrays.stream(bins.count()).sum();
    boolean isOfLevels = Double.isNaN(scores.accuracy());
    return IntStream.range(0, bins.count().length)
        .filter(i -> isOfLevels || bins.count()[i] > 0)
        .mapToObj(
            i -> {
              double right = bins.right()[i];
              double of = isOfLevels ? all : bins.count()[i];
              return new Bin(
                  (int) bins.count()[i],
                  bins.confidence()[i],
                  right,
                  Math.sqrt(right * (1 - right) / of));
            })
        .toList();
  }

  /** The LLC, then every score and difference. */
  @Override
  public List<EstimateOf> estimates() {
    String at = step == null ? "" : "step " + step;
    List<EstimateOf> all = new ArrayList<>();
    all.add(new EstimateOf(target, at, "LLC", llc, verdict.status()));
    for (OnData one : results) {
      for (Measure measure : one.measures()) {
        String name = measure.name() + ", " + one.data();
        all.add(new EstimateOf(target, at, name, measure.predictive(), verdict.status()));
        all.add(
            new EstimateOf(
                target, at, name + ", less that of w*", measure.difference(), verdict.status()));
      }
    }
    return all;
  }
}
