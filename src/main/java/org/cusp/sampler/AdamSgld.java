package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepsMade;
import org.cusp.tensor.update.AdamLangevinStep;
import org.cusp.tensor.update.RmsPropLangevinStep;

/**
 * {@link RmsPropSgld} that drifts along a running mean of the gradient:
 *
 * <pre>
 * m &lt;- beta1 m + (1 - beta1) g,  m = 0 before the first step
 * v and e as in RMSProp-SGLD
 * w &lt;- w - (e/2) (nBeta m / (1 - beta1^k) + gamma (w - w*)) + N(0, e)
 * </pre>
 *
 * <p>The mean lags behind the noise, which costs accuracy. With e held still, write a = e gamma/2
 * and f = e nBeta h/2 on a quadratic of curvature h, b = beta1; then with full batch
 *
 * <pre>
 * Var(w) = e (1 - b^2 + 2 b f + a b (1 + b))
 *          / ((a + f) (1 - b (1 - a)) (2 (1 + b) - a (1 + b) - f (1 - b)))
 * </pre>
 *
 * from the linear recursion for (w, m). At b = 0 this is the law of SGLD; at small e and gamma = 0
 * it is (1/A) (1 + (e A/4) (1 + b)/(1 - b)): 19 times the step-size bias of SGLD at b = 0.9. What
 * is said there of beta2 holds here too.
 *
 * <p>Source: R. Hitchcock, J. Hoogland, "From global to local: a scalable benchmark for local
 * posterior sampling", 2025, arXiv:2507.21449.
 *
 * @param stepSize variance of the noise where sqrt(v) + stabiliser is 1; positive
 * @param beta1 decay of the mean of the gradient, in [0, 1)
 * @param beta2 decay of the mean of its square, in [0, 1)
 * @param stabiliser bounds e at stepSize / stabiliser; positive, in nats per datum and unit of w
 */
public record AdamSgld(double stepSize, double beta1, double beta2, double stabiliser)
    implements StochasticSampler {
  private static final String BETA1 = "beta1";

  /** Ten steps of memory. */
  public static final double DEFAULT_BETA1 = 0.9;

  public AdamSgld {
    Check.positive("step", stepSize);
    Check.inRange("beta1", beta1, 0.0, Math.nextDown(1.0));
    Check.inRange("beta2", beta2, 0.0, Math.nextDown(1.0));
    Check.positive("stabiliser", stabiliser);
  }

  /** With the default decays and stabiliser. */
  public AdamSgld(double stepSize) {
    this(stepSize, DEFAULT_BETA1, RmsPropSgld.DEFAULT_BETA2, RmsPropSgld.DEFAULT_STABILISER);
  }

  @Override
  public String name() {
    return "adam-sgld";
  }

  @Override
  public String summary() {
    return "rmsprop-sgld along a running mean of the gradient";
  }

  @Override
  public String source() {
    return "Hitchcock and Hoogland 2025, arXiv:2507.21449";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "variance of the noise where sqrt(v) + stabiliser is 1"),
        Setting.fixed(BETA1, beta1, "decay of the mean of gradients, in [0, 1)"),
        Setting.fixed(
            RmsPropSgld.BETA2, beta2, "decay of the mean of squared gradients, in [0, 1)"),
        Setting.fixed(
            RmsPropSgld.STABILISER,
            stabiliser,
            "bounds a step at step / stabiliser; nats per datum and unit of w"));
  }

  @Override
  public AdamSgld with(Map<String, Double> values) {
    return new AdamSgld(
        values.get(Setting.STEP),
        values.get(BETA1),
        values.get(RmsPropSgld.BETA2),
        values.get(RmsPropSgld.STABILISER));
  }

  /** That of {@link RmsPropSgld}. */
  @Override
  public double firstStep(Surroundings around) {
    return new RmsPropSgld(stepSize, beta2, stabiliser).firstStep(around);
  }

  @Override
  public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
    RmsPropLangevinStep inner =
        new RmsPropSgld(stepSize, beta2, stabiliser).first(pass.posterior(), noiseScale);
    Slab first = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    Slab second = RmsPropSgld.initialSecond(pass);
    NoiseStreams streams = NoiseStreams.of(pass.w().memory(), noise);
    Move move =
        Move.of(
                AdamLangevinStep.UPDATE,
                new AdamLangevinStep(inner, beta1).factors(),
                pass.w(),
                pass.gradient(),
                pass.centre(),
                second,
                first)
            .with(streams, pass.clock());
    StepsMade made = new StepsMade(pass.w());
    Move ofMean =
        made.correction(
            beta1, inner.langevin().gradientFactor(), move.factor(AdamLangevinStep.MEAN_GRADIENT));
    Move ofSquares = made.correction(beta2, 1, move.factor(RmsPropLangevinStep.SECOND_CORRECTION));
    List<Move> moves = List.of(made.oneMore(), ofMean, ofSquares, move);
    return new Steps(
        pass,
        () -> moves.forEach(pass.kernels()::update),
        List.of(ofMean, ofSquares, move, made, streams, first, second));
  }
}
