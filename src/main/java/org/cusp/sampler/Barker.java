package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.state.State;
import org.cusp.tensor.Copy;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.update.Operation;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * The Barker proposal on the posterior over all data. Each coordinate takes a step of random size
 * whose sign leans towards the force:
 *
 * <pre>
 * w'_i = w_i + b_i z_i,  z_i ~ N(0, stepSize),
 * b_i = 1 with probability 1 / (1 + exp(-z_i f_i(w))), else -1,
 * f = -grad U,  U = nBeta L_n(w) + (gamma/2) |w - w*|^2
 * </pre>
 *
 * and w' is accepted, with d = w' - w, with probability
 *
 * <pre>min(1, exp(U(w) - U(w')) prod_i (1 + exp(-d_i f_i(w))) / (1 + exp(d_i f_i(w'))))</pre>
 *
 * A step is never longer than its noise, however large the gradient, so that a step size too large
 * for the stiffest directions costs acceptance but does not throw the chain away as MALA's does.
 * With stepSize |f|^2 small the drift is MALA's, (stepSize/2) f.
 *
 * <p>Sources: S. Livingstone, G. Zanella, "The Barker proposal: combining robustness and efficiency
 * in gradient-based MCMC", JRSSB 84 (2022) 496-523, arXiv:1908.11812; the acceptance aimed at: J.
 * Vogrinc, S. Livingstone, G. Zanella, "Optimal design of the Barker proposal and other locally
 * balanced Metropolis-Hastings algorithms", Biometrika 110 (2023) 579-595, arXiv:2201.01123.
 *
 * @param stepSize variance of the noise of a proposal, positive
 */
public record Barker(double stepSize) implements ExactSampler<Barker> {
  /** Mean acceptance aimed at. */
  public static final double ACCEPTANCE = 0.574;

  /** Beyond the numbers that any proposal uses. */
  private static final long UNIFORM = 0xFFFFFFFFL;

  /** Where the numbers of the signs begin: the noise of the sizes ends before. */
  private static final long SIGNS = 0x80000000L;

  public Barker {
    Check.positive("step", stepSize);
  }

  @Override
  public String name() {
    return "barker";
  }

  @Override
  public String summary() {
    return "Barker proposal: steps of random size whose signs lean towards the force";
  }

  @Override
  public String source() {
    return "Livingstone and Zanella 2022, JRSSB 84:496, arXiv:1908.11812";
  }

  @Override
  public List<Setting> parameters() {
    return List.of(Setting.step(stepSize, "variance of the noise of a proposal"));
  }

  @Override
  public Barker with(Map<String, Double> values) {
    return new Barker(values.get(Setting.STEP));
  }

  /** The variance of the stiffest direction. */
  @Override
  public double firstStep(Surroundings around) {
    return 1 / around.stiffest();
  }

  @Override
  public Barker proposal() {
    return this;
  }

  @Override
  public Barker carriedOver(double scale, double[][] positions, Surroundings around) {
    return new Barker(scale * scale * stepSize);
  }

  @Override
  public Adaptation<Barker> adaptation(Set<String> given, Surroundings around) {
    return given.contains(Setting.STEP)
        ? Adaptation.none(this)
        : new Search(new StepSizeSearch(Math.sqrt(firstStep(around)), ACCEPTANCE));
  }

  @Override
  public MetropolisChains<Barker> start(PosteriorPass pass, RandomStream[] noise) {
    return new BarkerChains(stepSize, pass, noise);
  }

  /** For the standard deviation of a proposal's noise. */
  private record Search(StepSizeSearch widths) implements Adaptation<Barker> {
    private static Barker at(double width) {
      return new Barker(width * width);
    }

    @Override
    public Barker next() {
      return at(widths.current());
    }

    @Override
    public void learn(double acceptance, double[][] positions) {
      widths.learn(acceptance);
    }

    @Override
    public void endWindow() {
      // The search goes on through all windows.
    }

    @Override
    public double[] mustAgree() {
      return new double[] {Math.log(widths.settled())};
    }

