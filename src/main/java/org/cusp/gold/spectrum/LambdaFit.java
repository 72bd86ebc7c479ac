package org.cusp.gold.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.Check;

/**
 * The learning coefficient and its multiplicity from mean energies at several temperatures.
 *
 * <p>If the zeta function of K has its largest pole at -lambda, of order m, and the next at -lambda
 * - delta, then {@code t^lambda Z(t) = Q(log t) + r t^-delta + ...} with a polynomial Q of degree m
 * - 1 (S. Watanabe, Algebraic Geometry and Statistical Learning Theory, 2009, section 4.2), so
 *
 * <pre>
 *   E_t[tK] = -d log Z / d log t
 *           = lambda - ((m - 1) (L + c)^(m-2) - delta r e^(-delta L)) / ((L + c)^(m-1) + r e^(-delta L)),
 * </pre>
 *
 * {@code L = log t}. The shift c stands for the lower coefficients of Q: it is of order 1, but at t
 * = 1e12 it still moves the 1/log t term by as much as one standard error, hence a nuisance to be
 * fitted. Without the second pole the formula is {@code lambda - (m - 1)/(L + c)}.
 *
 * <p>For each m both forms are fitted by weighted least squares, with errors {@code se_i^2 + tau^2}
 * whose second part, the misfit, falls like t^(-1/6) and is chosen by maximum likelihood. Their
 * probabilities are {@code exp(-BIC/2)}, normalised (G. Schwarz, Annals of Statistics 6 (1978) 461,
 * doi:10.1214/aos/1176344136). What keeps the two kinds of slow decay apart are the bounds {@code
 * delta >= 0.05} and {@code c <= 25}: as delta falls to 0 (or c grows), a second pole that merges
 * with the first cannot be told from a double one by anything.
 *
 * @param lambda the mean over all forms, each with its probability
 * @param se of lambda, with the spread between the forms. Where the misfit exceeds the errors of
 *     the points, it is no noise but the next pole's work: then also with the change of lambda when
 *     the lowest third of the temperatures is left out
 * @param multiplicity the most probable m
 * @param probability of each m = 1, 2, ... given the points
 */
public record LambdaFit(double lambda, double se, int multiplicity, List<Double> probability) {
  /** Points the fit needs at least: it has up to four parameters. */
  public static final int FEWEST_POINTS = 6;

  public LambdaFit {
    probability = List.copyOf(probability);
  }

  /** The probability of the m reported. */
  public double confidence() {
    return probability.get(multiplicity - 1);
  }

  /**
   * The fit to at least six points.
   *
   * @param largest the largest m considered, 1 or more; at most the number of parameters
   */
  public static LambdaFit of(List<SpectrumPoint> points, int largest) {
    Check.atLeast("number of temperatures", points.size(), FEWEST_POINTS);
    Check.inRange("largest multiplicity", largest, 1, 20);
    List<List<EnergyForm.Fitted>> all = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    for (int m = 1; m <= largest; m++) {
      List<EnergyForm.Fitted> forms =
          List.of(EnergyForm.leading(m).fit(points), EnergyForm.withSecondPole(m).fit(points));
      for (EnergyForm.Fitted form : forms) {
        best = Math.min(best, form.bic());
      }
      all.add(forms);
    }
    double[] weight = new double[largest];
    double total = 0;
    for (int m = 1; m <= largest; m++) {
      for (EnergyForm.Fitted form : all.get(m - 1)) {
        weight[m - 1] += Math.exp((best - form.bic()) / 2);
      }
      total += weight[m - 1];
    }
    List<Double> probability = new ArrayList<>();
    int likeliest = 1;
    for (int m = 1; m <= largest; m++) {
      probability.add(weight[m - 1] / total);
      likeliest = weight[m - 1] > weight[likeliest - 1] ? m : likeliest;
    }
    List<EnergyForm.Fitted> every = all.stream().flatMap(List::stream).toList();
    LambdaFit fit = averaged(every, best, likeliest, probability);
    return fit.withSystematicError(points, all.get(likeliest - 1));
  }

  private LambdaFit withSystematicError(List<SpectrumPoint> points, List<EnergyForm.Fitted> forms) {
    int left = points.size() - points.size() / 3;
    double noise = points.stream().mapToDouble(SpectrumPoint::se).max().orElseThrow();
    EnergyForm.Fitted better =
        forms.get(0).bic() <= forms.get(1).bic() ? forms.get(0) : forms.get(1);
    if (left < FEWEST_POINTS || better.misfit() <= noise) {
      return this;
    }
    List<SpectrumPoint> upper = points.subList(points.size() - left, points.size());
    EnergyForm form =
        better == forms.get(0)
            ? EnergyForm.leading(multiplicity)
            : EnergyForm.withSecondPole(multiplicity);
    double change = form.fit(upper).lambda() - better.lambda();
    return new LambdaFit(lambda, Math.hypot(se, change), multiplicity, probability);
  }

  private static LambdaFit averaged(
      List<EnergyForm.Fitted> forms, double best, int m, List<Double> probability) {
    double total = 0;
    double mean = 0;
    double square = 0;
    for (EnergyForm.Fitted form : forms) {
      double weight = Math.exp((best - form.bic()) / 2);
      total += weight;
      mean += weight * form.lambda();
      square += weight * form.se() * form.se();
    }
    mean /= total;
    double between = 0;
    for (EnergyForm.Fitted form : forms) {
      double weight = Math.exp((best - form.bic()) / 2);
      between += weight * (form.lambda() - mean) * (form.lambda() - mean);
    }
    return new LambdaFit(mean, Math.sqrt((square + between) / total), m, probability);
  }
}
