package org.cusp.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 */
public record MixtureFamily(int largest, double sigma) implements ModelFamily {
  static final String NAME = "gaussian-mixture";
  static final int USUAL = 6;
  private static final int MOST = 50;

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
    double[] y = sample(data);
    for (int i = 0; i < y.length; i++) {
      y[i] /= sigma;
    }
    List<MixtureFit> fits = new ArrayList<>(List.of(MixtureFit.single(y)));
    while (fits.size() < largest) {
      fits.add(MixtureFit.larger(y, fits.get(fits.size() - 1)));
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
