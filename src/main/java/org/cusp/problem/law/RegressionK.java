package org.cusp.problem.law;

/**
 * K(w) of a regression with the model N(g(x, w), sigma^2 I) by quadrature over the inputs. With d =
 * g(x, w) - g(x, w*), r = E[y | x] - g(x, w*) and targets of variance s^2 about their mean,
 *
 * <pre>
 * E[f | x] = (|d|^2 - 2 r.d) / (2 sigma^2),   Var[f | x] = s^2 |d|^2 / sigma^4
 * K(w) = E E[f | x],   V(w) = E E[f | x]^2 - K(w)^2 + s^2 E |d|^2 / sigma^4
 * </pre>
 *
 * @param regression g, w* and sigma
 * @param inputs the law of x as a quadrature rule, which may suit the parameter
 * @param means E[y | x]
 * @param noise s, of the targets
 */
public record RegressionK(
    String method,
    boolean isDivergence,
    Regression regression,
    Rule inputs,
    Means means,
    double noise)
    implements PopulationK {
  /** A quadrature rule over the inputs for a parameter. */
  public interface Rule {
    Nodes at(double[] w);
  }

  /** The mean of the targets. */
  public interface Means {
    void of(double[] x, double[] out);
  }

  /** A truth that is the model at w*, with its noise. */
  public static RegressionK realizable(String method, Regression regression, Nodes nodes) {
    double[] ignored = new double[regression.outputs()];
    return new RegressionK(
        method,
        true,
        regression,
        w -> nodes,
        (x, out) -> regression.function().outputs(regression.truth(), x, ignored, out),
        regression.sigma());
  }

  /** The moments of one node: E[f | x] and |d|^2 / sigma^2. */
  private record Gap(double mean, double square) {}

  private Gap gap(double[] w, double[] x) {
    double[] here = new double[regression.outputs()];
    double[] there = new double[regression.outputs()];
    double[] mean = new double[regression.outputs()];
    regression.function().outputs(w, x, mean, here);
    regression.function().outputs(regression.truth(), x, mean, there);
    means.of(x, mean);
    double square = 0;
    double product = 0;
    for (int k = 0; k < regression.outputs(); k++) {
      double difference = here[k] - there[k];
      square += difference * difference;
      product += difference * (mean[k] - there[k]);
    }
    double precision = 1 / square(regression.sigma());
    return new Gap(precision * (square / 2 - product), precision * square);
  }

  @Override
  public KValue at(double[] w) {
    Nodes nodes = inputs.at(w);
    double sum = 0;
    for (int i = 0; i < nodes.weights().length; i++) {
      sum += nodes.weights()[i] * gap(w, nodes.points().get(i)).mean();
    }
    return KValue.exactly(sum);
  }

  @Override
  public double variance(double[] w) {
    Nodes nodes = inputs.at(w);
    double ratio = square(noise) / square(regression.sigma());
    double centre = at(w).value();
    double sum = 0;
    for (int i = 0; i < nodes.weights().length; i++) {
      Gap gap = gap(w, nodes.points().get(i));
      double deviation = gap.mean() - centre;
      sum += nodes.weights()[i] * (deviation * deviation + ratio * gap.square());
    }
    return sum;
  }

  @Override
  public double[] gradient(double[] w) {
    Nodes nodes = inputs.at(w);
    double[] gradient = new double[w.length];
    double[] cotangent = new double[regression.outputs()];
    double[] mean = new double[regression.outputs()];
    for (int i = 0; i < nodes.weights().length; i++) {
      double[] x = nodes.points().get(i);
      means.of(x, mean);
      regression.function().outputs(w, x, mean, cotangent);
      for (int k = 0; k < regression.outputs(); k++) {
        cotangent[k] = nodes.weights()[i] * (cotangent[k] - mean[k]) / square(regression.sigma());
      }
      regression.function().addGradient(w, x, mean, cotangent, gradient);
    }
    return gradient;
  }

  private static double square(double x) {
    return x * x;
  }
}
