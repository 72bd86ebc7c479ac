package org.cusp.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.RegularModel;
import org.cusp.exact.Rlct;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class SbicTest {
  private static final ReducedRankFamily SIX = new ReducedRankFamily(6, 6, 6, 1);

  /** Ranks 0 to 6. */
  private static final double[] LIKELIHOODS = {-2000, -1500, -1200, -1000, -996, -994, -993};

  /**
   * The quadratic equations in 60 decimal digits. An implementation in doubles that subtracts the
   * largest log-likelihood first gives -1534.8735 for rank 1: the square underflows, which loses
   * log 2.
   */
  private static final double[] EXPECTED = {
    -2000,
    -1534.180344541322,
    -1262.146080984222,
    -1083.8972093286995,
    -1087.421262848754,
    -1093.4624848628773,
    -1096.8503466858556
  };

  private static final double[] EXPECTED_BIC = {
    -2000, -1534.1803, -1262.1461, -1083.8972, -1095.4337, -1102.7556, -1104.8629
  };

  @Test
  void reducedRankRegressionOfSixBySix() {
    double[] sbic = Sbic.of(SIX.poset(LIKELIHOODS), 500);
    assertThat(sbic).containsExactly(EXPECTED, within(1e-9));
    ModelChoice choice = ModelChoice.of(SIX, LIKELIHOODS, 500);
    assertThat(choice.rows().stream().mapToDouble(ModelChoice.Row::bic).toArray())
        .containsExactly(EXPECTED_BIC, within(5e-5));
    assertThat(choice.rows().stream().map(ModelChoice.Row::dimension))
        .containsExactly(0, 11, 20, 27, 32, 35, 36);
    assertThat(choice.chosen(ModelChoice.Criterion.SBIC)).isEqualTo(3);
    assertThat(choice.chosen(ModelChoice.Criterion.BIC)).isEqualTo(3);
    double[] probabilities =
        choice.rows().stream().mapToDouble(ModelChoice.Row::probability).toArray();
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
    assertThat(probabilities[4] / probabilities[3])
        .isCloseTo(Math.exp(EXPECTED[4] - EXPECTED[3]), within(1e-9));
  }

  /** The equations hold, in decimal arithmetic that does not underflow, with unequal priors too. */
  @Test
  void solvesTheQuadraticEquations() {
    MathContext digits = new MathContext(40);
    List<PosetModel> models = new ArrayList<>();
    double[] priors = {0.3, -1, 0.2, 2};
    double[] likelihoods = {-7, -4, -3.5, -1};
    List<PosetModel> plain = new ReducedRankFamily(3, 4, 3, 1).poset(likelihoods);
    for (int i = 0; i < 4; i++) {
      PosetModel model = plain.get(i);
      models.add(new PosetModel(model.logLikelihood(), model.own(), model.submodels(), priors[i]));
    }
    double[] sbic = Sbic.of(models, 100);
    for (int i = 1; i < 4; i++) {
      BigDecimal x = exp(sbic[i]);
      BigDecimal sum = exp(Sbic.approximation(likelihoods[i], models.get(i).own(), 100)).negate();
      BigDecimal constant = BigDecimal.ZERO;
      for (int j = 0; j < i; j++) {
        BigDecimal weighted = exp(sbic[j] + priors[j] - priors[i]);
        sum = sum.add(weighted);
        double entry = Sbic.approximation(likelihoods[i], models.get(i).submodels().get(j), 100);
        constant = constant.add(exp(entry).multiply(weighted));
      }
      BigDecimal left = x.multiply(x).add(x.multiply(sum));
      assertThat(left.divide(constant, digits).doubleValue()).isCloseTo(1, within(1e-10));
    }
  }

  private static BigDecimal exp(double log) {
    return BigDecimal.valueOf(Math.exp(log));
  }

  /** However far down: all entries below e^-745 are zero in doubles. */
  @Test
  void addingAConstantToAllLogLikelihoodsShiftsAll() {
    double[] reference = Sbic.of(SIX.poset(LIKELIHOODS), 500);
    for (double shift : new double[] {-1e6, 1e6}) {
      double[] moved = Arrays.stream(LIKELIHOODS).map(l -> l + shift).toArray();
      double[] sbic = Sbic.of(SIX.poset(moved), 500);
      for (int i = 0; i < sbic.length; i++) {
        assertThat(sbic[i]).isCloseTo(reference[i] + shift, within(1e-8));
      }
    }
  }

  /** Where lambda_ij = lambda_ii and m = 1 for all j, L_ii solves the equation. */
  @Test
  void regularModelsHaveTheirBic() {
    double[] likelihoods = {-30, -12, -11.5, -2};
    List<PosetModel> models = new ArrayList<>();
    for (int i = 0; i < likelihoods.length; i++) {
      Rlct own = new RegularModel(2 * i + 1).rlct();
      TreeMap<Integer, Rlct> submodels = new TreeMap<>();
      IntStream.range(0, i).forEach(j -> submodels.put(j, own));
      models.add(new PosetModel(likelihoods[i], own, submodels, 0));
    }
    double[] sbic = Sbic.of(models, 1000);
    for (int i = 0; i < likelihoods.length; i++) {
      double bic = likelihoods[i] - (2 * i + 1) / 2.0 * Math.log(1000);
      assertThat(sbic[i]).isCloseTo(bic, within(1e-10));
    }
  }

  /** sBIC penalises less than BIC, by at most what the mildest of the coefficients would. */
  @Test
  void liesBetweenBicAndTheMildestPenalty() {
    ModelChoice choice = ModelChoice.of(SIX, LIKELIHOODS, 500);
    double logN = Math.log(500);
    for (ModelChoice.Row row : choice.rows()) {
      double mildest =
          IntStream.rangeClosed(0, row.size())
              .mapToObj(truth -> SIX.coefficient(row.size(), truth))
              .mapToDouble(
                  rlct -> -rlct.lambdaValue() * logN + (rlct.multiplicity() - 1) * Math.log(logN))
              .max()
              .orElseThrow();
      assertThat(row.sbic()).isBetween(row.bic() - 1e-9, row.logLikelihood() + mildest + 1e-9);
    }
  }

  /** Two models without a common order: only the submodels count. */
  @Test
  void aPosetIsNotAChain() {
    Rlct one = new RegularModel(1).rlct();
    Rlct half = Rlct.exact(new BigFraction(1, 4), 1, "test");
    PosetModel root = new PosetModel(-10, one, new TreeMap<>(), 0);
    PosetModel left = new PosetModel(-5, one, new TreeMap<>(Map.of(0, half)), 0);
    PosetModel right = new PosetModel(-500, one, new TreeMap<>(Map.of(0, half)), 0);
    double[] together = Sbic.of(List.of(root, left, right), 50);
    double[] apart = Sbic.of(List.of(root, right), 50);
    assertThat(together[2]).isCloseTo(apart[1], within(1e-12));
  }

  @Test
  void refusesWhatIsNoPoset() {
    Rlct one = new RegularModel(1).rlct();
    PosetModel root = new PosetModel(-10, one, new TreeMap<>(), 0);
    PosetModel second = new PosetModel(-9, one, new TreeMap<>(Map.of(0, one)), 0);
    PosetModel gap = new PosetModel(-8, one, new TreeMap<>(Map.of(1, one)), 0);
    assertThatThrownBy(() -> Sbic.of(List.of(root, second, gap), 10))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("model 2");
    assertThatThrownBy(() -> Sbic.of(List.of(second), 10))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("submodel");
    assertThatThrownBy(() -> Sbic.of(List.of(root), 2))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("[3, inf)")
        .hasMessageContaining("2");
    assertThatThrownBy(() -> new PosetModel(Double.NaN, one, new TreeMap<>(), 0))
        .isInstanceOf(InvalidInput.class);
  }
}
