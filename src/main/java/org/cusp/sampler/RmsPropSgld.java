package org.cusp.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepsMade;
import org.cusp.tensor.update.LangevinStep;
import org.cusp.tensor.update.RmsPropLangevinStep;

/**
 * Stochastic gradient Langevin dynamics with a step size for each parameter, from a running mean of
 * the squared gradient:
 *
 * <pre>
 * v &lt;- beta2 v + (1 - beta2) g^2,  v = 1 before the first step
 * e  = stepSize / (sqrt(v / (1 - beta2^k)) + stabiliser),  k the steps made, this one included
 * w &lt;- w - (e/2) (nBeta g + gamma (w - w*)) + N(0, e)
 * </pre>
 *
 * with g the gradient of the mean loss. Neither nBeta nor the localisation enters v, and the term
 * for the dependence of e on w, Gamma(w) of Li et al., is left out. The running mean starts at 1
 * and is divided all the same, so first steps are small and grow.
 *
 * <p>With e held still, a direction of posterior precision A = nBeta h + gamma has the variance of
 * SGLD with step size e, 1 / (A (1 - e A / 4)). As beta2 approaches 1 the e of a direction settles
 * at stepSize / (sqrt(E g^2) + stabiliser), where on a quadratic with full batch E g^2 is h^2 times
 * that variance. For beta2 further from 1, e follows |w - w*|: e is then smaller where the gradient
 * is larger, which without Gamma(w) puts too much mass there. That error has no closed form here.
 *
 * <p>Sources: R. Hitchcock, J. Hoogland, "From global to local: a scalable benchmark for local
 * posterior sampling", 2025, arXiv:2507.21449, algorithm 3; C. Li, C. Chen, D. Carlson, L. Carin,
 * "Preconditioned stochastic gradient Langevin dynamics for deep neural networks", AAAI 2016,
 * arXiv:1512.07666.
 *
 * @param stepSize variance of the noise where sqrt(v) + stabiliser is 1; positive
 * @param beta2 decay of the running mean, in [0, 1)
 * @param stabiliser bounds e at stepSize / stabiliser; positive, in nats per datum and unit of w
 */
public record RmsPropSgld(double stepSize, double beta2, double stabiliser)
    implements StochasticSampler {
  static final String BETA2 = "beta2";
  static final String STABILISER = "stabiliser";

  /** A hundred steps of memory. */
  public static final double DEFAULT_BETA2 = 0.99;

  /** That of the implementations in use: parameters without gradient take ten times the step. */
  public static final double DEFAULT_STABILISER = 0.1;

  public RmsPropSgld {
    Check.positive("step", stepSize);
    Check.inRange("beta2", beta2, 0.0, Math.nextDown(1.0));
    Check.positive("stabiliser", stabiliser);
  }

  /** With the default decay and stabiliser. */
  public RmsPropSgld(double stepSize) {
    this(stepSize, DEFAULT_BETA2, DEFAULT_STABILISER);
  }

  @Override
  public String name() {
    return "rmsprop-sgld";
  }

  @Override
  public String summary() {
    return "SGLD preconditioned by a running mean of squared gradients";
  }

  @Override
  public String source() {
    return "Hitchcock and Hoogland 2025, arXiv:2507.21449; Li et al. 2016, AAAI";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "variance of the noise where sqrt(v) + stabiliser is 1"),
        Setting.fixed(BETA2, beta2, "decay of the mean of squared gradients, in [0, 1)"),
        Setting.fixed(
            STABILISER,
            stabiliser,
            "bounds a step at step / stabiliser; nats per datum and unit of w"));
  }

  @Override
  public RmsPropSgld with(Map<String, Double> values) {
    return new RmsPropSgld(values.get(Setting.STEP), values.get(BETA2), values.get(STABILISER));
  }

  /** SGLD's in the units of the preconditioner, the size of the gradients of batches at w*. */
  @Override
  public double firstStep(Surroundings around) {
    return Sgld.unbiased(around) * (around.gradientScale().getAsDouble() + stabiliser);
  }

  /** The first step; {@link StepsMade} corrects those after it. */
  RmsPropLangevinStep first(Posterior posterior, double noiseScale) {
    LangevinStep plain =
        new LangevinStep(stepSize, posterior.nBeta(), posterior.gamma(), noiseScale);
    return new RmsPropLangevinStep(plain, beta2, stabiliser, 1);
  }

  /** The running means before the first step: 1 for every parameter of every chain. */
  static Slab initialSecond(PosteriorPass pass) {
    double[] ones = new double[pass.w().columns()];
    Arrays.fill(ones, 1);
    return pass.w().repeatBeside(pass.chains(), ones);
  }

  @Override
  public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
    Slab second = initialSecond(pass);
    NoiseStreams streams = NoiseStreams.of(pass.w().memory(), noise);
    Move move =
        Move.of(
                RmsPropLangevinStep.UPDATE,
                first(pass.posterior(), noiseScale).factors(),
                pass.w(),
                pass.gradient(),
                pass.centre(),
                second)
            .with(streams, pass.clock());
    StepsMade made = new StepsMade(pass.w());
    Move correction = made.correction(beta2, 1, move.factor(RmsPropLangevinStep.SECOND_CORRECTION));
    List<Move> moves = List.of(made.oneMore(), correction, move);
    return new Steps(
        pass,
        () -> moves.forEach(pass.kernels()::update),
        List.of(correction, made, move, streams, second));
  }
}
