package org.cusp.paper.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

  /** Eleven half decades by two samplers, at each of three budgets. */
  @Test
  void theSweepIsThatOfThePage() {
    List<String> ids = new GoldBenchmark().pieces(Size.FULL, 1).stream().map(Piece::id).toList();
    assertThat(ids).filteredOn(id -> id.startsWith("gold ")).hasSize(18);
    assertThat(ids)
        .filteredOn(id -> id.startsWith("300 s dln-1k gamma 1 ") && id.contains("sgld step"))
        .hasSize(22);
  }

  @Test
  void aStepThatIsTooLongHasNoValueAndTakesNoTime() {
    Target target = Target.ofProblem("dln:widths=2x2,rank=2,n=500,noise=0", 1);
    Place place = new Place(target, target.truth().orElseThrow(), 1, 500 / Math.log(500));
    try (Workers workers = new Workers(1)) {
      Estimation estimation = new Estimation(KernelProvider.named("simd"), workers);
      FieldRun run = FieldRun.of(FieldSettings.swept("sgld", 1), place, 600, 1, estimation);
      assertThat(run.value()).isNaN();
    }
  }

  /** Without data the row says what is missing, and is asked for again. */
  @Test
  void aCaseWithoutDataIsSkippedInSight() {
    GoldCase broken =
        new GoldCase(
            "broken",
            new Checkpoint.Truth("nothing", 1),
            List.of(Gamma.DEFAULT),
            List.of("hmc", "mala"),
            List.of(),
            1);
    Sitting sitting = new Sitting(folder, Deadline.never(), "");
    Row row = new GoldWork(broken, Gamma.DEFAULT, 1, 0.1).row(null, sitting);
    assertThat(row.text("status")).isEqualTo("skipped");
    assertThat(row.text("why")).contains("nothing");
    assertThat(row.text(Row.UNFINISHED)).isNotEmpty();
  }
}
