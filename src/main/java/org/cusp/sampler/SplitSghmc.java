package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.tensor.NoiseStreams;

/**
 * {@link Sghmc} about a Gaussian reference of precision M: what is Gaussian flows exactly and so
 * does the Ornstein-Uhlenbeck process of the velocities, v ~ N(0, M^-1); batches kick by the rest
 * alone. With x = w - w* and R as in {@link SplitHmc}, a step of angle e is
 *
 * <pre>
 * v &lt;- v - e M^-1 grad R_B(x),   grad R_B = nBeta grad L_B - (M - gamma) x
 * x, v &lt;- x cos(e/2) + v sin(e/2), v cos(e/2) - x sin(e/2)
 * v &lt;- c v + sqrt(1 - c^2) N(0, M^-1),  c = exp(-friction)
 * x, v &lt;- x cos(e/2) + v sin(e/2), v cos(e/2) - x sin(e/2)
 * </pre>
 *
 * <p>Where M is the posterior's own precision nothing kicks on all data, and the law is exact at
 * every step. Elsewhere the bias of the splitting and, at a fixed friction, that of the noise of
 * batches fall as e^2, which is the step size, so that two of them measure it.
 *
 * <p>Sources: A. Beskos, F. J. Pinski, J. M. Sanz-Serna, A. M. Stuart, Stochastic Processes and
 * their Applications 121 (2011) 2201-2230, for the rotation; T. Chen, E. B. Fox, C. Guestrin, ICML
 * 2014, arXiv:1402.4102, for batches; M. Ottobre, N. S. Pillai, F. J. Pinski, A. M. Stuart, "A
 * function space HMC algorithm with second order Langevin diffusion limit", Bernoulli 22 (2016)
 * 60-106, for the Ornstein-Uhlenbeck part.
 *
 * @param stepSize e^2, the square of the angle between two kicks, in radians; positive
 * @param friction per step, positive
 * @param reference M; without one the localisation alone
 */
public record SplitSghmc(double stepSize, double friction, Optional<GaussianReference> reference)
    implements StochasticSampler {
  private static final double LEAST_STEP = 1e-9;

  /**
   * Seven kicks to a radian. With a friction of 0.1 larger ones are no faster: a velocity lives for
   * ten steps and turns by more than half a radian in them, while what batches add grows as e^2.
   */
  private static final double STEP = 0.02;

  public SplitSghmc {
    Check.positive("step", stepSize);
    Check.positive("friction", friction);
  }

  /** Without a reference yet, with the friction of {@link Sghmc}. */
  public SplitSghmc(double stepSize) {
    this(stepSize, Sghmc.DEFAULT_FRICTION, Optional.empty());
  }

  @Override
  public String name() {
    return "split-sghmc";
  }

  @Override
  public String summary() {
    return "sghmc about a Gaussian with the posterior's stiff directions";
  }

  @Override
  public String source() {
    return "Beskos et al. 2011, SPA 121; Chen et al. 2014, arXiv:1402.4102; Ottobre et al. 2016";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "square of the angle between two kicks, in radians"),
        Setting.fixed(
            Sghmc.FRICTION, friction, "per step: a velocity lives for 1/friction of them"));
  }

  @Override
  public SortedMap<String, Object> settings() {
    SortedMap<String, Object> settings = StochasticSampler.super.settings();
    reference.ifPresent(found -> settings.put("stiffDirections", found.rank()));
    return settings;
  }

  @Override
  public SplitSghmc with(Map<String, Double> values) {
    return new SplitSghmc(values.get(Setting.STEP), values.get(Sghmc.FRICTION), reference);
  }

  @Override
  public boolean takesReference() {
    return true;
  }

  @Override
  public SplitSghmc about(GaussianReference found) {
    return new SplitSghmc(stepSize, friction, Optional.of(found));
  }

  /** About the localisation alone as {@link Sghmc}; else as the noise of batches allows. */
  @Override
  public double firstStep(Surroundings around) {
    double step =
        reference.isPresent() && reference.get().rank() > 0
            ? STEP / around.noise()
            : around.posterior().gamma() / around.stiffest();
    return Math.max(LEAST_STEP, step);
  }

  /** In units of M all directions are alike: underdamped 2/friction steps, else friction/e^2. */
  @Override
  public double relaxation(double precision) {
    return Math.max(2 / friction, friction / stepSize);
  }

  @Override
  public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
    GaussianReference about =
        reference.orElseGet(() -> GaussianReference.isotropic(pass.posterior().gamma()));
    NoiseStreams streams = NoiseStreams.of(pass.w().memory(), noise);
    Rotation rotation = new Rotation(pass, about);
    double angle = Math.sqrt(stepSize);
    double keep = Math.exp(-friction);
    double spread = noiseScale * Math.sqrt(-Math.expm1(-2 * friction));
    Rotation.Kick kick = rotation.kick();
    Rotation.Turn halfTurn = rotation.turn();
    kick.set(pass.posterior().nBeta(), angle);
    halfTurn.set(angle / 2);
    return new Steps(
        pass,
        () -> {
          rotation.placed();
          kick.run();
          halfTurn.run();
          rotation.mixVelocity(keep, spread, streams);
          halfTurn.run();
        },
        List.of(rotation, streams));
  }
}