    @Override
    public Barker settled() {
      return at(widths.settled());
    }

    @Override
    public void state(State at) {
      widths.state(at);
    }
  }

  /**
   * Operands w, sizes, w and gradient before, w* in double; factors: width, -nBeta, gamma. In
   * double: what is proposed is rounded once.
   */
  private static final Update PROPOSE = propose();

  /**
   * Adds the logarithm of the ratio of the proposals' densities. Operands w before, w, gradient
   * before, gradient, w* in double; factors as in {@link #PROPOSE}.
   */
  private static final Update RATIO = ratio();

  /** Operands: log ratio, loss differences and squared distances before and after. */
  private static final Update ENERGIES =
      Update.named("barker-energies").set(0, energy(1, 2).minus(energy(3, 4)));

  /** Operands: acceptance, whether it was refused, log ratio, then what is kept or replaced. */
  private static final Update DECIDE =
      Update.named("barker-decision")
          .set(
              0,
              Term.value(2)
                  .of(Operation.FINITE)
                  .choose(
                      Term.constant(1).of(Operation.LEAST, Term.value(2).of(Operation.EXP)),
                      Term.constant(0)))
          .set(
              1,
              new Term.Uniform(UNIFORM)
                  .less(Term.value(0))
                  .choose(Term.constant(0), Term.constant(1)))
          .set(3, Term.value(1).choose(Term.value(3), Term.value(5)))
          .set(4, Term.value(1).choose(Term.value(4), Term.value(6)));

  /** Of operands gradient and w, with w* the fifth. */
  private static Term force(int gradient, int w) {
    return Term.factor(1)
        .times(Term.value(gradient))
        .minus(Term.factor(2).times(Term.value(w).minus(Term.value(4))));
  }

  private static Update propose() {
    Term z = Term.factor(0).times(Term.value(1));
    Term towards =
        Term.constant(1)
            .over(
                Term.constant(1)
                    .plus(z.of(Operation.NEGATIVE).times(force(3, 2)).of(Operation.EXP)));
    return Update.named("barker-proposal")
        .set(
            0,
            Term.value(2)
                .plus(new Term.Uniform(SIGNS).less(towards).choose(z, z.of(Operation.NEGATIVE))))
        .inDouble();
  }

  private static Update ratio() {
    Term d = Term.value(1).minus(Term.value(0));
    return Update.named("barker-ratio")
        .with(
            new Update.Sum.Added(
                softPlus(d.of(Operation.NEGATIVE).times(force(2, 0)))
                    .minus(softPlus(d.times(force(3, 1))))))
        .inDouble();
  }

  /** log(1 + exp(x)). */
  private static Term softPlus(Term x) {
    return x.of(Operation.MOST, Term.constant(0))
        .plus(
            x.of(Operation.ABSOLUTE).of(Operation.NEGATIVE).of(Operation.EXP).of(Operation.LOG1P));
  }

  /** nBeta times a loss difference + gamma / 2 times a squared distance. */
  private static Term energy(int deltaLoss, int distance) {
    return Term.factor(0)
        .times(Term.value(deltaLoss))
        .plus(Term.factor(1).times(Term.value(distance)));
  }

  private static final class BarkerChains implements MetropolisChains<Barker> {
    private final PosteriorPass pass;
    private final NoiseStreams noise;
    private final Slab sizes;
    private final Slab w;
    private final Slab gradient;
    private final Slab centre;
    private final Slab squaredDistance;
    private final Slab proposedDistance;
    private final Slab logRatio;
    private final Slab refused;
    private final StepInfo info;
    private final Copy keptPosition;
    private final Copy keptGradient;
    private final Copy evaluatedLoss;
    private final Move propose;
    private final Move ratio;
    private final Move energies;
    private final Move decide;
    private final StepLoop loop;
    private Optional<Watcher> watcher = Optional.empty();
    private boolean evaluated;

