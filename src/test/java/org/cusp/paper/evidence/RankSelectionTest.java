package org.cusp.paper.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.Lda;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Row;
import org.cusp.select.ModelChoice;
import org.cusp.select.ReducedRankFamily;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class RankSelectionTest {
  /** Rank 4 is 3.5 nats below rank 3 by the right coefficients, 0.8 by the shifted ones. */
  @Test
  void shiftedCoefficientsHardlyPenalise() {
    double[] likelihoods = {-2000, -1500, -1200, -1000, -996, -994, -993};
    ReducedRankFamily family = new ReducedRankFamily(6, 6, 6, 1);
    List<ModelChoice.Row> right = ModelChoice.of(family, likelihoods, 500).rows();
    List<ModelChoice.Row> shifted = ShiftedRanks.choice(family, likelihoods, 500).rows();
    assertThat(right.get(3).sbic() - right.get(4).sbic()).isCloseTo(3.5, within(0.05));
    assertThat(shifted.get(3).sbic() - shifted.get(4).sbic()).isCloseTo(0.8, within(0.05));
    assertThat(shifted.get(0).dimension()).isEqualTo(11);
    assertThat(ShiftedRanks.choice(new ReducedRankFamily(8, 10, 3, 1), new double[4], 50).rows())
        .first()
        .extracting(ModelChoice.Row::dimension)
        .isEqualTo(17);
  }

  /** Least squares on many data has the singular values 1.2 to 0.4, within five standard errors. */
  @Test
  void theTruthHasTheSourcesSingularValues() {
    DataSet data = RankSelection.draw(20_000, 1, 3);
    RealMatrix x = matrix(data.x(), 15);
    RealMatrix y = matrix(((Targets.Values) data.targets()).values(), 10);
    RealMatrix map = x.transposeMultiply(y).scalarMultiply(1 / 20_000.0);
    double[] singular = new SingularValueDecomposition(map).getSingularValues();
    double[] expected = {1.2, 1, 0.8, 0.6, 0.4};
    for (int k = 0; k < 5; k++) {
      assertThat(singular[k]).isCloseTo(expected[k], within(0.1));
    }
    assertThat(singular[5]).isLessThan(0.06);
  }

  private static RealMatrix matrix(double[] values, int columns) {
    RealMatrix matrix = new Array2DRowRealMatrix(values.length / columns, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  /** Worked out by hand in the file, by fractions in the code. */
  @Test
  void expectedTopicCoefficientsAreThoseOfTheTheorem() {
    for (Row row : ExpectedTable.of(TopicModels.KEY).rows()) {
      Lda lda =
          new Lda(
              (int) row.number("M"),
              (int) row.number("N"),
              (int) row.number("H"),
              (int) row.number("r"));
      assertThat(lda.rlct().lambdaValue()).as(row.toString()).isEqualTo(row.number("lambda"));
      assertThat((double) lda.rlct().multiplicity()).isEqualTo(row.number("m"));
    }
  }
}
