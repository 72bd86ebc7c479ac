package org.cusp.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.search.StepSizeSearch;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;

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
  }

  /** Where a chain is, with what has been computed there. */
  private record Place(double[] w, double[] gradient, double deltaLoss, double squaredDistance) {}

  private static final class BarkerChains implements MetropolisChains<Barker> {
    private final PosteriorPass pass;
    private final NoiseStreams noise;
    private final Slab sizes;
    private final double[] centre;
    private final Place[] places;
    private double width;
    private Optional<Watcher> watcher = Optional.empty();
    private boolean evaluated;

    BarkerChains(double stepSize, PosteriorPass pass, RandomStream[] noise) {
      this.pass = pass;
      this.noise = NoiseStreams.of(pass.w().memory(), noise);
      this.width = Math.sqrt(stepSize);
      this.sizes = pass.w().zerosBeside(pass.chains(), pass.w().columns());
      this.centre = pass.posterior().centre();
      this.places = new Place[pass.chains()];
    }

    @Override
    public void retune(Barker next) {
      width = Math.sqrt(next.stepSize());
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
    public void step(long t, StepInfo info) {
      if (!evaluated) {
        System.arraycopy(here(), 0, places, 0, places.length);
        evaluated = true;
      }
      pass.clock().set(t);
      pass.kernels().normals(sizes, noise, pass.clock());
      for (int chain = 0; chain < places.length; chain++) {
        pass.w().setRow(chain, proposal(chain, t));
      }
      Place[] proposed = here();
      for (int chain = 0; chain < places.length; chain++) {
        double acceptance = acceptance(places[chain], proposed[chain]);
        info.acceptance()[chain] = acceptance;
        if (watcher.isPresent()) {
          watcher.get().proposed(chain, places[chain].w(), acceptance);
        }
        if (noise.of(chain).uniform(t, UNIFORM) < acceptance) {
          places[chain] = proposed[chain];
        } else {
          pass.w().setRow(chain, places[chain].w());
          pass.gradient().setRow(chain, places[chain].gradient());
        }
        info.deltaLoss()[chain] = places[chain].deltaLoss();
      }
    }

    /** As it lies in the pass, rounded to its precision. */
    private Place[] here() {
      double[] deltaLoss = new double[places.length];
      pass.evaluateAll(deltaLoss);
      double[] distance = pass.kernels().squaredDistance(pass.w(), pass.centre());
      Place[] here = new Place[places.length];
      Arrays.setAll(
          here,
          chain ->
              new Place(
                  pass.w().getRow(chain),
                  pass.gradient().getRow(chain),
                  deltaLoss[chain],
                  distance[chain]));
      return here;
    }

    private double[] proposal(int chain, long t) {
      Place from = places[chain];
      double[] w = sizes.getRow(chain);
      for (int i = 0; i < w.length; i++) {
        double z = width * w[i];
        double towards = 1 / (1 + Math.exp(-z * force(from, i)));
        w[i] = from.w()[i] + (noise.of(chain).uniform(t, SIGNS + i) < towards ? z : -z);
      }
      return w;
    }

    private double force(Place at, int i) {
      return -pass.posterior().nBeta() * at.gradient()[i]
          - pass.posterior().gamma() * (at.w()[i] - centre[i]);
    }

    /** 0 where an energy is not finite. */
    private double acceptance(Place from, Place to) {
      double log = energy(from) - energy(to);
      for (int i = 0; i < centre.length; i++) {
        double d = to.w()[i] - from.w()[i];
        log += softPlus(-d * force(from, i)) - softPlus(d * force(to, i));
      }
      return Double.isFinite(log) ? Math.min(1, Math.exp(log)) : 0;
    }

    private double energy(Place at) {
      return pass.posterior().nBeta() * at.deltaLoss()
          + pass.posterior().gamma() / 2 * at.squaredDistance();
    }

    /** log(1 + exp(x)). */
    private static double softPlus(double x) {
      return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public void close() {
      sizes.close();
      noise.close();
    }
  }
}
