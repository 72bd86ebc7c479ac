package org.cusp.estimate.covariance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * The covariance of the weights as it is printed and stored; the components' names are the names in
 * the JSON. Variances are in squared units of w.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param parameters that are free
 * @param llc of the same draws
 * @param draws that the covariance is over
 * @param whole of all parameters
 * @param components of each
 * @param between each two of them
 * @param hessian along eigenvectors of the Hessian
 * @param kronecker along the directions of K-FAC's eigenbasis; absent where the network is too
 *     large
 * @param files written; absent where none were
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CovarianceResult(
    String command,
    String target,
    Long step,
    int parameters,
    double nBeta,
    double gamma,
    Map<String, Object> sampler,
    Estimate llc,
    Drawn draws,
    Within whole,
    List<Within> components,
    List<Pair> between,
    List<Direction> hessian,
    List<Direction> kronecker,
    Verdict verdict,
    List<String> files,
    double seconds,
    Inputs inputs,
    Provenance provenance)
    implements PointResult {
  /** Eigenvalues and directions that are told; the files hold all. */
  public static final int TOLD = 16;

  /**
   * The draws behind it.
   *
   * @param count of all chains
   * @param rhat that 95% of the weights looked at stay below
   * @param ess that 95% of them reach
   * @param batches from which the errors come
   * @param batchLength in draws
   * @param spread P over the effective draws: the eigenvalues of a sample whose true ones are all v
   *     lie between v (1 - sqrt(spread))^2 and v (1 + sqrt(spread))^2
   */
  public record Drawn(
      int chains,
      int count,
      double rhat,
      double ess,
      int batches,
      int batchLength,
      double spread) {}

  /**
   * Of a component.
   *
   * @param trace the sum of its variances
   * @param ofPrior that sum over the one of the localisation alone, P / gamma
   * @param effectiveDraws that the trace rests on
   * @param rank how many directions it has, were all of one variance: (tr C)^2 / tr C^2, with tr
   *     C^2 from draws of different chains; absent of one chain, or where that is not positive
   * @param eigenvalues the largest
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Within(
      String name,
      int parameters,
      @Estimate.WithInterval Estimate trace,
      double ofPrior,
      double effectiveDraws,
      Double rank,
      List<Eigenvalue> eigenvalues) {}

  /**
   * An eigenvalue of the sample's covariance.
   *
   * @param effectiveDraws that its error rests on
   * @param heldOut the variance, in half of the chains, along the direction of this rank in the
   *     others; absent of one chain, and beyond the first of them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Eigenvalue(
      @Estimate.Short Estimate value, double effectiveDraws, @Estimate.Short Estimate heldOut) {}

  /**
   * Two components.
   *
   * @param r |C_ab|^2 / (|C_aa| |C_bb|), 0 of such as move independently, 1 where one moves with
   *     the other; unbiased, so it may be negative; absent of one chain
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pair(String a, String b, @Estimate.WithInterval Estimate r) {}

  /**
   * A direction that curvature gives.
   *
   * @param curvature of L_n along it, in nats per datum and squared unit of w
   * @param uncertainty of the curvature; absent where it is not known
   * @param gaussian 1 / (nBeta curvature + gamma); absent where that is not positive
   * @param variance of the draws along it
   * @param ratio of the two, 1 for a posterior that is Gaussian there
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Direction(
      double curvature,
      Double uncertainty,
      Double gaussian,
      @Estimate.Short Estimate variance,
      double effectiveDraws,
      @Estimate.Short Estimate ratio) {}

  /**
   * What it is about.
   *
   * @param files written
   */
  public record About(
      Target target, Long step, List<String> files, Inputs inputs, Provenance provenance) {}

  public static CovarianceResult of(About about, CovarianceEstimator.Outcome outcome) {
    Posterior posterior = outcome.llc().draws().posterior();
    RunPlan plan = outcome.llc().draws().plan();
    Map<String, Object> sampler = new TreeMap<>(plan.sampler().settings());
    sampler.put("name", plan.sampler().name());
    sampler.put("burnIn", plan.burnIn());
    List<Within> within = new ArrayList<>();
    for (int i = 0; i < outcome.within().size(); i++) {
      double square = outcome.between().squares()[i][i];
      within.add(within(outcome.within().get(i), posterior.gamma(), square));
    }
    return new CovarianceResult(
        "covariance",
        about.target().name(),
        about.step(),
        posterior.size(),
        posterior.nBeta(),
        posterior.gamma(),
        sampler,
        outcome.llc().llc().estimate(),
        drawn(outcome, posterior.size()),
        within(outcome.whole(), posterior.gamma(), Double.NaN),
        within,
        pairs(outcome),
        directions(outcome.foreseen().hessian()),
        outcome.foreseen().kronecker().map(CovarianceResult::directions).orElse(null),
        outcome.verdict(),
        about.files().isEmpty() ? null : about.files(),
        outcome.llc().draws().seconds(),
        about.inputs(),
        about.provenance());
  }

  private static Drawn drawn(CovarianceEstimator.Outcome outcome, int parameters) {
    InfluenceEvidence evidence = outcome.evidence();
    return new Drawn(
        evidence.draws().complete(),
        outcome.draws(),
        evidence.draws().rhat(),
        evidence.draws().ess(),
        evidence.batches().count(),
        evidence.batches().length(),
        parameters / evidence.draws().ess());
  }

  private static Within within(CovarianceEstimator.Within one, double gamma, double square) {
    Variances values = one.spectrum().values();
    int told = Math.min(TOLD, values.value().length);
    double trace = one.trace().value();
    return new Within(
        one.component().name(),
        one.component().places().length,
        one.trace(),
        trace * gamma / one.component().places().length,
        one.effectiveDraws(),
        square > 0 ? (Double) (trace * trace / square) : null,
        IntStream.range(0, told)
            .mapToObj(
                i ->
                    new Eigenvalue(
                        estimate(values, i),
                        values.effective()[i],
                        i < one.spectrum().heldOut().value().length
                            ? estimate(one.spectrum().heldOut(), i)
                            : null))
            .toList());
  }

  private static Estimate estimate(Variances values, int i) {
    return new Estimate(values.value()[i], values.se()[i]);
  }

  private static List<Pair> pairs(CovarianceEstimator.Outcome outcome) {
    List<Pair> pairs = new ArrayList<>();
    Between between = outcome.between();
    for (int a = 0; a < between.r().length; a++) {
      for (int b = a + 1; b < between.r().length; b++) {
        double r = between.r()[a][b];
        pairs.add(
            new Pair(
                outcome.within().get(a).component().name(),
                outcome.within().get(b).component().name(),
                Double.isNaN(r) ? null : new Estimate(r, between.se()[a][b])));
      }
    }
    return pairs;
  }

  private static List<Direction> directions(Foreseen.Along along) {
    return IntStream.range(0, along.curvature().length)
        .boxed()
        .sorted((a, b) -> Double.compare(along.curvature()[b], along.curvature()[a]))
        .limit(TOLD)
        .map(i -> direction(along, i))
        .toList();
  }

  private static Direction direction(Foreseen.Along along, int i) {
    double gaussian = along.gaussian()[i];
    Estimate variance = estimate(along.found(), i);
    boolean isKnown = !Double.isNaN(gaussian);
    return new Direction(
        along.curvature()[i],
        along.uncertainty().length == 0 ? null : (Double) along.uncertainty()[i],
        isKnown ? (Double) gaussian : null,
        variance,
        along.found().effective()[i],
        isKnown ? variance.times(1 / gaussian) : null);
  }

  /** The LLC, the traces, eigenvalues of the whole, pairs and directions. */
  @Override
  public List<EstimateOf> estimates() {
    List<EstimateOf> all = new ArrayList<>();
    all.add(named("LLC", llc));
    all.add(named("trace of the covariance", whole.trace()));
    components.forEach(one -> all.add(named("trace of " + one.name(), one.trace())));
    for (int i = 0; i < whole.eigenvalues().size(); i++) {
      all.add(named("eigenvalue " + (i + 1), whole.eigenvalues().get(i).value()));
    }
    between.stream()
        .filter(pair -> pair.r() != null)
        .forEach(pair -> all.add(named("r of " + pair.a() + " and " + pair.b(), pair.r())));
    for (int i = 0; i < hessian.size(); i++) {
      all.add(named("variance along Hessian direction " + (i + 1), hessian.get(i).variance()));
    }
    return all;
  }

  private EstimateOf named(String of, Estimate estimate) {
    return new EstimateOf(
        target, step == null ? "" : "step " + step, of, estimate, verdict.status());
  }
}
