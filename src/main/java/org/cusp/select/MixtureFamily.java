package org.cusp.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.Mixture;
import org.cusp.exact.Rlct;
import org.cusp.model.Model;
import org.cusp.problem.Problems;

/**
 * Mixtures of 1, 2, ..., largest Gaussians N(m_j, sigma^2) on the line, sigma known. Where there
 * are more components than in the truth, lambda is the upper bound that Drton and Plummer work with
 * ({@link Mixture}, one parameter for a component, phi = 1), not the coefficient. The likelihood is
 * maximised by EM from several starts: what it finds may be a local maximum.
 *
 * @param largest number of components, at least 1
 * @param seed of the random starts
 */
public record MixtureFamily(int largest, double sigma, long seed) implements ModelFamily {
  static final String NAME = "gaussian-mixture";
  static final int USUAL = 6;
  private static final int MOST = 50;
  private static final long USUAL_SEED = 1;

  /** Nats: of two likelihoods that differ by more, the lower is a local maximum or unsettled. */
  private static final double DIFFERENT = 0.05;

  /** With the usual starts. */
  public MixtureFamily(int largest, double sigma) {
    this(largest, sigma, USUAL_SEED);
  }

  public MixtureFamily {
    Check.inRange("the largest number of components", largest, 1, MOST);
    Check.positive("sigma", sigma);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String meaning() {
    return "mixture of Gaussians N(m_j, sigma^2) on the line";
  }

  @Override
  public String size() {
    return "components";
  }

  @Override
  public int smallest() {
    return 1;
  }

  @Override
  public Rlct coefficient(int size, int truth) {
    return Mixture.of(size, truth, 1).rlct();
  }

  @Override
  public double[] logLikelihoods(DataSet data) {
    return logLikelihoods(data, seed);
  }

  /** Starts of the next seed are tried; the higher of two likelihoods is the better fit. */
  @Override
  public List<String> cautions(DataSet data) {
    long other = seed + 1;
    double[] own = logLikelihoods(data);
    double[] others = logLikelihoods(data, other);
    List<String> cautions = new ArrayList<>();
    for (int size = 1; size <= largest; size++) {
      double gain = others[size - 1] - own[size - 1];
      if (Math.abs(gain) > DIFFERENT) {
        cautions.add(
            String.format(
                Locale.ROOT,
                "%d components: EM from the starts of seed %d ends %.2f nats %s than from those of"
                    + " seed %d; the likelihood has several maxima, and the highest may not be found",
                size,
                other,
                Math.abs(gain),
                gain > 0 ? "higher" : "lower",
                seed));
      }
    }
    return cautions;
  }

  private double[] logLikelihoods(DataSet data, long starts) {
    double[] y = sample(data);
    for (int i = 0; i < y.length; i++) {
      y[i] /= sigma;
    }
    List<MixtureFit> fits = new ArrayList<>(List.of(MixtureFit.single(y)));
    while (fits.size() < largest) {
      fits.add(MixtureFit.larger(y, fits.get(fits.size() - 1), starts));
    }
    double change = y.length * Math.log(sigma);
    return fits.stream().mapToDouble(fit -> fit.logLikelihood() - change).toArray();
  }

  @Override
  public Optional<Model> model(int size) {
    if (sigma != 1) {
      throw new InvalidInput(
          "WBIC of mixtures is for sigma = 1: divide the data by sigma, got sigma = " + sigma);
    }
    String text = NAME + ":components=" + size + ",true=" + size + ",n=2";
    return Optional.of(Problems.parse(text, 0).model());
  }

  private static double[] sample(DataSet data) {
    boolean isNumber = data.targets() instanceof Targets.Values values && values.outputs() == 1;
    if (!isNumber) {
      throw new InvalidInput(data.name() + ": a mixture on the line needs one number for a datum");
    }
    double[] y = ((Targets.Values) data.targets()).values();
    return Arrays.copyOf(y, y.length);
  }
}
