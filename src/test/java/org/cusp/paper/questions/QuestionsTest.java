package org.cusp.paper.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.cusp.paper.Reproductions;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Sitting;
import org.cusp.paper.reproduction.Size;
import org.junit.jupiter.api.Test;

/** The pages on a reader's questions, as far as they need no sampling. */
class QuestionsTest {
  private static final Estimation NONE = new Estimation(null, null);

  private static List<Row> rows(Reproduction question, String idPattern) {
    return question.pieces(Size.QUICK, 1).stream()
        .filter(piece -> piece.id().matches(idPattern))
        .map(piece -> piece.work().row(NONE, Sitting.whole(Path.of("none"))))
        .toList();
  }

  @Test
  void aFolderStandsForAllInIt() {
    assertThat(Reproductions.of(Questions.FOLDER)).hasSize(6);
    assertThat(Reproductions.of("all")).isEqualTo(Reproductions.ALL);
    assertThat(Reproductions.of("coverage")).hasSize(1);
  }

  /** 4 standard errors each: 1 false alarm in 3,000 seeds; the seed is fixed. */
  @Test
  void theEmpiricalRatioIsUnbiasedAndOftenNegative() {
    for (Row row : rows(new QuestionDivergence(), "n 10+ (near|far)")) {
      double distance = Math.abs(row.number("mean K_n") - row.number("K"));
      assertThat(distance).isLessThan(4 * row.number("se"));
      double share = row.number("predicted");
      double se = Math.sqrt(share * (1 - share) / 1000);
      assertThat(row.number("share negative")).isCloseTo(share, within(4 * se + 1e-9));
      assertThat(row.number("n min K_n")).isCloseTo(-0.5, within(4 * Math.sqrt(0.5 / 1000)));
    }
  }

  /** The slope with its correction -(m - 1)/log n, and the second pole of ab^2 at 1/2. */
  @Test
  void slopesOfTheFreeEnergyAreLambdaWithTheirCorrection() {
    List<Row> rows = rows(new QuestionAsymptotics(), ".* n 100000000");
    assertThat(rows).hasSize(5);
    for (Row row : rows) {
      assertThat(row.number("slope"))
          .as(row.text("g"))
          .isCloseTo(row.number("lambda - (m - 1)/log n"), within(0.006));
    }
  }

  @Test
  void aPriorWithAZeroChangesLambda() {
    for (Row row : rows(new QuestionPrior(), "h [0-3]")) {
      double lambda = (row.number("h") + 1) / 4;
      assertThat(row.number("lambda")).isEqualTo(lambda);
      assertThat(row.number("slope of E[F_n - n S_n] in log n")).isCloseTo(lambda, within(1e-6));
    }
  }

  /** The density of the prior at the truth is sqrt(gamma)/2. */
  @Test
  void aSmoothPriorMovesTheFreeEnergyByAConstant() {
    for (Row row : rows(new QuestionPrior(), "gamma .* n 10000")) {
      assertThat(row.number("F_n less that of the uniform prior"))
          .isCloseTo(row.number("-(1/2) log gamma"), within(0.03));
    }
  }
}
