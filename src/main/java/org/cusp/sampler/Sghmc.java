package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.RefreshStep;

/**
 * Stochastic gradient Hamiltonian Monte Carlo: underdamped Langevin dynamics whose friction takes
 * out what the noise puts in, without a Metropolis step. Chen et al. discretise by Euler's rule, u
 * &lt;- (1 - friction) u - stepSize G + N(0, 2 friction stepSize), w &lt;- w + u. Here the same
 * equation is split symmetrically, force - drift - friction and noise - drift - force (BAOAB), with
 * friction and noise solved exactly and the two half forces of neighbouring steps, which share a
 * gradient, taken as one:
 *
 * <pre>
 * u &lt;- u - stepSize (nBeta grad L_B(w) + gamma (w - w*)),  u = 0 before the first step
 * w &lt;- w + u/2
 * u &lt;- c u + N(0, stepSize (1 - c^2)),  c = exp(-friction)
 * w &lt;- w + u/2
 * </pre>
 *
 * <p>The step size is the square of the time step at unit mass. It compares with that of SGLD: at c
 * = 0 the drift is SGLD's, -(stepSize/2) A (w - w*), and the noise of neighbouring steps, each (N_k
 * + N_k+1) sqrt(stepSize)/2, adds up to SGLD's. With friction less than that, slow directions are
 * explored faster, by (1 + c)/(1 - c), about 2/friction.
 *
 * <p>On a quadratic with full batch, a direction of posterior precision A has exactly the variance
 * 1/A at every stable step size, stepSize A &lt; 4: there is no step-size bias. Gradient noise of
 * variance Var(g), independent of w, adds
 *
 * <pre>
 * stepSize nBeta^2 Var(g) / (A (4 - stepSize A)) (1 + c)/(1 - c)
 * </pre>
 *
 * which is what it adds to SGLD times the gain in speed. (Both from the linear recursion for the
 * covariance of (w, u).)
 *
 * <p>Sources: T. Chen, E. B. Fox, C. Guestrin, "Stochastic gradient Hamiltonian Monte Carlo", ICML
 * 2014, arXiv:1402.4102, without its estimate of the gradient noise; the splitting is that of B.
 * Leimkuhler, C. Matthews, "Rational construction of stochastic numerical methods for molecular
 * sampling", Applied Mathematics Research eXpress, 2013, DOI 10.1093/amrx/abs010.
 *
 * @param stepSize stationary variance of u, positive
 * @param friction per step, positive: 2 friction stepSize is about the variance of the noise
 */
public record Sghmc(double stepSize, double friction) implements StochasticSampler {
  static final String FRICTION = "friction";

  /** A velocity lives for ten steps. */
  public static final double DEFAULT_FRICTION = 0.1;

  public Sghmc {
    Check.positive("step", stepSize);
    Check.positive("friction", friction);
  }

  /** With the default friction. */
  public Sghmc(double stepSize) {
    this(stepSize, DEFAULT_FRICTION);
  }

  @Override
  public String name() {
    return "sghmc";
  }

  @Override
  public String summary() {
    return "underdamped Langevin dynamics, split as BAOAB";
  }

  @Override
  public String source() {
    return "Chen, Fox and Guestrin 2014, arXiv:1402.4102; Leimkuhler and Matthews 2013, doi:10.1093/amrx/abs010";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "stationary variance of the velocity"),
        Setting.fixed(FRICTION, friction, "per step; a velocity lives for 1/friction of them"));
  }

  /** Friction/2 of the steps of overdamped dynamics. */
  @Override
  public double relaxation(double precision) {
    return friction / (stepSize * precision);
  }

  @Override
  public Sghmc with(Map<String, Double> values) {
    return new Sghmc(values.get(Setting.STEP), values.get(FRICTION));
  }

  /** A quarter of the largest stable one: the splitting has no step-size bias on a quadratic. */
  @Override
  public double firstStep(Surroundings around) {
    return 1 / around.stiffest();
  }

  @Override
  public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
    Posterior posterior = pass.posterior();
    Slab velocity = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    Slab squares = pass.w().doublesBeside(pass.chains(), 1);
    NoiseStreams streams = NoiseStreams.of(pass.w().memory(), noise);
    Move kick =
        Move.of(
                KickStep.UPDATE,
                new KickStep(stepSize, posterior.nBeta(), posterior.gamma()).factors(),
                pass.w(),
                pass.gradient(),
                pass.centre(),
                velocity)
            .summing(squares);
    Move refresh =
        Move.of(
                RefreshStep.UPDATE,
                RefreshStep.exact(stepSize, friction, friction, noiseScale).factors(),
                pass.w(),
                velocity)
            .with(streams, pass.clock())
            .summing(squares);
    List<Move> moves = List.of(kick, refresh);
    return new Steps(
        pass,
        () -> moves.forEach(pass.kernels()::update),
        List.of(kick, refresh, streams, squares, velocity));
  }
}
