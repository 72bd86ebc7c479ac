package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.update.LangevinStep;

/**
 * Stochastic gradient Langevin dynamics:
 *
 * <pre>w &lt;- w - (stepSize/2) (nBeta grad L_B(w) + gamma (w - w*)) + N(0, stepSize)</pre>
 *
 * <p>There is no Metropolis step. On a quadratic loss with full-batch posterior precision A the
 * stationary variance is 1 / (A (1 - stepSize A / 4)), so the step size biases the energy upwards,
 * and the chain diverges at stepSize A = 4; a minibatch adds stepSize^2 nBeta^2 Var(grad L_B) / 4
 * to the variance of a step.
 *
 * <p>Source: M. Welling, Y. W. Teh, "Bayesian learning via stochastic gradient Langevin dynamics",
 * ICML 2011.
 *
 * @param stepSize variance of the noise of one step, positive
 */
public record Sgld(double stepSize) implements StochasticSampler {
  /** Relative bias of the energy in the stiffest direction at the step that is chosen. */
  public static final double BIAS = 0.1;

  /** Without localisation a flat direction has a step all the same. */
  private static final double LEAST_GAMMA = 1e-12;

  public Sgld {
    Check.positive("step", stepSize);
  }

  @Override
  public String name() {
    return "sgld";
  }

  @Override
  public String summary() {
    return "stochastic gradient Langevin dynamics";
  }

  @Override
  public String source() {
    return "Welling and Teh 2011, ICML";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(Setting.step(stepSize, "variance of the noise of a step"));
  }

  @Override
  public Sgld with(Map<String, Double> values) {
    return new Sgld(values.get(Setting.STEP));
  }

  /**
   * The step at which the relative bias of the stiffest direction is near {@link #BIAS}: on a
   * quadratic a quarter of step times precision, times what the noise of batches adds; see {@link
   * Surroundings#noise}.
   */
  @Override
  public double firstStep(Surroundings around) {
    return unbiased(around);
  }

  static double unbiased(Surroundings around) {
    Posterior posterior = around.posterior();
    double precision =
        posterior.nBeta() * around.curvature() + Math.max(posterior.gamma(), LEAST_GAMMA);
    return 4 * BIAS / (precision * around.noise());
  }

  @Override
  public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
    Posterior posterior = pass.posterior();
    LangevinStep step =
        new LangevinStep(stepSize, posterior.nBeta(), posterior.gamma(), noiseScale);
    NoiseStreams streams = NoiseStreams.of(pass.w().memory(), noise);
    Move move =
        Move.of(LangevinStep.UPDATE, step.factors(), pass.w(), pass.gradient(), pass.centre())
            .with(streams, pass.clock());
    return new Steps(pass, () -> pass.kernels().update(move), List.of(move, streams));
  }
}
