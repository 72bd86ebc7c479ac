package org.cusp.cli.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.llc.Effort;
import org.cusp.estimate.llc.LlcCurve;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.LlcScan;
import org.cusp.estimate.llc.StepFit;
import org.cusp.tuning.WarmUpFacts;

/**
 * What {@code cusp calibrate} found; the components' names are the names in the JSON.
 *
 * @param step of training, for a checkpoint of a run
 * @param choice which sampler, and why
 * @param point what kind of point w* is, in sentences
 * @param warmUp null for samplers on batches
 * @param figures the files written; absent where no folder was given
 * @param estimate the run that {@code llc} would make
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Calibration(
    String command,
    String target,
    Long step,
    Gradient gradient,
    Choice choice,
    List<String> point,
    WarmUp warmUp,
    Precision precision,
    LlcResult estimate,
    Curve gammas,
    Curve nBetas,
    Steps steps,
    StepMap map,
    List<String> figures) {

  /** The LLC, then that at other settings. */
  public List<EstimateOf> estimates() {
    List<EstimateOf> all = new ArrayList<>(estimate.estimates());
    scan("gamma", gammas).forEach(all::add);
    scan("nBeta", nBetas).forEach(all::add);
    if (steps != null) {
      steps.measured().forEach(one -> all.add(at("step", one)));
    }
    return all;
  }

  private Stream<EstimateOf> scan(String setting, Curve curve) {
    return curve == null ? Stream.empty() : curve.measured().stream().map(one -> at(setting, one));
  }

  private EstimateOf at(String setting, EstimateAt one) {
    String at = setting + " = " + one.at();
    return new EstimateOf(target, at, "LLC", one.estimate(), one.status());
  }

  /** What a gradient costs, in seconds, and the largest eigenvalue of the Hessian at w*. */
  record Gradient(
      double allDataSeconds,
      double batchSeconds,
      int batch,
      double curvature,
      double nBetaCurvature,
      double gamma) {}

  /** A sampler. */
  public record Choice(String sampler, int chains, List<String> reasons) {}

  /** What the warm-up found. */
  public record WarmUp(
      double stepSize, int leapfrogs, int transitions, double seconds, double acceptance) {
    static WarmUp of(WarmUpFacts facts, double acceptance) {
      return new WarmUp(
          facts.stepSize(), facts.leapfrogs(), facts.transitions(), facts.seconds(), acceptance);
    }
  }

  /** What the precision takes; null where no number of draws is enough. */
  public record Precision(
      double asked,
      double reached,
      boolean isReached,
      @JsonInclude(JsonInclude.Include.ALWAYS) Double draws,
      @JsonInclude(JsonInclude.Include.ALWAYS) Double seconds) {
    static Precision of(Effort effort) {
      return new Precision(
          effort.precision(),
          effort.reached(),
          effort.factor() <= 1,
          finite(Math.ceil(effort.draws())),
          finite(effort.seconds()));
    }

    private static Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }
  }

  /** The LLC reweighted from the draws at another value of the setting. */
  public record Reweighted(double at, @JsonUnwrapped @Estimate.Short Estimate llc, double share) {
    static Reweighted of(LlcCurve.Point point) {
      return new Reweighted(point.at(), point.llc(), point.weightShare());
    }
  }

  /** The LLC over gamma or nBeta. */
  public record Curve(List<EstimateAt> measured, List<Reweighted> reweighted) {
    static Curve of(List<EstimateAt> rows, Optional<LlcCurve> curve) {
      return new Curve(
          rows, curve.stream().flatMap(c -> c.points().stream()).map(Reweighted::of).toList());
    }
  }

  /** The LLC over the step size of a sampler on batches; the fit is null where there is none. */
  public record Steps(
      String sampler,
      List<EstimateAt> measured,
      @JsonInclude(JsonInclude.Include.ALWAYS) StepFit atZero) {}

  /** The LLC over step size and nBeta. */
  public record StepMap(String sampler, List<LlcScan.Cell> cells) {}
}
