package org.cusp.estimate.susceptibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.diagnostics.RankCorrelation;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.influence.DatumWords;
import org.cusp.estimate.influence.Entry;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.estimate.influence.Strongest;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.verdict.Verdict;

/**
 * Susceptibilities as they are printed and stored; the record's names are those in the JSON. A
 * susceptibility is chi_C(z) = -Cov(L_n, l_z - L_n) in nats squared, over draws of the component C.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param shift the data z
 * @param shiftData how many they are
 * @param components in the order in which they were asked for
 * @param files written; absent where none were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SusceptibilityResult(
    String command,
    String target,
    Long step,
    int n,
    int parameters,
    String shift,
    int shiftData,
    List<Component> components,
    Discovered discoveries,
    Spectrum spectrum,
    Verdict verdict,
    List<String> files,
    double seconds,
    Inputs inputs,
    Provenance provenance)
    implements PointResult {
  /**
   * What a component says.
   *
   * @param parameters free
   * @param llc of the component's draws, all else at w*
   * @param shifted chi of the shift as a whole: the mean over its data
   * @param inert Var(L_n): chi of a datum whose loss never changes
   * @param found data that stand out
   * @param control the mean where the loss has no say, nBeta -&gt; 0; absent where there was no
   *     time for it
   * @param likeControl rank correlation of chi over the data with that of the control
   * @param expressed data of negative chi, the surest first
   * @param suppressed of chi above that of an inert datum
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Component(
      String name,
      int parameters,
      double nBeta,
      double gamma,
      Map<String, Object> sampler,
      Estimate llc,
      Estimate shifted,
      double inert,
      int found,
      Estimate control,
      Double likeControl,
      Mixed draws,
      List<Row> expressed,
      List<Row> suppressed,
      Verdict verdict) {}

  /**
   * The draws behind it.
   *
   * @param chains that completed
   * @param perChain draws of each that count
   * @param rhat that 95% of the losses looked at stay below
   * @param ess that 95% of them reach
   */
  public record Mixed(int chains, int perChain, double rhat, double ess, int batches) {}

  /**
   * A datum; see {@link Entry}.
   *
   * @param label what it is, in a word; absent where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      int datum,
      String label,
      double susceptibility,
      double se,
      double correlation,
      double effectiveDraws) {}

  /**
   * The false discovery control over all components and data; see {@link InfluenceResult}.
   *
   * @param expressedFrom standard errors; absent where none stands out
   * @param suppressedFrom likewise
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Discovered(
      double share,
      long entries,
      Double expressedFrom,
      Double suppressedFrom,
      long found,
      long control,
      long controlFound,
      double falseShare,
      double interval95) {}

  /**
   * Singular values of the matrix of chi over its standard errors.
   *
   * @param noise the largest of the same draws where they know nothing of each other
   * @param real how many are above
   * @param loadings of the components in each real pattern
   */
  public record Spectrum(
      double[] singularValues, double noise, int real, List<double[]> loadings) {}

  /**
   * What it is about.
   *
   * @param shift the data z
   * @param top data of either sign that are named
   * @param files written
   */
  public record About(
      Target target,
      Long step,
      DataSet shift,
      int top,
      List<String> files,
      Inputs inputs,
      Provenance provenance) {}

  public static SusceptibilityResult of(
      About about, SusceptibilityEstimator.Outcome outcome, double seconds) {
    List<Component> components =
        IntStream.range(0, outcome.responses().size())
            .mapToObj(i -> component(about, outcome, i))
            .toList();
    return new SusceptibilityResult(
        "susceptibility",
        about.target().name(),
        about.step(),
        about.target().train().n(),
        about.target().model().freeSize(),
        about.shift().name(),
        about.shift().n(),
        components,
        discovered(outcome),
        spectrum(outcome.spectrum()),
        outcome.verdict(),
        about.files().isEmpty() ? null : about.files(),
        seconds,
        about.inputs(),
        about.provenance());
  }

  private static Component component(
      About about, SusceptibilityEstimator.Outcome outcome, int place) {
    SusceptibilityEstimator.Response response = outcome.responses().get(place);
    ComponentAnswer answer = response.answer();
    Strongest strongest = new Strongest(about.top());
    double inert = answer.inert();
    answer.data().stream()
        .filter(it -> it.influence() < 0 || it.influence() > inert)
        .forEach(strongest::offer);
    Thresholds thresholds = outcome.thresholds();
    return new Component(
        response.component(),
        answer.posterior().free(),
        answer.posterior().nBeta(),
        answer.posterior().gamma(),
        answer.posterior().sampler(),
        answer.posterior().llc(),
        estimate(answer.mean()),
        inert,
        (int) answer.data().stream().filter(it -> thresholds.standsOut(it.t())).count(),
        response.control().map(it -> estimate(it.mean())).orElse(null),
        response
            .control()
            .map(it -> finite(RankCorrelation.of(answer.values(), it.values())))
            .orElse(null),
        new Mixed(
            answer.drawn().draws().complete(),
            answer.drawn().perChain(),
            answer.drawn().draws().rhat(),
            answer.drawn().draws().ess(),
            answer.drawn().batches().count()),
        rows(about.shift(), strongest.helpful(thresholds)),
        rows(about.shift(), strongest.harmful(thresholds)),
        outcome.verdicts().get(place));
  }

  private static Estimate estimate(Entry entry) {
    return new Estimate(entry.influence(), entry.se());
  }

  private static List<Row> rows(DataSet shift, List<Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                new Row(
                    entry.datum(),
                    DatumWords.label(shift, entry.datum()),
                    entry.influence(),
                    entry.se(),
                    entry.correlation(),
                    entry.effectiveDraws()))
        .toList();
  }

  private static Discovered discovered(SusceptibilityEstimator.Outcome outcome) {
    return new Discovered(
        outcome.found().share(),
        outcome.found().entries(),
        finite(outcome.thresholds().below()),
        finite(outcome.thresholds().above()),
        outcome.found().discovered(),
        outcome.found().control(),
        outcome.found().ofControl(),
        outcome.found().falseShare(),
        outcome.found().interval());
  }

  private static Spectrum spectrum(ResponseSpectrum found) {
    return new Spectrum(
        found.values(),
        found.edge(),
        found.real(),
        Arrays.asList(Arrays.copyOf(found.components(), found.real())));
  }

  private static Double finite(double x) {
    return Double.isFinite(x) ? x : null;
  }

  /** Of each component the susceptibility to the shift, and its LLC. */
  @Override
  public List<EstimateOf> estimates() {
    String at = step == null ? "" : "step " + step;
    List<EstimateOf> all = new ArrayList<>();
    for (Component one : components) {
      Verdict.Status status = one.verdict().status();
      all.add(new EstimateOf(target, at, "susceptibility of " + one.name(), one.shifted(), status));
      all.add(new EstimateOf(target, at, "LLC of " + one.name(), one.llc(), status));
    }
    return all;
  }
}
