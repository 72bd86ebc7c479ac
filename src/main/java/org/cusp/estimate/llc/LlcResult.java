package org.cusp.estimate.llc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.VirialBand;
import org.cusp.diagnostics.WideInterval;
import org.cusp.estimate.EstimateOf;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.PointResult;
import org.cusp.estimate.TwoTemperature;
import org.cusp.estimate.like.LikeResult;
import org.cusp.estimate.like.Recipe;
import org.cusp.exact.ExactFacts;
import org.cusp.format.Json;
import org.cusp.point.PointCheck;
import org.cusp.run.Coordinates;
import org.cusp.run.Draws;
import org.cusp.run.Provenance;
import org.cusp.run.RunPlan;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tuning.Schedule;
import org.cusp.verdict.Verdict;

/**
 * An LLC as it is printed and stored; the components' names are the names in the JSON.
 *
 * @param step of training, for a checkpoint of a run; absent otherwise
 * @param parameters that are free
 * @param restriction which these are; absent where all are
 * @param localisation the units in which it is isotropic, see {@link org.cusp.run.Localisation}
 * @param sampler its name, settings and run lengths
 * @param request the settings that were asked for; null in a file that does not say
 * @param plan what the clock decided, for a replay; absent in a file that does not say
 * @param inputs what it is about, by content; null in a file that does not say
 * @param doubtful of a doubtful LLC: where it may lie, with what has not mixed; absent otherwise
 * @param lambda what may be compared to an exact coefficient, see {@link Lambda}; null where it is
 *     not known
 * @param others what the same draws say beside the LLC; null where no chain completed
 * @param virial the virial identity by scales, {@link org.cusp.diagnostics.VirialBand}; absent
 *     without gradients on all data
 * @param stepSizes the LLC at the two step sizes that it was extrapolated from
 * @param point what is known of w*
 * @param exact the global learning coefficient where it is known
 * @param like what a published recipe gives at the same gamma and nBeta, where one was asked for
 * @param also what was asked for beside it ({@link DrawEstimators}), by name; absent where nothing
 *     was
 */
