package org.cusp.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.exact.polynomial.PolynomialProblem;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactProblemsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rrr:inputs=6,outputs=6,hidden=4,rank=3; 15; 2; EXACT",
        "rrr:inputs=6,outputs=6,hidden=2,rank=3; 10; 1; EXACT",
        "dln:widths=10x10x10x10,rank=3,n=100000; 42; 3; EXACT",
        "regular:dimension=7; 7/2; 1; EXACT",
        "conjugate:dimension=10,n=50; 5; 1; EXACT",
        "monomial:powers=1x2; 1/4; 1; EXACT",
        "monomial:powers=3x3; 1/6; 2; EXACT",
        "monomial:powers=0x1x1; 1/2; 2; EXACT",
        "monomial:powers=1x2,prior=0x3; 1/2; 1; EXACT",
        "monomial:powers=1x2,prior=0x1; 1/2; 2; EXACT",
        "gaussian-mixture:components=2,true=1; 3/4; 1; EXACT",
        "gaussian-mixture:components=1,true=1; 1/2; 1; EXACT",
        "mixture:components=2,true=1,parameters=2; 7/4; 1; UPPER_BOUND",
        "mixture:components=2,true=2,parameters=2; 5/2; 1; EXACT",
        "mixture:components=3,true=1,parameters=2; 5/2; 1; UPPER_BOUND",
        "mixture:components=3,true=2,parameters=2; 13/4; 1; UPPER_BOUND",
        "mixture:components=3,true=3,parameters=2; 4; 1; EXACT",
        "mixture:components=2,true=1,parameters=1; 1; 1; UPPER_BOUND",
        "mixture:components=3,true=1,parameters=1; 3/2; 1; UPPER_BOUND",
        "mixture:components=3,true=2,parameters=1; 2; 1; UPPER_BOUND",
        "lda:words=4,documents=4,topics=2,rank=1; 4; 1; EXACT",
        "lda:words=4,documents=4,topics=3,rank=1; 5; 2; EXACT",
        "lda:words=4,documents=4,topics=4,rank=1; 11/2; 1; EXACT",
        "lda:words=4,documents=3,topics=2,rank=1; 7/2; 1; EXACT",
        "lda:words=5,documents=6,topics=3,rank=0; 6; 2; EXACT",
        "lda:words=10,documents=5,topics=2,rank=1; 21/2; 1; EXACT",
        "lda:words=5,documents=6,topics=1,rank=0; 2; 1; EXACT",
        "nmf:rows=4,columns=4,components=2,rank=0; 4; 3; EXACT",
        "nmf:rows=6,columns=5,components=1,rank=1; 5; 1; EXACT",
        "nmf:rows=6,columns=5,components=2,rank=2; 9; 1; EXACT",
        "nmf:rows=6,columns=5,components=3,rank=1; 10; 1; UPPER_BOUND",
        "modular-addition:prime=5,hidden=4; 28; 1; EXACT",
        "modular-addition:prime=3,hidden=100; 63/2; 1; EXACT",
        "modular-addition:prime=5,hidden=4,inputs=pairs; 26; 1; EXACT",
        "modular-addition:prime=3,hidden=100,inputs=pairs; 27/2; 1; EXACT",
        "attention:vocabulary=4,width=2; 3; 2; EXACT",
      })
  void knownAnswers(String problem, String lambda, int m, Rlct.Status status) {
    Rlct rlct = ExactProblems.answer(problem).rlct();
    assertThat(rlct.lambdaText()).isEqualTo(lambda);
    assertThat(rlct.multiplicity()).isEqualTo(m);
    assertThat(rlct.status()).isEqualTo(status);
  }

  @Test
  void factorAnalysisIsHalfTheDimensionWhenTheTruthHasAllFactors() {
    for (int v = 1; v <= 8; v++) {
      for (int k = 0; k <= v; k++) {
        BigFraction parameters = Fractions.of(2L * v * (k + 1) - (long) k * (k - 1), 2);
        BigFraction covariances = Fractions.of((long) v * (v + 1), 2);
        boolean fewer = parameters.compareTo(covariances) <= 0;
        Rlct rlct = new FactorAnalysis(v, k, k).rlct();
        assertThat(rlct.lambda().multiply(2)).isEqualTo(fewer ? parameters : covariances);
        assertThat(rlct.isExact()).isEqualTo(fewer);
      }
    }
    // Six variables, two factors, one in truth: [4 * 6 + 1 * 5] / 4, below 17/2 for two.
    assertThat(new FactorAnalysis(6, 2, 1).rlct().lambdaText()).isEqualTo("29/4");
    assertThat(new FactorAnalysis(6, 2, 1).rlct().isExact()).isFalse();
  }

  @Test
  void tanhTableAndVandermondeWithOddPowers() {
    String[] lambdas = {"1/2", "2/3", "5/6", "1", "11/10", "6/5", "13/10", "7/5", "3/2", "11/7"};
    for (int h = 1; h <= lambdas.length; h++) {
      Rlct rlct = new TanhNetwork(h).rlct();
      assertThat(rlct.lambdaText()).isEqualTo(lambdas[h - 1]);
      assertThat(rlct.multiplicity()).isEqualTo(h == 1 || h == 4 || h == 9 ? 2 : 1);
      Rlct odd = new Vandermonde(h, 1, 2).rlct();
      assertThat(odd.lambda()).isEqualTo(rlct.lambda());
      assertThat(odd.multiplicity()).isEqualTo(rlct.multiplicity());
    }
  }

  @Test
  void vandermondeTableWithAllPowers() {
    String[] lambdas = {"1/2", "3/4", "1", "7/6", "4/3", "3/2", "13/8", "7/4", "15/8", "2"};
    for (int h = 1; h <= lambdas.length; h++) {
      Rlct rlct = new Vandermonde(h, 1, 1).rlct();
      assertThat(rlct.lambdaText()).isEqualTo(lambdas[h - 1]);
      boolean triangular = List.of(1, 3, 6, 10).contains(h);
      assertThat(rlct.multiplicity()).isEqualTo(triangular ? 2 : 1);
    }
  }

  @Test
  void polynomialNetworkTable() {
    String[][] lambdas = {
      {"3/4", "1/4", "3/28", "1/20", "3/124"},
      {"3/4", "3/16", "3/52", "3/160"},
      {"3/4", "3/20", "1/28"}
    };
    for (int r = 2; r <= 4; r++) {
      for (int layers = 1; layers <= lambdas[r - 2].length; layers++) {
        assertThat(new PolynomialNetwork(layers, r).rlct().lambdaText())
            .isEqualTo(lambdas[r - 2][layers - 1]);
      }
    }
  }

  /** The network of one and two layers with three inputs, squared and summed, as a polynomial. */
  @Test
  void polynomialNetworkAgreesWithItsResolution() {
    String u = "(s+t)";
    String one = u + "^2+s^4+s^4+t^4+(" + u + "+s^2)^2+(s^2+t^2)^2";
    assertNetwork(one, new PolynomialNetwork(1, 2));
    String[][] firstLayer = {{u, "s^2"}, {"s^2", "t^2"}, {"(s+t+s^2)", "(s^2+t^2)"}};
    String text = "";
    for (String[] z : firstLayer) {
      text += "+(" + u + "*(" + z[0] + ")^2+s^2*(" + z[1] + ")^2)^2";
      text += "+(s^2*(" + z[0] + ")^2+t^2*(" + z[1] + ")^2)^2";
    }
    assertNetwork(text, new PolynomialNetwork(2, 2));
  }

  private static void assertNetwork(String polynomial, PolynomialNetwork network) {
    Rlct resolved = PolynomialProblem.atOrigin(polynomial).answer().rlct();
    assertThat(resolved.lambda()).isEqualTo(network.rlct().lambda());
    assertThat(resolved.multiplicity()).isEqualTo(network.rlct().multiplicity());
  }

  /**
   * A latent tree with an empty truth: v/2 for the variances, and the correlations as monomials.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3; 1-4x2-4x3-4; (ab)^2+(ac)^2+(bc)^2",
        "4; 1-5x2-5x5-6x3-6x4-6; (ab)^2+(cd)^2+(aec)^2+(aed)^2+(bec)^2+(bed)^2",
        "2; 1-3x3-2; (ab)^2",
        "2; 1-3x3-4x4-2; (abc)^2",
        "4; 1-5x2-5x3-5x4-5; (ab)^2+(ac)^2+(ad)^2+(bc)^2+(bd)^2+(cd)^2"
      })
  void latentTreesAgreeWithTheirMonomials(int leaves, String edges, String correlations) {
    Rlct tree = ExactProblems.answer("latent-forest:leaves=" + leaves + ",edges=" + edges).rlct();
    Rlct monomials = PolynomialProblem.atOrigin(correlations).answer().rlct();
    assertThat(monomials.isExact()).isTrue();
    assertThat(tree.lambda()).isEqualTo(monomials.lambda().add(Fractions.of(leaves, 2)));
    assertThat(tree.multiplicity()).isEqualTo(monomials.multiplicity());
  }

  @Test
  void latentForestWithItsOwnTruthIsRegular() {
    // Four variances and five edges.
    String edges = "1-5x2-5x5-6x3-6x4-6";
    Rlct rlct =
        ExactProblems.answer("latent-forest:leaves=4,edges=" + edges + ",true=" + edges).rlct();
    assertThat(rlct.lambdaText()).isEqualTo("9/2");
  }

  @Test
  void everyExampleOfTheListIsAnswered() {
    for (ExactProblems.Family family : ExactProblems.families()) {
      String example = family.example().replace("'", "");
      assertThat(example).startsWith(family.name() + ":");
      assertThat(ExactProblems.answer(example).rlct().lambda().signum()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "rr:inputs=3; unknown problem 'rr': did you mean 'rrr'",
        "rrr:inputs=3,outputs=3,hidden=2; key 'rank' is missing",
        "rrr:inputs=3,outputs=3,hidden=2,rnk=1; did you mean 'rank'",
        "rrr:inputs=3,outputs=3,hidden=2,rank=4; min(inputs, outputs) = 3, got 4",
        "rrr:inputs=0,outputs=3,hidden=2,rank=0; inputs must be in [1, inf), got 0",
        "dln:widths=3xx3,rank=1; joined by x",
        "dln:widths=3x3,rank=99999999999; a whole number below 2^31",
        "monomial:powers=0x0; must not all be 0",
        "monomial:powers=1x1,prior=1; number of prior exponents must be 2, got 1",
        "modular-addition:prime=9,hidden=3; must be a prime number, got 9",
        "modular-addition:prime=5,hidden=3,inputs=pair; unknown inputs 'pair'",
        "gaussian-mixture:components=3,true=1; gives a bound",
        "lda:words=3,documents=3,topics=2,rank=2; at most min(words, documents, topics) - 1 = 1",
        "nmf:rows=3,columns=3,components=2,rank=3; at most min(rows, columns, components) = 2",
        "latent-forest:leaves=2,edges=1-2x2-1; closes a cycle",
        "latent-forest:leaves=2,edges=1-3; inner node 3 has 1 edges",
        "latent-forest:leaves=2,edges=12; must be two node numbers",
        "mixture:components=2,true=1,parameters=2,phi=1/0; must hold fractions",
        "polynomial; expected a polynomial",
        "polynomial:x^2,at=1x2; at must have 1 entries",
        "polynomial:x^2,prior=-1; prior exponents must be in [0",
        "polynomial:x^2,att=1; did you mean 'at'",
        "attention:vocabulary=1,width=1; outputs must be in [1, inf), got 0"
      })
  void mistakesAreNamedInOneLine(String problem, String message) {
    assertThatThrownBy(() -> ExactProblems.answer(problem))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void combinationRules() {
    Rlct half = NormalCrossing.of(List.of(1)).rlct();
    assertThat(half.lambdaText()).isEqualTo("1/2");
    Rlct crossing = Combination.product(half, half);
    assertThat(crossing.lambdaText() + "," + crossing.multiplicity()).isEqualTo("1/2,2");
    Rlct sum = Combination.sum(crossing, crossing);
    assertThat(sum.lambdaText() + "," + sum.multiplicity()).isEqualTo("1,3");
    Rlct quarter = NormalCrossing.of(List.of(2)).rlct();
    assertThat(Combination.product(half, quarter).lambdaText()).isEqualTo("1/4");
    assertThat(Combination.product(half, quarter).multiplicity()).isEqualTo(1);
    Rlct bound = Mixture.of(2, 1, 2).rlct();
    assertThat(Combination.sum(half, bound).isExact()).isFalse();
    // The same by polynomials: (x y)^2 + (z w)^2.
    Rlct polynomial = PolynomialProblem.atOrigin("(xy)^2+(zw)^2").answer().rlct();
    assertThat(polynomial.lambda()).isEqualTo(sum.lambda());
    assertThat(polynomial.multiplicity()).isEqualTo(sum.multiplicity());
  }
}