    BarkerChains(double stepSize, PosteriorPass pass, RandomStream[] noise) {
      this.pass = pass;
      this.noise = NoiseStreams.of(pass.w().memory(), noise);
      this.sizes = beside();
      this.w = beside();
      this.gradient = beside();
      this.centre = Slab.row(pass.w().memory(), Precision.FLOAT64, pass.posterior().centre());
      this.squaredDistance = one();
      this.proposedDistance = one();
      this.logRatio = one();
      this.refused = one();
      this.info = new StepInfo(one(), one());
      this.keptPosition = Copy.of(pass.w(), w);
      this.keptGradient = Copy.of(pass.gradient(), gradient);
      this.evaluatedLoss = Copy.of(pass.deltaLoss(), info.deltaLoss());
      double[] factors = factors(Math.sqrt(stepSize));
      this.propose =
          Move.of(PROPOSE, factors, pass.w(), sizes, w, gradient, centre)
              .with(this.noise, pass.clock());
      this.ratio =
          Move.of(RATIO, factors, w, pass.w(), gradient, pass.gradient(), centre).summing(logRatio);
      this.energies =
          Move.of(
              ENERGIES,
              new double[] {pass.posterior().nBeta(), pass.posterior().gamma() / 2},
              logRatio,
              info.deltaLoss(),
              squaredDistance,
              pass.deltaLoss(),
              proposedDistance);
      this.decide =
          Move.of(
                  DECIDE,
                  new double[0],
                  info.acceptance(),
                  refused,
                  logRatio,
                  info.deltaLoss(),
                  squaredDistance,
                  pass.deltaLoss(),
                  proposedDistance)
              .with(this.noise, pass.clock());
      this.loop = pass.loop(this::transition);
    }

    private Slab beside() {
      return pass.w().zerosBeside(pass.chains(), pass.w().columns());
    }

    private Slab one() {
      return pass.w().doublesBeside(pass.chains(), 1);
    }

    private double[] factors(double width) {
      return new double[] {width, -pass.posterior().nBeta(), pass.posterior().gamma()};
    }

    @Override
    public void retune(Barker next) {
      propose.set(factors(Math.sqrt(next.stepSize())));
    }

    @Override
    public void watch(Watcher next) {
      watcher = Optional.of(next);
    }

    @Override
    public void unwatch() {
      watcher = Optional.empty();
    }

    @Override
    public StepInfo step(long t) {
      if (!evaluated) {
        pass.evaluateAll();
        pass.kernels().squaredDistance(pass.w(), pass.centre(), squaredDistance);
        evaluatedLoss.run(pass.kernels());
        evaluated = true;
      }
      pass.clock().set(t);
      loop.run();
      watcher.ifPresent(this::show);
      return info;
    }

    private void transition() {
      Kernels kernels = pass.kernels();
      keptPosition.run(kernels);
      keptGradient.run(kernels);
      kernels.normals(sizes, noise, pass.clock());
      kernels.update(propose);
      pass.evaluateAll();
      kernels.squaredDistance(pass.w(), pass.centre(), proposedDistance);
      kernels.update(energies);
      kernels.update(ratio);
      kernels.update(decide);
      kernels.select(refused, w, pass.w());
      kernels.select(refused, gradient, pass.gradient());
    }

    private void show(Watcher to) {
      double[] acceptance = info.acceptance().values();
      for (int chain = 0; chain < acceptance.length; chain++) {
        to.proposed(chain, w.getRow(chain), acceptance[chain]);
      }
    }

    @Override
    public void state(State at) {
      evaluated = at.flag("evaluated", evaluated);
      if (evaluated) {
        pass.gradient().state(at.in("gradient"));
        squaredDistance.state(at.in("squaredDistance"));
        info.deltaLoss().state(at.in("deltaLoss"));
      }
    }

    @Override
    public void close() {
      List.of(propose, ratio, energies, decide).forEach(Move::close);
      noise.close();
      List.of(sizes, w, gradient, centre, squaredDistance, proposedDistance, logRatio, refused)
          .forEach(Slab::close);
      info.deltaLoss().close();
      info.acceptance().close();
    }
  }
}
