package org.cusp.run.observer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.diagnostics.VirialBand;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.State;
import org.cusp.tensor.Slab;

/**
 * The terms of the virial identity ({@link VirialBand}) of every draw of chains on all data, whose
 * pass has the gradient of L_n where the chain is. The scales are those of a Gaussian reference:
 * what only the localisation holds, and its stiff directions by powers of ten of their precision;
 * one of all directions where there is none.
 */
public final class VirialDraws implements Observer {
  private static final int BLOCK = 1 << 12;
  private static final String OF_ALL = "all directions";
  private static final String OF_THE_LOCALISATION = "directions held by the localisation";

  private final Posterior posterior;
  private final Optional<GaussianReference> reference;
  private final List<String> scales = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final int[] bandOf;
  private final DrawTable kept;

  /** For chains about a reference, or about none. */
  public VirialDraws(Posterior posterior, Optional<GaussianReference> reference, int chains) {
    this.posterior = posterior;
    this.reference = reference.filter(found -> found.rank() > 0);
    int[] powers = this.reference.map(this::powers).orElse(new int[0]);
    scales.add(powers.length == 0 ? OF_ALL : OF_THE_LOCALISATION);
    sizes.add(posterior.size() - powers.length);
    TreeMap<Integer, Integer> bands = new TreeMap<>();
    Arrays.stream(powers).forEach(power -> bands.merge(power, 1, Integer::sum));
    bands.forEach(
        (power, count) -> {
          scales.add(words(power));
          sizes.add(count);
        });
    List<Integer> order = new ArrayList<>(bands.keySet());
    this.bandOf = Arrays.stream(powers).map(power -> 1 + order.indexOf(power)).toArray();
    this.kept = new DrawTable(scales.size(), chains);
  }

  private int[] powers(GaussianReference found) {
    return Arrays.stream(found.stiffness())
        .mapToInt(d -> (int) Math.floor(Math.log10(1 + d / posterior.gamma())))
        .toArray();
  }

  private static String words(int power) {
    return String.format(
        Locale.ROOT,
        "directions %.0f to %.0f times as stiff as the localisation",
        Math.pow(10, power),
        Math.pow(10, power + 1.0));
  }

  @Override
  public void state(State at) {
    kept.state(at);
  }

  @Override
  public Watch watch(PosteriorPass pass, int firstChain) {
    return new Terms(pass, firstChain);
  }

  /**
   * Of the draws {@code from .. to - 1} of these chains.
   *
   * @param chains their numbers
   */
  public List<VirialBand> bands(int[] chains, int from, int to) {
    List<VirialBand> bands = new ArrayList<>();
    for (int band = 0; band < scales.size(); band++) {
      double[][] all = kept.column(band, from, to);
      double[][] terms = Arrays.stream(chains).mapToObj(i -> all[i]).toArray(double[][]::new);
      bands.add(new VirialBand(scales.get(band), sizes.get(band), terms));
    }
    return bands;
  }

  private final class Terms implements Watch {
    private final PosteriorPass pass;
    private final int firstChain;
    private final double[] w = new double[BLOCK];
    private final double[] g = new double[BLOCK];
    private final Optional<Inside> inside;

    Terms(PosteriorPass pass, int firstChain) {
      this.pass = pass;
      this.firstChain = firstChain;
      this.inside = reference.map(found -> new Inside(found, pass));
    }

    @Override
    public void see(Draw draw) {
      double[][] stiff =
          inside.map(Inside::terms).orElseGet(() -> new double[pass.chains()][bandOf.length]);
      for (int chain = 0; chain < pass.chains(); chain++) {
        double[] row = new double[scales.size()];
        row[0] = draw.isRunning(chain) ? whole(chain) : Double.NaN;
        for (int i = 0; i < bandOf.length; i++) {
          row[bandOf[i]] += stiff[chain][i];
          row[0] -= stiff[chain][i];
        }
        for (int band = 0; band < row.length; band++) {
          row[band] -= sizes.get(band);
        }
        kept.put(firstChain + chain, draw.number(), row);
      }
    }

    /** x . grad U over all directions, in double. */
    private double whole(int chain) {
      double[] centre = posterior.centre();
      double sum = 0;
      for (int from = 0; from < centre.length; from += BLOCK) {
        int length = Math.min(BLOCK, centre.length - from);
        pass.w().load(chain, from, w, length);
        pass.gradient().load(chain, from, g, length);
        for (int i = 0; i < length; i++) {
          double x = w[i] - centre[from + i];
          sum += x * (posterior.nBeta() * g[i] + posterior.gamma() * x);
        }
      }
      return sum;
    }

    @Override
    public void close() {
      inside.ifPresent(Inside::close);
    }
  }

  /** The terms of every stiff direction. */
  private final class Inside {
    private final PosteriorPass pass;
    private final GaussianReference.OfPass ofPass;
    private final Slab displacement;
    private final Slab centres;

    Inside(GaussianReference found, PosteriorPass pass) {
      this.pass = pass;
      this.ofPass = found.of(pass.kernels(), pass.w());
      this.displacement = pass.w().zerosBeside(pass.chains(), pass.w().columns());
      this.centres = pass.w().repeatBeside(pass.chains(), posterior.centre());
    }

    double[][] terms() {
      pass.kernels().accumulate(displacement, 0, pass.w(), 1);
      pass.kernels().accumulate(displacement, 1, centres, -1);
      double[][] x = ofPass.inside(displacement);
      double[][] g = ofPass.inside(pass.gradient());
      for (int chain = 0; chain < x.length; chain++) {
        for (int i = 0; i < x[chain].length; i++) {
          double a = x[chain][i];
          x[chain][i] = a * (posterior.nBeta() * g[chain][i] + posterior.gamma() * a);
        }
      }
      return x;
    }

    void close() {
      ofPass.close();
      displacement.close();
      centres.close();
    }
  }
}