public record LlcResult(
    String command,
    String target,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long step,
    int n,
    int parameters,
    @JsonInclude(JsonInclude.Include.NON_NULL) RestrictionFacts restriction,
    double nBeta,
    double gamma,
    String localisation,
    Map<String, Object> sampler,
    @MayBeNull Map<String, Object> request,
    @JsonInclude(JsonInclude.Include.NON_NULL) Schedule plan,
    Estimate llc,
    @JsonInclude(JsonInclude.Include.NON_NULL) WideInterval doubtful,
    @MayBeNull Coefficient lambda,
    double lossAtCheckpoint,
    Verdict verdict,
    @MayBeNull Others others,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Scale> virial,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<AtStep> stepSizes,
    @JsonInclude(JsonInclude.Include.NON_NULL) Point point,
    @MayBeNull ExactFacts exact,
    @JsonInclude(JsonInclude.Include.NON_NULL) LikeResult like,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, List<NamedEstimate>> also,
    double seconds,
    long gradientEvaluations,
    @MayBeNull Inputs inputs,
    Provenance provenance)
    implements PointResult {
  public LlcResult {
    if (!(sampler.get(STEP_SIZE) instanceof Number)) {
      throw new InvalidInput("the field sampler." + STEP_SIZE + " must be a number");
    }
  }

  private static final String STEP_SIZE = "stepSize";

  /**
   * LLC + correction, and the log log term where the multiplicity is known to be above 1.
   *
   * @param held nats above that the localisation may keep from it
   * @param way how it was found, see {@link Lambda.Way}; null in a file that does not say
   * @param correction nats above the LLC: from w* to the local minimum, or half of what the luck of
   *     the data takes away
   * @param correctionSe what is uncertain of that beside the sampling
   * @param temperatures see {@link Lambda#of(List)}; null where the draws are those of the LLC
   *     alone
   */
  public record Coefficient(
      double value,
      double se,
      double[] ci95,
      double held,
      @MayBeNull Lambda.Way way,
      double correction,
      double correctionSe,
      @JsonInclude(JsonInclude.Include.NON_NULL) @MayBeNull Lambda.Temperatures temperatures) {
    /**
     * @param llc whose interval may be wider than its error says; then so is this one
     */
    static Coefficient of(Lambda lambda, Llc llc, ExactFacts exact) {
      int multiplicity = exact == null ? 1 : exact.multiplicity();
      double[] ci95 = lambda.ci95(multiplicity);
      Estimate found = lambda.with(multiplicity);
      return new Coefficient(
          found.value(),
          found.se(),
          llc.doubtful().map(wide -> wider(ci95, wide, llc.estimate())).orElse(ci95),
          lambda.above().held(),
          lambda.way(),
          lambda.correction(),
          lambda.correctionError(),
          lambda.temperatures().seen().isEmpty() ? null : lambda.temperatures());
    }

    /** Of the draws whose value it is, where the LLC is at this one. */
    public double at(double ofLlc) {
      return temperatures == null ? ofLlc : temperatures.nBeta();
    }

    /** With what an interval of the LLC has beyond value -+ 1.96 se. */
    static double[] wider(double[] ci95, WideInterval wide, Estimate llc) {
      return new double[] {
        ci95[0] - Math.max(0, llc.ci95()[0] - wide.low()),
        ci95[1] + Math.max(0, wide.high() - llc.ci95()[1])
      };
    }
  }

  /** Other estimators and slopes; null what minibatch energies would bias. */
  public record Others(
      @MayBeNull @Estimate.Short Estimate heatCapacity,
      @MayBeNull @Estimate.Short Estimate twoTemperature,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Estimate.Short Estimate controlled,
      @Estimate.Short Estimate slopeInLogGamma,
      @MayBeNull @Estimate.Short Estimate slopeInLogNBeta) {
    public static Others of(Companions companions) {
      return new Others(
          companions.heatCapacity().orElse(null),
          companions.twoTemperature().map(TwoTemperature::estimate).orElse(null),
          companions.controlled().orElse(null),
          companions.slopeInLogGamma(),
          companions.slopeInLogNBeta().orElse(null));
    }
  }

  /**
   * One scale of the virial identity.
   *
   * @param scale in words
   * @param off mean of x' B grad U - tr B; 0 where chains have settled
   */
  public record Scale(String scale, int directions, double off, double se) {
    static Scale of(VirialBand band) {
      Estimate mean = band.mean();
      return new Scale(band.scale(), band.directions(), mean.value(), mean.se());
    }
  }

  /** The LLC at one step size. */
  public record AtStep(double stepSize, @JsonUnwrapped @Estimate.Short Estimate llc) {
    public static AtStep of(StepExtrapolation.At at) {
      return new AtStep(at.stepSize(), at.llc());
    }
  }

  /** w* by the gradients around it; see {@link PointCheck}. */
  public record Point(
      double smallestEigenvalue,
      double largestEigenvalue,
      double gradientNorm,
      double gradientGain,
      double curvatureGain,
      @Estimate.Short Estimate laplaceLlc,
      long gradients) {
    public static Point of(PointCheck check) {
      return new Point(
          check.smallest().value(),
          check.largest().value(),
          check.gradientNorm(),
          check.gradientGain(),
          check.curvatureGain(),
          check.laplaceLlc(),
          check.gradients());
    }
  }

  /**
   * What a result is about.
   *
   * @param step of training; null where the parameter is no checkpoint of a run
   */
  public record About(Target target, Long step, Inputs inputs, Provenance provenance) {}

  /**
   * The result of these draws.
   *
   * @param like what a recipe gives; null where none was asked for
   */
  public static LlcResult of(
      About about, LlcEstimator.Outcome outcome, LlcSpec settings, LikeResult like) {
    Target target = about.target();
    ExactFacts exact = target.exact().map(rlct -> ExactFacts.of(target.name(), rlct)).orElse(null);
    Draws draws = outcome.draws();
    Llc llc = outcome.llc();
    return new LlcResult(
        "llc",
        target.name(),
        about.step(),
        draws.posterior().count(),
        draws.posterior().size(),
        target.coordinates().selection().map(RestrictionFacts::of).orElse(null),
        draws.posterior().nBeta(),
        draws.posterior().gamma(),
        target.coordinates().localisation().label(),
        sampler(draws.plan()),
        settings.request(),
        outcome.schedule(),
        llc.estimate(),
        llc.doubtful().orElse(null),
        llc.lambda().map(found -> Coefficient.of(found, llc, exact)).orElse(null),
        draws.lossAtCentre(),
        llc.verdict(),
        llc.companions().map(Others::of).orElse(null),
        draws.virial().isEmpty() ? null : draws.virial().stream().map(Scale::of).toList(),
        llc.extrapolation()
            .map(two -> List.of(AtStep.of(two.coarse()), AtStep.of(two.fine())))
            .orElse(null),
        llc.point().map(Point::of).orElse(null),
        exact,
        like,
        outcome.beside().isEmpty() ? null : outcome.beside(),
        draws.seconds(),
        draws.gradientEvaluations(),
        about.inputs(),
        about.provenance());
  }

  /** Whether what is asked for of a recipe is here too. */
  public boolean isLike(Optional<Recipe> asked) {
    return asked.isEmpty() || like != null && like.name().equals(asked.get().name());
  }

  @Override
  public List<EstimateOf> estimates() {
    String at = step == null ? "" : "step " + step;
    List<EstimateOf> all = new ArrayList<>();
    all.add(new EstimateOf(target, at, "LLC", llc, interval(), verdict.status()));
    if (lambda != null) {
      Estimate estimate = new Estimate(lambda.value(), lambda.se());
      all.add(new EstimateOf(target, at, "lambda", estimate, lambda.ci95(), verdict.status()));
    }
    return all;
  }

  /** Where the LLC lies: its 95% interval, of a doubtful one that with what has not mixed. */
  public double[] interval() {
    return doubtful == null ? llc.ci95() : new double[] {doubtful.low(), doubtful.high()};
  }

  /** Whether this is what these settings ask for, of the same inputs in the same coordinates. */
  public boolean answers(LlcSpec settings, Inputs asking, Coordinates coordinates) {
    return asking.equals(inputs)
        && isIn(coordinates)
        && request != null
        && Json.text(settings.request()).equals(Json.text(new TreeMap<>(request)));
  }

  /** Whether all of these were estimated too. */
  public boolean holds(List<DrawEstimator> asked) {
    return asked.stream().allMatch(one -> also != null && also.containsKey(one.name()));
  }

  /** What of the question is not that of this result, in a word; empty where all is. */
  public Optional<String> otherThan(Inputs asking, Coordinates coordinates) {
    if (inputs == null) {
      return Optional.of("inputs");
    }
    if (!inputs.data().equals(asking.data())) {
      return Optional.of("data");
    }
    if (!inputs.model().equals(asking.model())) {
      return Optional.of("model");
    }
    if (!inputs.weights().equals(asking.weights())) {
      return Optional.of("weights");
    }
    return isIn(coordinates)
        ? Optional.empty()
        : Optional.of("parameters (--only, --mask) or units");
  }

  /** Equal sets of free parameters are equal, whatever chose them. */
  private boolean isIn(Coordinates coordinates) {
    String asked = coordinates.selection().map(s -> s.restriction().digest()).orElse(null);
    String stored = restriction == null ? null : restriction.digest();
    return Objects.equals(asked, stored) && coordinates.localisation().label().equals(localisation);
  }

  private static Map<String, Object> sampler(RunPlan plan) {
    Map<String, Object> facts = new TreeMap<>(plan.sampler().settings());
    facts.put("name", plan.sampler().name());
    facts.put("chains", plan.chains());
    facts.put("burnIn", plan.burnIn());
    facts.put("draws", plan.draws());
    facts.put("thin", plan.thin());
    facts.put("batch", plan.batch());
    facts.put("gradient", plan.gradient().name());
    facts.put("seed", plan.seed());
    return facts;
  }
}
