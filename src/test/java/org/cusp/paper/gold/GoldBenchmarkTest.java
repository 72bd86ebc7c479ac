package org.cusp.paper.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cusp.clock.Deadline;
import org.cusp.estimate.like.Recipe;
import org.cusp.estimate.like.Recipes;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Sitting;
import org.cusp.paper.reproduction.Size;
import org.cusp.run.Target;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldBenchmarkTest {
  @TempDir private Path folder;

  /** What the page says of the published settings is what is run. */
  @Test
  void publishedSettingsAreTheRecipes() {
    List<Row> rows = ExpectedTable.of(GoldBenchmark.KEY).rows();
    for (Row row : rows) {
      Recipe recipe = Recipes.named(row.text("recipe"));
      assertThat(recipe.step()).isEqualTo(row.number("step"));
      assertThat(recipe.gamma()).isEqualTo(row.number("gamma"));
      assertThat((double) recipe.lengths().batch()).isEqualTo(row.number("batch"));
      assertThat((double) recipe.lengths().chains()).isEqualTo(row.number("chains"));
      assertThat((double) recipe.lengths().burnIn()).isEqualTo(row.number("burn-in"));
      assertThat((double) recipe.lengths().draws()).isEqualTo(row.number("draws"));
    }
    List<String> told = rows.stream().map(row -> row.text("recipe")).toList();
    assertThat(GoldCases.of(Size.FULL, 1).stream().flatMap(one -> one.recipes().stream()))
        .isSubsetOf(told);
    assertThat(FieldSettings.of(Recipes.named("furman2024-10k")).burnIn()).isEqualTo(0.9);
  }

  /** Eleven half decades by two samplers, at the shortest time. */
  @Test
  void theSweepIsThatOfThePage() {
    GoldBenchmark gold = new GoldBenchmark();
    List<String> ids = gold.pieces(Size.FULL, 1).stream().map(Piece::id).toList();
    assertThat(ids).filteredOn(id -> id.startsWith("gold ")).hasSize(21);
    assertThat(ids)
        .filteredOn(id -> id.startsWith("10 s dln-1k gamma 1 ") && id.contains("sgld step"))
        .hasSize(22);
    assertThat(ids)
        .filteredOn(id -> id.startsWith("10 s mnist-32 gamma 100 ") && id.contains("sgld step"))
        .hasSize(18);
    assertThat(ids).noneMatch(id -> id.startsWith("60 s"));
    assertThat(Double.parseDouble(gold.settings(Size.FULL).get("time").split(" ")[0]))
        .isLessThanOrEqualTo(8);
  }

  private static Row score(String name, String method, Double step, double llc) {
    return Row.empty()
        .with("kind", "score")
        .with("case", name)
        .with("gamma", "default")
        .with("method", method)
        .with("step", step)
        .with("budget", 10.0)
        .with("llc", llc);
  }

  /** A sweep whose errors are least at 1e-5 and 1e-6; Cusp and a recipe beside. */
  private static List<Row> swept(String name, String status) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        Row.empty()
            .with("kind", "gold")
            .with("case", name)
            .with("gamma", "default")
            .with("status", status)
            .with("gold", 50.0)
            .with("se", 0.5));
    List<Double> steps = List.of(1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2);
    for (double step : steps) {
      rows.add(score(name, "sgld", step, 50 * (1 + 0.1 * Math.log(step / 1.1e-5))));
      rows.add(score(name, "rmsprop-sgld", step, step < 1e-4 ? 90 + 1e4 * step : Double.NaN));
    }
    return rows;
  }

  /** Two seeds more of the best, then three steps of one sampler and the one that is left below. */
  @Test
  void whatIsRunLongerFollowsFromTheSweep() {
    GoldBenchmark gold = new GoldBenchmark();
    String at = " s digits-tanh gamma default ";
    List<Piece> further = gold.further(Size.FULL, 1, swept("digits-tanh", "gold"));
    assertThat(further.stream().map(Piece::id))
        .containsExactly(
            "10" + at + "sgld step 1e-05 seed 2",
            "10" + at + "sgld step 1e-05 seed 3",
            "60" + at + "cusp seed 1",
            "60" + at + "lau2023-llc step 1e-05 seed 1",
            "60" + at + "devinterp step 0.001 seed 1",
            "60" + at + "sgld step 1e-06 seed 1",
            "60" + at + "sgld step 3e-06 seed 1",
            "60" + at + "sgld step 1e-05 seed 1",
            "60" + at + "rmsprop-sgld step 1e-06 seed 1");
    assertThat(gold.further(Size.FULL, 1, swept("digits-relu", "gold")))
        .filteredOn(piece -> piece.id().contains(" sgld step 1e-06"))
        .singleElement()
        .satisfies(piece -> assertThat(piece.settings()).contains("60 and 300 s of work"));
    assertThat(gold.further(Size.FULL, 1, swept("digits-tanh", "best known"))).isEmpty();
    List<Row> half = swept("digits-tanh", "gold").subList(0, 12);
    assertThat(gold.further(Size.FULL, 1, half)).isEmpty();
    assertThat(errors(gold, swept("digits-tanh", "gold"))).contains("sgld 1e-05");
    assertThat(errors(gold, half)).doesNotContain("sgld 1e-05");
  }

  /** A second more each time it is asked. */
  private static Deadline.Clock looks() {
    double[] now = {0};
    return () -> now[0]++;
  }

  private static List<FieldRun> run(double step, Double... marks) {
    Target target = Target.ofProblem("dln:widths=2x2,rank=2,n=500,noise=0", 1);
    Place place = new Place(target, target.truth().orElseThrow(), 1, 500 / Math.log(500));
    try (Workers workers = new Workers(1)) {
      Estimation estimation = new Estimation(KernelProvider.named("simd"), workers);
      FieldSettings settings = FieldSettings.swept("sgld", step);
      return FieldRun.of(settings, place, List.of(marks), looks(), 1, estimation);
    }
  }

  private static String errors(GoldBenchmark gold, List<Row> rows) {
    return gold.findings(rows, ExpectedTable.of(GoldBenchmark.KEY)).tables().toString();
  }

  /** Whether a number is not finite or only far too large. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.014})
  void aStepThatIsTooLongHasNoValueAndTakesNoTime(double step) {
    FieldRun run = run(step, 100_000.0).get(0);
    assertThat(run.value()).isNaN();
    assertThat(run.seconds()).isLessThan(50_000);
  }

  /** 4 parameters that all data determine: an LLC of 2, and a run is read where it stands. */
  @Test
  void aRunIsReadAtEachMark() {
    List<FieldRun> read = run(1e-4, 5_000.0, 20_000.0);
    assertThat(read.stream().map(FieldRun::mark)).containsExactly(5_000.0, 20_000.0);
    assertThat(read.get(0).seconds()).isBetween(5_000.0, 5_200.0);
    assertThat(read.get(1).seconds()).isBetween(20_000.0, 20_200.0);
    assertThat(read.get(1).gradients()).isGreaterThan(3 * read.get(0).gradients());
    assertThat(read.get(1).value()).isCloseTo(2, within(0.5));
    assertThat(run(1e-4, 5_000.0).get(0).value()).isCloseTo(read.get(0).value(), within(0.5));
  }

  /** Without data the row says what is missing, and is asked for again. */
  @Test
  void aCaseWithoutDataIsSkippedInSight() {
    GoldCase broken =
        new GoldCase(
            "broken",
            new Checkpoint.Truth("nothing", 1),
            List.of(Gamma.DEFAULT),
            new GoldCase.Truth(List.of("hmc", "mala"), List.of(), 0.04, 1),
            List.of(),
            List.of(10.0));
    Sitting sitting = new Sitting(folder, Deadline.never(), "");
    Row row = new GoldWork(broken, Gamma.DEFAULT, 1, 0.1).row(null, sitting);
    assertThat(row.text("status")).isEqualTo("skipped");
    assertThat(row.text("why")).contains("nothing");
    assertThat(row.text(Row.UNFINISHED)).isNotEmpty();
  }
}
