package org.cusp.estimate.susceptibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.contract.MayBeNull;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.diagnostics.RankCorrelation;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.influence.DatumLosses;
import org.cusp.estimate.influence.DatumWords;
import org.cusp.estimate.influence.Entry;
import org.cusp.estimate.influence.InfluenceResult;
import org.cusp.estimate.influence.Strongest;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.verdict.Verdict;

/**
 * Susceptibilities as they are printed and stored; the record's names are those in the JSON. A
 * susceptibility is chi_C(z) = -Cov(phi_C, l_z - L_n) in nats squared.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param form which parameters move: those of each component alone, or all
 * @param shift the data z
 * @param shiftData how many z they are: positions where a datum is a token
 * @param components in the order in which they were asked for
 * @param pattern weights that move components; absent where nobody asked for them
 * @param files written; absent where none were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SusceptibilityResult(
    String command,
    String target,
    Long step,
    int n,
    int parameters,
    String form,
    String shift,
    int shiftData,
    List<Component> components,
    Discovered discoveries,
    Spectrum spectrum,
    @MayBeNull Pattern pattern,
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
   * @param llc nBeta E[phi_C]: the LLC of the component where it alone moves
   * @param shifted chi of the shift as a whole: the mean over its data
   * @param inert Cov(phi_C, L_n): chi of a datum whose loss never changes
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
   * Weights h of data with which the loss is L_n + sum_z h_z (l_z - L_n), see {@link Patterning}.
   *
   * @param real patterns by which they were sought
   * @param size sum of |h|, beside the weight 1 of all data together
   * @param components what they do
   * @param more data of positive weight, the largest first
   * @param less of negative weight
   */
  public record Pattern(
      int real, double size, List<Moved> components, List<Weight> more, List<Weight> less) {}

  /**
   * How far nBeta E[phi_C] moves.
   *
   * @param foreseen by the draws that the weights were made from
   * @param heldOut by draws that they do not know
   */
  public record Moved(
      String name,
      double wanted,
      @Estimate.Short Estimate foreseen,
      @Estimate.WithInterval Estimate heldOut) {}

  /**
   * Of a datum.
   *
   * @param label what it is, in a word; absent where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Weight(int datum, String label, double weight) {}

  /**
   * What it is about.
   *
   * @param form which parameters move
   * @param shift the data z
   * @param top data of either sign that are named
   * @param files written
   */
  public record About(
      Target target,
      Long step,
      Form form,
      DataSet shift,
      int top,
      List<String> files,
      Inputs inputs,
      Provenance provenance) {
    /** What a z is, in a word; null where there is none. */
    private String label(int z) {
      int ofExample = DatumLosses.ofExample(target.model());
      return DatumWords.label(shift, ofExample, z);
    }
  }

  /**
   * As it is told.
   *
   * @param weights that move components; absent where nobody asked for them
   */
  public static SusceptibilityResult of(
      About about,
      SusceptibilityEstimator.Outcome outcome,
      Optional<Patterning> weights,
      double seconds) {
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
        about.form().id(),
        about.shift().name(),
        about.target().model().dataOf(about.shift()),
        components,
        discovered(outcome),
        spectrum(outcome.spectrum()),
        weights.map(found -> pattern(about, outcome, found)).orElse(null),
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
        rows(about, strongest.helpful(thresholds)),
        rows(about, strongest.harmful(thresholds)),
        outcome.verdicts().get(place));
  }

  private static Pattern pattern(
      About about, SusceptibilityEstimator.Outcome outcome, Patterning found) {
    double[] weights = found.weights();
    int[] order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.comparingDouble(z -> -Math.abs(weights[z])))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Moved> moved =
        IntStream.range(0, found.moved().size())
            .mapToObj(
                c ->
                    new Moved(
                        outcome.responses().get(c).component(),
                        found.wanted()[c],
                        found.moved().get(c).foreseen(),
                        found.moved().get(c).heldOut()))
            .toList();
    return new Pattern(
        found.real(),
        Arrays.stream(weights).map(Math::abs).sum(),
        moved,
        weights(about, Arrays.stream(order).filter(z -> weights[z] > 0), weights),
        weights(about, Arrays.stream(order).filter(z -> weights[z] < 0), weights));
  }

  private static List<Weight> weights(About about, IntStream order, double[] weights) {
    return order
        .limit(about.top())
        .mapToObj(z -> new Weight(z, about.label(z), weights[z]))
        .toList();
  }

  private static Estimate estimate(Entry entry) {
    return new Estimate(entry.influence(), entry.se());
  }

  private static List<Row> rows(About about, List<Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                new Row(
                    entry.datum(),
                    about.label(entry.datum()),
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
