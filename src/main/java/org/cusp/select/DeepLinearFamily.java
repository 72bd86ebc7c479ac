package org.cusp.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.exact.DeepLinear;
import org.cusp.exact.Rlct;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.Model;
import org.cusp.model.likelihood.Likelihood;

/**
 * Deep linear networks y = W_L ... W_1 x + N(0, sigma^2 I), sigma known: the model of size h has
 * the hidden layers of the widest one, but none wider than h, so that its maps are those of rank at
 * most h. Its likelihood is maximised in closed form, as in reduced-rank regression; the
 * coefficients are exact ({@link DeepLinear}).
 *
 * @param widths from the inputs to the outputs, at least three
 * @param largest size, at least 1 and at most the smallest width
 */
public record DeepLinearFamily(List<Integer> widths, int largest, double sigma)
    implements ModelFamily {
  static final String NAME = "dln";

  public DeepLinearFamily {
    widths = List.copyOf(widths);
    Check.atLeast("number of widths (one hidden layer or more)", widths.size(), 3);
    widths.forEach(width -> Check.atLeast("width", width, 1));
    Check.inRange(
        "the largest rank",
        largest,
        1,
        widths.stream().mapToInt(Integer::intValue).min().orElseThrow());
    Check.positive("sigma", sigma);
  }

  private int inputs() {
    return widths.get(0);
  }

  private int outputs() {
    return widths.get(widths.size() - 1);
  }

  /** The widths of the model of a size. */
  List<Integer> widths(int size) {
    List<Integer> capped = new ArrayList<>(widths);
    for (int i = 1; i < capped.size() - 1; i++) {
      capped.set(i, Math.min(capped.get(i), size));
    }
    return capped;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String meaning() {
    return "deep linear network, widths "
        + widths.stream().map(String::valueOf).collect(Collectors.joining("x"))
        + ", hidden layers no wider than the rank";
  }

  @Override
  public String size() {
    return "rank";
  }

  @Override
  public int smallest() {
    return 0;
  }

  @Override
  public Rlct coefficient(int size, int truth) {
    Check.inRange("truth", truth, 0, size);
    Rlct positive = new DeepLinear(widths(Math.max(size, 1)), truth).rlct();
    return size == 0 ? ReducedRankFamily.withoutParameters(positive.source()) : positive;
  }

  @Override
  public double[] logLikelihoods(DataSet data) {
    return RankFit.of(data, inputs(), outputs()).logLikelihoods(largest, sigma);
  }

  @Override
  public Optional<Model> model(int size) {
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new DeepLinearNetwork(widths(size), new Likelihood.Gaussian(outputs(), sigma)));
  }
}
