package org.cusp.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Drift;
import org.cusp.diagnostics.Estimate;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.point.PointCheck;
import org.cusp.point.PointCheck.Extreme;
import org.cusp.point.PointCheck.Spectrum;
import org.cusp.posterior.Posterior;
import org.cusp.verdict.Evidence.Aim;
import org.cusp.verdict.Evidence.ChainFacts;
import org.cusp.verdict.Evidence.EnergyFacts;
import org.cusp.verdict.Evidence.LocalisationFacts;
import org.cusp.verdict.Evidence.Mixing;
import org.cusp.verdict.Verdict.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every rule about w*, the energies, the localisation and the aim fires just beyond its threshold
 * and not just before it. Ten parameters of 1, so |w*|^2 = 10; n = 100, beta = 1/5; the Laplace
 * value is 4, so that by the chi^2 bound noise explains (4 + sqrt(8 ln 100) + ln 100)/5 = 2.935
 * nats.
 */
class PointVerdictTest {
  private static final Posterior POSTERIOR = posterior(2);
  private static final ChainFacts CHAINS =
      ChainFacts.of(4, List.of(), Mixing.of(1.001, 1000, new Drift(0.0001, 0.001, 0.1)));
  private static final PointCheck MINIMUM = point(0, 0, 0, 4);

  private static Posterior posterior(double gamma) {
    DataSet data =
        new DataSet("zeros", 100, 10, new double[1000], new Targets.Values(new double[100], 1));
    DeepLinearNetwork model = new DeepLinearNetwork(List.of(10, 1), new Likelihood.Gaussian(1, 1));
    double[] centre = new double[10];
    Arrays.fill(centre, 1);
    return new Posterior(model, data, centre, 20, gamma);
  }

  private static PointCheck point(
      double smallest, double gradientGain, double curvatureGain, double laplace) {
    return new PointCheck(
        new PointCheck.Curvature(
            new Extreme(smallest, 0), new Extreme(1, 0), 1e-3, curvatureGain, Spectrum.SAMPLED),
        new PointCheck.Downhill(0.1, gradientGain, new Estimate(gradientGain, 0)),
        new Estimate(laplace, 0.1),
        300);
  }

  private static Evidence evidence() {
    return evidence(POSTERIOR, 4);
  }

  /** By chains with a Metropolis rule, which do not run away wherever they are. */
  private static Evidence exact() {
    return Evidence.of(POSTERIOR, new Estimate(4, 0.04), CHAINS.withAcceptance(0.8))
        .withPoint(MINIMUM);
  }

  private static Evidence evidence(Posterior posterior, double llc) {
    return Evidence.of(posterior, new Estimate(llc, 0.04), CHAINS).withPoint(MINIMUM);
  }

  private static void assertVerdict(Evidence evidence, Status status, String... parts) {
    Verdict verdict = VerdictRules.judge(evidence, List.of());
    assertThat(verdict.status()).isEqualTo(status);
    assertThat(verdict.cautions()).isEmpty();
    assertThat(verdict.reasons()).hasSize(1);
    assertThat(verdict.reasons().get(0)).contains(parts);
  }

