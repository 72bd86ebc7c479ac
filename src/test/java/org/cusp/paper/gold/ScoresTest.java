package org.cusp.paper.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cusp.paper.reproduction.Row;
import org.junit.jupiter.api.Test;

/** All expected numbers are worked out by hand; the gold value is 50. */
class ScoresTest {
  private static final double GOLD = 50;
  private static final List<Double> BUDGETS = List.of(10.0, 60.0);

  private final List<Row> cells = new ArrayList<>();

  private void cell(String method, Double step, double budget, double llc) {
    cells.add(
        Row.empty()
            .with("kind", "score")
            .with("case", "net")
            .with("gamma", "default")
            .with("method", method)
            .with("step", step)
            .with("budget", budget)
            .with("llc", llc)
            .with("seconds", 10.0));
  }

  private Scores scores() {
    return new Scores(cells, GOLD);
  }

  /** 52 and 49 are 4% and 2% off, their standard deviation is 3 / sqrt 2 of 50. */
  @Test
  void meanErrorAndSpreadOverSeeds() {
    cell("cusp", null, 10, 52);
    cell("cusp", null, 10, 49);
    Scores.Score score = scores().of("cusp", 10).get(0);
    assertThat(score.error()).isCloseTo(0.03, within(1e-12));
    assertThat(score.spread()).isCloseTo(3 / Math.sqrt(2) / 50, within(1e-12));
    assertThat(score.seeds()).isEqualTo(2);
  }

  @Test
  void whatDivergedOnceHasNoErrorThatIsABound() {
    cell("sgld", 1e-3, 10, Double.NaN);
    cell("sgld", 1e-3, 10, 50);
    assertThat(scores().of("sgld", 10).get(0).error()).isInfinite();
    assertThat(Scores.error(Double.POSITIVE_INFINITY, GOLD)).isInfinite();
    assertThat(Scores.error(-50, GOLD)).isEqualTo(2);
  }

  private void sweep() {
    cell("sgld", 1e-6, 10, 20);
    cell("sgld", 1e-5, 10, 46);
    cell("sgld", 1e-4, 10, 53);
    cell("sgld", 1e-3, 10, Double.NaN);
    cell("rmsprop-sgld", 1e-6, 10, 30);
    cell("rmsprop-sgld", 1e-5, 10, 51);
    cell("sgld", 1e-5, 60, 49.5);
    cell("lau2023-llc", 1e-5, 10, 50);
  }

  /** Errors of SGLD at 10 s: 60%, 8%, 6%, none; of the other: 40%, 2%; a recipe is no sweep. */
  @Test
  void bestOfASweepAndItsWindow() {
    sweep();
    Scores.Score best = scores().bestSwept(10).orElseThrow();
    assertThat(best.method()).isEqualTo("rmsprop-sgld");
    assertThat(best.step()).isEqualTo(1e-5);
    assertThat(best.error()).isCloseTo(0.02, within(1e-12));
    assertThat(scores().window("sgld", 10, 0.05))
        .isEqualTo(new Scores.Window(0, Double.NaN, Double.NaN));
    assertThat(scores().window("sgld", 10, 0.1)).isEqualTo(new Scores.Window(2, 1e-5, 1e-4));
    assertThat(scores().window("rmsprop-sgld", 10, 0.05))
        .isEqualTo(new Scores.Window(1, 1e-5, 1e-5));
    assertThat(scores().bestSwept(300)).isEmpty();
  }

  /** Six settings of 10 s are 60 s; one of 60 s, which goes on from them, makes it 120. */
  @Test
  void aSweepThatIsChargedTakesTheSecondsOfAllItsSettings() {
    sweep();
    assertThat(scores().swept(10)).isEqualTo(6);
    assertThat(scores().cost(60, BUDGETS)).isEqualTo(120);
    assertThat(scores().charged(59, BUDGETS)).isEmpty();
    assertThat(scores().charged(119, BUDGETS).orElseThrow().error()).isCloseTo(0.02, within(1e-12));
    assertThat(scores().charged(120, BUDGETS).orElseThrow().error()).isCloseTo(0.01, within(1e-12));
  }

  /** Its first seed was lucky; the error that is told is the mean of 1%, 5% and 9%. */
  @Test
  void theBestIsChosenByItsFirstSeedAndJudgedByAll() {
    sweep();
    cell("sgld", 3e-5, 10, 50.5);
    cell("sgld", 3e-5, 10, 47.5);
    cell("sgld", 3e-5, 10, 54.5);
    Scores.Score best = scores().bestSwept(10).orElseThrow();
    assertThat(best.step()).isEqualTo(3e-5);
    assertThat(best.first()).isCloseTo(0.01, within(1e-12));
    assertThat(best.error()).isCloseTo(0.05, within(1e-12));
    assertThat(best.seeds()).isEqualTo(3);
  }

  @Test
  void aLongRunIsReadAfterFewerSecondsToo() {
    cell("sgld", 1e-5, 300, 51);
    cells.set(0, cells.get(0).with("llc at 60", 55.0).with("spread at 60", 1.0));
    cells.add(truth("gold"));
    Benchmarked read = Benchmarked.all(cells).get(0);
    assertThat(read.budgets()).containsExactly(60.0, 300.0);
    assertThat(read.scores().bestSwept(60).orElseThrow().error()).isCloseTo(0.1, within(1e-12));
    assertThat(read.scores().bestSwept(300).orElseThrow().error()).isCloseTo(0.02, within(1e-12));
  }

  private static Row truth(String status) {
    return Row.empty()
        .with("kind", "gold")
        .with("case", "net")
        .with("gamma", "default")
        .with("status", status)
        .with("gold", GOLD)
        .with("se", 0.5);
  }

  @Test
  void whatIsNotGoldIsNotCounted() {
    sweep();
    cell("cusp", null, 10, 50.5);
    List<Row> rows = new ArrayList<>(cells);
    rows.add(truth("gold"));
    assertThat(GoldFindings.of(rows, BUDGETS).sentences())
        .anyMatch(
            line -> line.contains("Cusp's defaults 1%") && line.contains("no larger in 1 of 1"));
    rows.set(rows.size() - 1, truth("best known").with("exact lambda", 51.5));
    assertThat(GoldFindings.of(rows, BUDGETS).sentences())
        .noneMatch(line -> line.contains("Cusp's defaults"))
        .anyMatch(line -> line.contains("net at gamma default 50 beside 51.5"))
        .anyMatch(
            line ->
                line.contains("0 of the 1") && line.contains("net at gamma default (best known)"));
    assertThat(GoldFindings.of(rows, BUDGETS).charts()).isEmpty();
  }
}
