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
 * {@link Sghmc} whose mass is the precision M of a Gaussian reference, so that all directions that
 * it knows are alike: v ~ N(0, M^-1), and with x = w - w* a step of time e is
 *
 * <pre>
 * v &lt;- v - e M^-1 (nBeta grad L_B(w) + gamma x)
 * x &lt;- x + v e/2
 * v &lt;- c v + sqrt(1 - c^2) N(0, M^-1),  c = exp(-friction)
 * x &lt;- x + v e/2
 * </pre>
 *
 * <p>On a quadratic of precision A with all data the law is exact, whatever M is, while e^2 times
 * the largest eigenvalue of M^-1 A stays below 4. What is not quadratic, and at a fixed friction
 * the noise of batches, add a bias that falls as e^2, which is the step size, so that two of them
 * measure it.
 *
 * <p>Sources: T. Chen, E. B. Fox, C. Guestrin, ICML 2014, arXiv:1402.4102; B. Leimkuhler, C.
 * Matthews, 2013, DOI 10.1093/amrx/abs010, for the splitting; M. Girolami, B. Calderhead, "Riemann
 * manifold Langevin and Hamiltonian Monte Carlo methods", J. R. Statist. Soc. B 73 (2011) 123-214,
 * for a mass that is the curvature, here the same everywhere.
 *
 * @param stepSize e^2, the square of the time between two kicks; positive
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
    return "sghmc whose mass is the precision of a Gaussian with the posterior's stiff directions";
  }

  @Override
  public String source() {
    return "Chen, Fox and Guestrin 2014, arXiv:1402.4102; Leimkuhler and Matthews 2013; Girolami and Calderhead 2011";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "square of the time between two kicks, in units of the reference"),
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

  /**
   * What a kick adds to v'Mv, e^2 times the noise, friction takes away at the rate 2 friction; and
   * half of a temperature is energy.
   */
  @Override
  public double stepOfHeat(double heat, double noise) {
    return 4 * friction * heat / noise;
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
    double time = Math.sqrt(stepSize);
    double keep = Math.exp(-friction);
    double spread = noiseScale * Math.sqrt(-Math.expm1(-2 * friction));
    Rotation.Kick kick = rotation.kick();
    kick.set(pass.posterior().nBeta(), time);
    return new Steps(
        pass,
        () -> {
          rotation.placed();
          kick.run();
          rotation.pull(time);
          rotation.drift(time / 2);
          rotation.mixVelocity(keep, spread, streams);
          rotation.drift(time / 2);
        },
        List.of(rotation, streams));
  }
}