  private static void assertCaution(Evidence evidence, String... parts) {
    Verdict verdict = VerdictRules.judge(evidence, List.of());
    assertThat(verdict.status()).isEqualTo(Status.TRUSTED);
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.cautions()).hasSize(1);
    assertThat(verdict.cautions().get(0)).contains(parts);
  }

  private static void assertSilent(Evidence evidence) {
    Verdict verdict = VerdictRules.judge(evidence, List.of());
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.cautions()).isEmpty();
    assertThat(verdict.status()).isEqualTo(Status.TRUSTED);
  }

  @Test
  void aMinimumIsTrusted() {
    assertSilent(evidence());
    assertSilent(
        evidence()
            .withEnergies(new EnergyFacts(new Estimate(4, 0.2), new Estimate(0, 0.2), 0.3))
            .withLocalisation(new LocalisationFacts(new Estimate(-0.1, 0.02), 5))
            .withStepBias(new Estimate(0.01, 0.01))
            .withAim(new Aim(0.02, 500, 3)));
  }

  @Test
  void explainedDescent() {
    assertThat(PointRules.explainedDescent(evidence())).isCloseTo(2.935, within(1e-3));
  }

  @Test
  void gradient() {
    assertSilent(evidence().withPoint(point(0, 0.39, 0, 4)));
    assertCaution(evidence().withPoint(point(0, 0.41, 0, 4)), "falls by 0.41", "2.9");
    assertCaution(evidence().withPoint(point(0, 2.9, 0, 4)), "not the minimum");
    assertVerdict(
        evidence().withPoint(point(0, 3, 0, 4)),
        Status.DOUBTFUL,
        "gradient at w* is significant",
        "falls by 3",
        "train further");
  }

  /** A caution needs nBeta |h| = gamma, so h = -0.1. */
  @Test
  void negativeCurvature() {
    assertSilent(evidence().withPoint(point(-0.09, 0, 0.5, 4)));
    assertCaution(
        evidence().withPoint(point(-0.11, 0, 0.5, 4)), "curved downwards", "nBeta h = -2.2");
    assertCaution(evidence().withPoint(point(-0.11, 0, 2.9, 4)), "curved downwards");
    assertVerdict(
        evidence().withPoint(point(-0.11, 0, 3, 4)), Status.REJECTED, "saddle", "has no LLC");
    assertVerdict(evidence().withPoint(point(-5, 0, 90, 4)), Status.REJECTED, "saddle");
  }

  /** What is inside the noise of the differences is not curvature. */
  @Test
  void noiseIsNotNegativeCurvature() {
    assertSilent(evidence().withPoint(point(-0.0009, 0, 90, 4)));
    assertVerdict(evidence().withPoint(point(-0.0011, 0, 90, 4)), Status.REJECTED, "saddle");
  }

  @Test
  void undefinedPoint() {
    assertVerdict(
        evidence().withPoint(PointCheck.undefined(2)), Status.REJECTED, "not finite at w*");
  }

  @Test
  void chainsThatFindALowerLoss() {
    Estimate four = new Estimate(4, 0.2);
    Estimate none = new Estimate(0, 0.2);
    assertSilent(evidence().withEnergies(new EnergyFacts(four, none, -2.9)));
    assertVerdict(
        evidence().withEnergies(new EnergyFacts(four, none, -3)),
        Status.DOUBTFUL,
        "lower than that of w* by 3.00 nats");
  }

  /** A variance of twice the mean energy 4, by three errors of 0.5 (and 2 x 0.04): 9.52. */
  @ParameterizedTest
  @CsvSource({"9.4, TRUSTED", "9.6, DOUBTFUL"})
  void energySpread(double variance, Status expected) {
    Evidence spread =
        evidence()
            .withEnergies(new EnergyFacts(new Estimate(variance, 0.5), new Estimate(0, 1), 0.1));
    if (expected == Status.TRUSTED) {
      assertSilent(spread);
    } else {
      assertVerdict(spread, expected, "Var(nBeta dL) = 9.6", "between regions");
    }
  }

  @Test
  void dependenceOnTheTemperature() {
    Estimate four = new Estimate(4, 0.2);
    assertSilent(evidence().withEnergies(new EnergyFacts(four, new Estimate(-0.39, 0.1), 0)));
    assertSilent(evidence().withEnergies(new EnergyFacts(four, new Estimate(-0.41, 0.14), 0)));
    assertCaution(
        evidence().withEnergies(new EnergyFacts(four, new Estimate(-0.41, 0.1), 0)),
        "depends on nBeta",
        "-0.41");
  }

  @Test
  void heldByTheLocalisation() {
    assertSilent(evidence().withLocalisation(new LocalisationFacts(new Estimate(-0.39, 0.1), 5)));
    assertSilent(evidence().withLocalisation(new LocalisationFacts(new Estimate(-1, 0.34), 5)));
    assertCaution(
        evidence().withLocalisation(new LocalisationFacts(new Estimate(-1, 0.3), 5)),
        "held by the localisation",
        "-1.00 -+ 0.30");
  }

  /** P / |w*|^2 = 1, so gamma is weak below 0.1; or where chains are sqrt(10) |w*| away. */
  @Test
  void heldByAWeakLocalisation() {
    LocalisationFacts slope = new LocalisationFacts(new Estimate(-1, 0.3), 99);
    assertCaution(evidence(posterior(0.11), 4).withLocalisation(slope), "held by");
    assertVerdict(
        evidence(posterior(0.09), 4).withLocalisation(slope),
        Status.DOUBTFUL,
        "localisation too weak",
        "gamma = 1.00 would");
    assertVerdict(
        exact().withLocalisation(new LocalisationFacts(new Estimate(-1, 0.3), 101)),
        Status.DOUBTFUL,
        "localisation too weak");
    assertSilent(
        evidence(posterior(0.09), 4)
            .withLocalisation(new LocalisationFacts(new Estimate(-0.1, 0.03), 101)));
  }

  /** Of the Laplace value 4 more than a tenth is missing, and three errors of 0.108. */
  @Test
  void chainsThatLeftTheComponent() {
    LocalisationFacts plateau = new LocalisationFacts(new Estimate(0.1, 0.02), 5);
    assertSilent(evidence(POSTERIOR, 3.61).withLocalisation(plateau));
    assertCaution(
        evidence(POSTERIOR, 3.59).withLocalisation(plateau),
        "accounts for an LLC of 4",
        "found 3.59",
        "more singular");
    Evidence rising =
        evidence(POSTERIOR, 3).withLocalisation(new LocalisationFacts(new Estimate(0.4, 0.1), 5));
    Verdict verdict = VerdictRules.judge(rising, List.of());
    assertThat(verdict.status()).isEqualTo(Status.DOUBTFUL);
    assertThat(verdict.reasons()).hasSize(1);
    assertThat(verdict.reasons().get(0))
        .contains("more singular", "rises by 0.4", "localisation too weak");
    assertThat(verdict.cautions()).hasSize(1).allMatch(text -> text.contains("held by"));
    assertVerdict(
        evidence(posterior(0.09), 3).withLocalisation(plateau),
        Status.DOUBTFUL,
        "more singular",
        "further from w*");
  }

  /** A gradient lowers the LLC by up to twice its gain: 0.4 of the 0.5 missing are explained. */
  @Test
  void aGradientIsNotAnotherComponent() {
    assertSilent(evidence(POSTERIOR, 3.5).withPoint(point(0, 0.2, 0, 4)));
    assertCaution(evidence(POSTERIOR, 3.5).withPoint(point(0, 0.04, 0, 4)), "more singular");
  }

  @Test
  void stepBias() {
    assertSilent(evidence().withStepBias(new Estimate(0.07, 0.01)));
    assertSilent(evidence().withStepBias(new Estimate(0.2, 0.07)));
    assertVerdict(
        evidence().withStepBias(new Estimate(0.08, 0.01)),
        Status.DOUBTFUL,
        "+0.08",
        "smaller step");
    assertVerdict(evidence().withStepBias(new Estimate(-0.08, 0.01)), Status.DOUBTFUL, "-0.08");
  }

  /** The error is 1% of the LLC. */
  @Test
  void precision() {
    assertSilent(evidence().withAim(new Aim(0.0096, 500, 3)));
    assertVerdict(
        evidence().withAim(new Aim(0.005, 500, 3)),
        Status.DOUBTFUL,
        "1.0% of the LLC",
        "0.50% was asked for",
        "4.0 times the draws, 2000 of each chain, in about 12 s");
  }

  @Test
  void acceptanceAndDistance() {
    Estimate four = new Estimate(4, 0.04);
    assertSilent(Evidence.of(POSTERIOR, four, CHAINS.withAcceptance(0.2).withDistanceRhat(1.1)));
    assertVerdict(
        Evidence.of(POSTERIOR, four, CHAINS.withAcceptance(0.19)),
        Status.DOUBTFUL,
        "accepts 19% of its proposals");
    assertVerdict(
        Evidence.of(POSTERIOR, four, CHAINS.withDistanceRhat(1.11)),
        Status.DOUBTFUL,
        "R-hat 1.110 of the distance");
  }
}
