package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionalLlcTest {
  private static ConditionalLoss surface(int dimension, ConditionalLoss.Function function) {
    return new ConditionalLoss.Surface(function, ConditionalLoss.Grid.plain(dimension));
  }

  /** g.(w - c) + (w - c)^T H (w - c) / 2. */
  private static ConditionalLoss around(double[] centre, double[] g, double[][] h) {
    double constant = 0;
    double[] gradient = g.clone();
    for (int i = 0; i < g.length; i++) {
      constant -= g[i] * centre[i];
      for (int j = 0; j < g.length; j++) {
        gradient[i] -= h[i][j] * centre[j];
        constant += centre[i] * h[i][j] * centre[j] / 2;
      }
    }
    return new ConditionalLoss.Quadratic(constant, gradient, h);
  }

  /** The regression on w_1 f(w_2). */
  private static ConditionalLoss slopes(DoubleUnaryOperator f, double square, double product) {
    return new ConditionalLoss.Fibres(
        2,
        new int[] {1},
        v -> {
          double g = f.applyAsDouble(v[0]);
          return new ConditionalLoss.Quadratic(
              0, new double[] {-product * g}, new double[][] {{square * g * g}});
        },
        ConditionalLoss.Grid.plain(1));
  }

  /** Two parameters with correlated curvature, against formulas in A = nBeta H + gamma I. */
  @Test
  void quadraticInTwoParameters() {
    double nBeta = 7;
    double gamma = 2;
    double[] g = {0.3, -0.2};
    double[][] h = {{1.5, 0.5}, {0.5, 0.8}};
    double a = nBeta * h[0][0] + gamma;
    double b = nBeta * h[0][1];
    double d = nBeta * h[1][1] + gamma;
    double det = a * d - b * b;
    double[][] cov = {{d / det, -b / det}, {-b / det, a / det}};
    double[] m = new double[2];
    for (int i = 0; i < 2; i++) {
      m[i] = -nBeta * (cov[i][0] * g[0] + cov[i][1] * g[1]);
    }
    double linear = g[0] * m[0] + g[1] * m[1];
    double square = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        square += h[i][j] * (m[i] * m[j] + cov[i][j]) / 2;
      }
    }
    ConditionalLlc llc = new ConditionalLlc(nBeta, gamma);
    double[] centre = {1, -2};
    ConditionalLlc.Value value = llc.at(around(centre, g, h), centre);
    assertThat(value.llc()).isCloseTo(nBeta * (linear + square), within(1e-12));
    ConditionalLlc.Value byQuadrature =
        llc.at(
            surface(
                2,
                w -> {
                  double x = w[0] - 1;
                  double y = w[1] + 2;
                  return g[0] * x
                      + g[1] * y
                      + h[0][0] * x * x / 2
                      + h[0][1] * x * y
                      + h[1][1] * y * y / 2;
                }),
            centre);
    assertThat(byQuadrature.llc()).isCloseTo(value.llc(), within(1e-6));
    assertThat(byQuadrature.heatCapacity()).isCloseTo(value.heatCapacity(), within(1e-5));
    assertThat(byQuadrature.gammaSlope()).isCloseTo(value.gammaSlope(), within(1e-5));
  }

  /** The slope by gamma against a central difference of the LLC itself. */
  @Test
  void slopeIsTheDerivative() {
    double[] g = {0.3, -0.2, 0};
    double[][] h = {{1.5, 0.5, 0}, {0.5, 0.8, 0}, {0, 0, 0}};
    double gamma = 3;
    double step = 1e-4;
    double[] origin = new double[3];
    ConditionalLoss loss = around(origin, g, h);
    double up = new ConditionalLlc(5, gamma * Math.exp(step)).at(loss, origin).llc();
    double down = new ConditionalLlc(5, gamma * Math.exp(-step)).at(loss, origin).llc();
    assertThat(new ConditionalLlc(5, gamma).at(loss, origin).gammaSlope())
        .isCloseTo((up - down) / (2 * step), within(1e-7));
  }

  /** K = w^(2k) without data noise: facts from an independent program, and t/(2t + gamma). */
  @ParameterizedTest
  @CsvSource({
    "1, 100, 1e3, .37164",
    "2, 1, 1e3, .24309",
    "2, 1, 1e6, .24969",
    "3, 1, 1e4, .16158",
    "3, 100, 1e3, .00200",
    "4, 1, 1e5, .12099",
  })
  void oneParameter(int k, double gamma, double n, double expected) {
    double t = n / Math.log(n);
    ConditionalLlc.Value value =
        new ConditionalLlc(t, gamma).at(surface(1, w -> Math.pow(w[0], 2 * k)), new double[1]);
    assertThat(value.llc()).isCloseTo(expected, within(6e-6));
  }

  /**
   * Two and three factors, with the noise of one data set, against a sum over the law of log|g|.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, 1",
    "1, 3, 0, 1",
    "2, 2, 0, 1",
    "0, 2, 0, 10",
    "3, 3, 0, 1",
    "1, 1, 1, 1",
    "1, 2, 1, 4"
  })
  void normalCrossingWithData(int a, int b, int c, double gamma) {
    double nBeta = 1000 / Math.log(1000);
    double square = 1.04;
    double product = 0.02;
    double sigma = 0.5;
    double expected =
        new NormalCrossingLlc(List.of(a, b, c), gamma).given(nBeta, square, product, sigma);
    boolean isPlane = c == 0;
    ConditionalLlc.Value value =
        new ConditionalLlc(nBeta, gamma)
            .at(
                surface(
                    isPlane ? 2 : 3,
                    w -> {
                      double g = Math.pow(w[0], a) * Math.pow(w[1], b);
                      g *= isPlane ? 1 : Math.pow(w[2], c);
                      return (square * g * g / 2 - product * g) / (sigma * sigma);
                    }),
                new double[isPlane ? 2 : 3]);
    assertThat(value.error()).isLessThan(isPlane ? 1e-5 : 1e-4);
    assertThat(Math.abs(value.llc() - expected)).isLessThanOrEqualTo(value.error());
  }

  /** The same integral with w1, in which the loss is quadratic, integrated in closed form. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void fibresAgree(int power) {
    double nBeta = 145;
    double gamma = 2;
    double square = 0.97;
    double product = -0.05;
    ConditionalLlc.Value value =
        new ConditionalLlc(nBeta, gamma)
            .at(slopes(v -> Math.pow(v, power), square, product), new double[2]);
    ConditionalLlc.Value whole =
        new ConditionalLlc(nBeta, gamma)
            .at(
                surface(
                    2,
                    w -> {
                      double g = w[0] * Math.pow(w[1], power);
                      return square * g * g / 2 - product * g;
                    }),
                new double[2]);
    double expected =
        new NormalCrossingLlc(List.of(1, power), gamma).given(nBeta, square, product, 1);
    assertThat(value.llc()).isCloseTo(expected, within(1e-6));
    assertThat(value.heatCapacity()).isCloseTo(whole.heatCapacity(), within(1e-5));
    assertThat(value.gammaSlope()).isCloseTo(whole.gammaSlope(), within(1e-5));
  }

  /** Two components without data noise, from both starting points. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 1e3",
    "1, .3, 1, 1e3",
    "1, .3, 10, 1e4",
    "1, .3, 100, 1e4",
    "0, 0, 100, 1e6"
  })
  void twoComponents(double x, double y, double gamma, double n) {
    double t = n / Math.log(n);
    double expected =
        new LocalisedPotential("2(x-1)^2(x^2+y^2)^4", 10).llc(List.of(x, y), gamma, t);
    ConditionalLlc.Value value =
        new ConditionalLlc(t, gamma)
            .at(
                new ConditionalLoss.Surface(
                    w -> {
                      double square = w[0] * w[0] + w[1] * w[1];
                      double mu = (w[0] - 1) * square * square;
                      return 2 * mu * mu;
                    },
                    ConditionalLoss.Grid.plain(2, 0, 1)),
                new double[] {x, y});
    assertThat(value.llc()).isCloseTo(expected, within(3e-6));
  }

  /** Over data sets the mean of the conditional value is the expectation of the estimator. */
  @Test
  void meanOverDataSetsIsTheExpectation() {
    int n = 1000;
    double sigma = 0.5;
    ConditionalLlc llc = new ConditionalLlc(n / Math.log(n), 1);
    NormalCrossingLlc.Spread over = new NormalCrossingLlc(List.of(1, 2), 1).estimator(n, sigma);
    double[] moments = new double[3];
    double sd = Math.sqrt(2.0 / n);
    for (int k = -8; k <= 8; k++) {
      double q = n * Math.exp(sd * k / 1.5);
      double weight = Math.exp(n / 2.0 * (Math.log(q / n) - q / n + 1));
      for (int z = -12; z <= 12; z++) {
        double xi = z / 2.0;
        double probability = weight * Math.exp(-xi * xi / 2);
        double value = oneByTwo(llc, q / n, sigma * xi * Math.sqrt(q) / n, sigma);
        moments[0] += probability;
        moments[1] += probability * value;
        moments[2] += probability * value * value;
      }
    }
    double mean = moments[1] / moments[0];
    assertThat(mean).isCloseTo(over.mean(), within(1e-6));
    assertThat(Math.sqrt(moments[2] / moments[0] - mean * mean)).isCloseTo(over.sd(), within(1e-5));
  }

  private static double oneByTwo(ConditionalLlc llc, double square, double product, double sigma) {
    ConditionalLoss loss = slopes(v -> v * v / sigma, square, product / sigma);
    return llc.at(loss, new double[2]).llc();
  }

  @Test
  void refusesWhatItCannotDo() {
    ConditionalLlc llc = new ConditionalLlc(10, 1);
    assertThatThrownBy(() -> new ConditionalLlc(10, 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("gamma");
    assertThatThrownBy(() -> surface(4, w -> 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("dimensions of the quadrature");
    assertThatThrownBy(() -> llc.at(surface(2, w -> 0), new double[3]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("parameters of the centre");
  }
}
