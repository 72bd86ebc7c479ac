package org.cusp.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers from independent programs, to the digits they printed. */
class ExactEvidenceTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1.27208252838 2.42336733063 3.57465987713 4.72595242362 7.02853751662",
    "2, .673920192703 1.24956438292 1.82521065617 2.40085692942 3.55214947591",
    "3, .458791328192 .842554398481 1.22631858065 1.61008276281 2.37761112714",
    "4, .347847064425 .635669457375 .923492593999 1.21131573062 1.78696200387",
  })
  void powersOnTheUnitInterval(int k, String expected) {
    double[] n = {10, 100, 1000, 1e4, 1e6};
    String[] values = expected.split(" ");
    for (int i = 0; i < n.length; i++) {
      assertThat(ExactEvidence.power(k, n[i]))
          .isCloseTo(Double.parseDouble(values[i]), within(6e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 1.23420158 2.084989622 3.005523342 4.963003451, 6e-9",
    "2, 4, .7243560126 1.223011508 1.757832206 2.874582482, 6e-10",
    "2, 6, .5081585026 .8532139649 1.219507943 1.975335349, 6e-10",
    "4, 4, .4574066366 .801392964 1.189080113 2.045688029, 6e-10",
    "4, 6, .3304945897 .5838543701 .8714781844 1.509638398, 6e-10",
  })
  void monomialsOnTheUnitSquare(int a, int b, String expected, double half) {
    double[] n = {100, 1000, 1e4, 1e6};
    String[] values = expected.split(" ");
    for (int i = 0; i < n.length; i++) {
      assertThat(KnownEvidence.monomial(MonomialLaw.of(a, b), n[i]))
          .isCloseTo(Double.parseDouble(values[i]), within(half));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 3, -13.65199938, -10.44800438",
    "100, 3, -123.56143404, -117.04831896",
    "1000, 3, -1178.57951901, -1168.57537652",
    "100, 10, -137.24385974, -116.87044573",
  })
  void conjugateRegression(int n, int d, double evidence, double likelihood) {
    double[][] x = new double[n][d];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = Math.sin(3 * (i + 1));
      for (int j = 0; j < d; j++) {
        x[i][j] = Math.cos((i + 1.0) * (j + 1));
        y[i] += x[i][j] / (j + 1);
      }
    }
    KnownEvidence.Regression regression = KnownEvidence.conjugate(x, y);
    assertThat(regression.logEvidence()).isCloseTo(evidence, within(6e-9));
    assertThat(regression.largestLogLikelihood()).isCloseTo(likelihood, within(6e-9));
  }

  /**
   * Sufficient statistics of NumPy's default_rng(0): X = standard_normal((n, 2)), E likewise, Y = E
   * or X B^T + E with B = [[1, .5], [.5, .25]]; the last argument but one is (|Y|^2 - |E|^2)/2.
   */
  @ParameterizedTest
  @CsvSource({
    "94.5460371927441 11.954097414707286 90.27351894973623, -17.081598290738828 -4.195054167510393"
        + " -3.707532687746201 4.018482920694676, 0, 2.850347",
    "1039.7905371571826 -19.358737028529042 962.5703449507225, -48.627833854157785"
        + " 2.9999282330245123 21.37026049024638 15.510256477909815, 0, 4.918429",
    "9899.509415806393 -128.7833813406675 9942.789437061569, 100.09725075207042"
        + " -175.7181778307262 106.64917107374023 -32.42637223203715, 0, 6.201297",
    "100433.2287025068 -584.9813889076806 100047.03686177662, -356.4899653142639"
        + " 26.071496020306903 -302.45944119126875 -161.85155281874412, 0, 9.129835",
    "94.5460371927441 11.954097414707286 90.27351894973623, 83.44148760935889 52.89580272206498"
        + " 46.55401026230266 32.56391136548237, 60.63955047735996, 6.420833",
    "1039.7905371571826 -19.358737028529042 962.5703449507225, 981.4833347887607"
        + " 464.9263636798566 536.4258448117056 246.4734742013259, 755.6063161059141, 10.501317",
    "9899.509415806393 -128.7833813406675 9942.789437061569, 9935.214975888128 4666.893159359389"
        + " 5024.208033641769 2388.879296363021, 7717.720775397516, 12.836768",
    "100433.2287025068 -584.9813889076806 100047.03686177662, 99784.24804273872"
        + " 49464.60853800105 49767.90956283521 24557.416968171583, 77502.35725454762, 17.739166",
  })
  void reducedRankRegression(String gram, String cross, double signal, double expected) {
    double[] g = numbers(gram);
    double[] c = numbers(cross);
    double free =
        KnownEvidence.rankOne(
            new double[][] {{g[0], g[1]}, {g[1], g[2]}},
            new double[][] {{c[0], c[1]}, {c[2], c[3]}});
    assertThat(free + signal).isCloseTo(expected, within(6e-7));
  }

  private static double[] numbers(String text) {
    return java.util.Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
