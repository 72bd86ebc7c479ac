package org.cusp.report.figures.chains;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.cusp.report.Synthetic;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Shown;
import org.cusp.report.plot.Subject;
import org.cusp.report.plot.Theme;
import org.cusp.run.DrawsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlcFiguresTest {
  private static final double NAN = Double.NaN;

  @Test
  void aSingleEstimateHasItsFiguresUnderPlainNames(@TempDir Path folder) throws Exception {
    List<Figure> figures = LlcFigures.of("digits & co", draws(Synthetic.trace(100, 20, 3)));
    assertThat(figures.stream().map(Figure::id))
        .containsExactly("traces", "settling", "ranks", "energy");
    assertThat(figures).allSatisfy(f -> assertThat(f.title()).endsWith(": digits & co"));
    List<Path> written = FigureFiles.write(folder, figures);
    assertThat(written).hasSize(8).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(Files.readString(folder.resolve("energy.svg"))).contains("digits &amp; co");
  }

  @Test
  void withoutADrawOrAFiniteChainOnlyTheTracesAreLeft() {
    assertThat(LlcFigures.of(new Trace(3, 1, new double[][] {{1, 2, 3}}, 3))).hasSize(1);
    assertThat(LlcFigures.of(new Trace(3, 1, new double[][] {{1, NAN}, {NAN, 2}}, 0))).hasSize(1);
  }

  @Test
  void chainsThatLeftTheFiniteNumbersAreNamedAndTheOthersShown() throws Exception {
    Trace trace = Synthetic.trace(100, 20, 3);
    trace.deltaLoss()[2][500] = 1.0 / 0;
    List<Figure> figures = LlcFigures.of(trace);
    assertThat(Shown.texts(figures.get(0))).contains("not finite any more");
    assertThat(Shown.texts(figures.get(2))).contains("not finite: left out", "1", "8");
    assertThat(figures).allSatisfy(f -> assertThat(f.svg()).doesNotContain("NaN", "Infinity"));
  }

  @Test
  void theRanksOfAChainApartAreFlagged() throws Exception {
    double[][] draws = normal(4, 400);
    for (int t = 0; t < 400; t++) {
      draws[3][t] += 2;
    }
    Figure apart = RankFigure.of(Subject.step(1), new Trace(1, 1, draws, 0));
    assertThat(Shown.texts(apart)).contains("outside");
    assertThat(flagged(apart)).isGreaterThan(5);
  }

  /** With a fixed seed; by its construction at most 5% of the seeds would be flagged. */
  @Test
  void theRanksOfChainsOfOneLawAreNot() throws Exception {
    Figure alike = RankFigure.of(Subject.step(1), new Trace(1, 1, normal(4, 400), 0));
    assertThat(Shown.texts(alike)).doesNotContain("outside").contains("expected");
    assertThat(flagged(alike)).isZero();
    assertThat(alike.alt())
        .isEqualTo(
            "Rank histograms of 4 chains in 20 bins; 0 of 80 bins lie outside the simultaneous band.");
  }

  @Test
  void theSettlingFigureSaysWhereItEnds() throws Exception {
    Trace trace = Synthetic.trace(100, 20, 3);
    Figure figure = LlcFigures.of(trace).get(1);
    assertThat(Shown.texts(figure))
        .contains("from all draws: " + RunningLlc.of(trace).last())
        .contains("running LLC", "bulk ESS", "in proportion to the draws", "recommended: 400");
  }

  @Test
  void aMeanBelowZeroHasNoPowerLaw() throws Exception {
    double[][] draws = normal(2, 100);
    for (double[] chain : draws) {
      for (int t = 0; t < chain.length; t++) {
        chain[t] -= 9;
      }
    }
    Figure figure = LlcFigures.of(new Trace(1, 1, draws, 0)).get(3);
    assertThat(Shown.texts(figure))
        .doesNotContain("Gamma(LLC), of a pure power law")
        .contains("draws");
    assertThat(figure.caption()).contains("the mean is not positive");
    Figure positive = LlcFigures.of(Synthetic.trace(100, 20, 3)).get(3);
    assertThat(Shown.texts(positive)).contains("Gamma(LLC), of a pure power law");
  }

  private static long flagged(Figure figure) {
    Panel panel = (Panel) figure.parts().get(0);
    return panel.layers().stream()
        .filter(layer -> layer instanceof Layer.Tile tile && tile.colour().equals(Theme.VERMILION))
        .count();
  }

  private static DrawsFile draws(Trace trace) {
    return new DrawsFile(trace.deltaLoss(), trace.deltaLoss(), trace.burnIn(), trace.nBeta(), 1);
  }

  private static double[][] normal(int chains, int draws) {
    Random random = new Random(17);
    double[][] normal = new double[chains][draws];
    for (double[] chain : normal) {
      for (int t = 0; t < draws; t++) {
        chain[t] = random.nextGaussian();
      }
    }
    return normal;
  }
}
