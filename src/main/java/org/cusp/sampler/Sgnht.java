package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.RefreshStep;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * The stochastic gradient Nosé-Hoover thermostat: {@link Sghmc} whose friction adapts, one number z
 * for each chain, until the velocity has the temperature that it should have, whatever the gradient
 * noise puts in. With T = |u|^2 / (P stepSize) the measured temperature, one step is
 *
 * <pre>
 * u &lt;- u - stepSize (nBeta grad L_B(w) + gamma (w - w*)),  u = 0 before the first step
 * w &lt;- w + u/2
 * z &lt;- z + (response/2) (T - 1),  z = friction before the first step
 * u &lt;- exp(-z) u + N(0, stepSize (friction/z) (1 - exp(-2 z)))
 * z &lt;- z + (response/2) (T - 1)
 * w &lt;- w + u/2
 * </pre>
 *
 * which is the symmetric splitting BADODAB of Leimkuhler and Shang (Ding et al. use Euler's rule)
 * with the two half forces of neighbouring steps taken as one.
 *
 * <p>In continuous time and without gradient noise z is N(friction, response/P), independent of w.
 * Gradient noise that is the same in all directions raises z and leaves w's law alone. Noise that
 * differs between directions is removed on average over them only: a single thermostat cannot do
 * more, and the energy stays biased.
 *
 * <p>The step size means what it does in SGHMC. With z standing still, as for many parameters, a
 * direction of a quadratic with full batch has the variance 1/A at every stable step size. For few
 * parameters z wanders by sqrt(response/P), and the law of w is changed by terms of order response;
 * these have no closed form here. Gradient noise of variance Var(g) in every direction puts S =
 * stepSize nBeta^2 Var(g) into T at each step; z then settles where the mean over directions of
 *
 * <pre>
 * friction/z + 2 S coth(z) / (4 - stepSize A)
 * </pre>
 *
 * the mean of T before and after friction, is 1, and a direction has the variance
 *
 * <pre>
 * (1/A) (friction/z + S coth(z/2) / (4 - stepSize A))
 * </pre>
 *
 * which for directions alike is (1/A) (1 - S tanh(z/2) / (4 - stepSize A)).
 *
 * <p>Sources: N. Ding, Y. Fang, R. Babbush, C. Chen, R. D. Skeel, H. Neven, "Bayesian sampling
 * using stochastic gradient thermostats", NIPS 2014; B. Leimkuhler, X. Shang, "Adaptive thermostats
 * for noisy gradient systems", SIAM Journal on Scientific Computing 38, 2016, DOI
 * 10.1137/15M102318X.
 *
 * @param stepSize stationary variance of u, positive
 * @param friction that balances the injected noise alone, per step, positive
 * @param response of z to the temperature, per step, positive
 */
public record Sgnht(double stepSize, double friction, double response)
    implements StochasticSampler {
  private static final String RESPONSE = "response";

  /** Operands: thermostat, squares of the velocity; factors: half the response, 1/temperature. */
  private static final Update ADAPT =
      Update.named("adapt-friction")
          .set(
              0,
              Term.value(0)
                  .plus(
                      Term.factor(0)
                          .times(Term.value(1).times(Term.factor(1)).minus(Term.constant(1)))));

  /** friction^2 / 2 at the default friction: the thermostat is critically damped. */
  public static final double DEFAULT_RESPONSE = 0.005;

  public Sgnht {
    Check.positive("step", stepSize);
    Check.positive("friction", friction);
    Check.positive("response", response);
  }

  /** With the default friction and response. */
  public Sgnht(double stepSize) {
    this(stepSize, Sghmc.DEFAULT_FRICTION, DEFAULT_RESPONSE);
  }

  @Override
  public String name() {
    return "sgnht";
  }

  @Override
  public String summary() {
    return "sghmc whose friction adapts to the noise of the gradient, split as BADODAB";
  }

  @Override
  public String source() {
    return "Ding et al. 2014, NIPS; Leimkuhler and Shang 2016, doi:10.1137/15M102318X";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(
        Setting.step(stepSize, "stationary variance of the velocity"),
        Setting.fixed(Sghmc.FRICTION, friction, "per step, that balances the injected noise alone"),
        Setting.fixed(RESPONSE, response, "of the friction to the temperature, per step"));
  }

  /** Friction/2 of the steps of overdamped dynamics. */
  @Override
  public double relaxation(double precision) {
    return friction / (stepSize * precision);
  }

  @Override
  public Sgnht with(Map<String, Double> values) {
    return new Sgnht(values.get(Setting.STEP), values.get(Sghmc.FRICTION), values.get(RESPONSE));
  }

  /** That of {@link Sghmc}. */
  @Override
  public double firstStep(Surroundings around) {
    return 1 / around.stiffest();
  }

  @Override
  public Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale) {
    Posterior posterior = pass.posterior();
    Slab velocity = pass.w().zerosBeside(pass.chains(), pass.w().columns());
    Slab squares = pass.w().doublesBeside(pass.chains(), 1);
    Slab thermostat = pass.w().doublesBeside(pass.chains(), 1);
    for (int chain = 0; chain < pass.chains(); chain++) {
      thermostat.setRow(chain, new double[] {friction});
    }
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
        Move.perChain(RefreshStep.UPDATE, new double[2], pass.w(), velocity)
            .with(streams, pass.clock())
            .summing(squares);
    Move adapt =
        Move.of(
            ADAPT,
            new double[] {response / 2, 1 / (stepSize * velocity.columns())},
            thermostat,
            squares);
    Move retune =
        Move.of(
            RefreshStep.FROM_FRICTION,
            new double[] {stepSize * friction, noiseScale},
            MatrixStack.of(thermostat, 0, 1, 1),
            refresh.factor(0),
            refresh.factor(1));
    List<Move> moves = List.of(kick, adapt, retune, refresh, adapt);
    return new Steps(
        pass,
        () -> moves.forEach(pass.kernels()::update),
        List.of(kick, refresh, adapt, retune, streams, velocity, squares, thermostat));
  }
}
