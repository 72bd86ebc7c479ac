package org.cusp.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.learning.NamedStage;
import org.cusp.estimate.learning.NamedStages;
import org.cusp.report.Synthetic;
import org.cusp.report.figures.LossStages;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Scale;
import org.cusp.verdict.Verdict.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final double NAN = Double.NaN;

  /** Drawn once: its sixteen figures take seconds. */
  private static final List<Figure> FIGURES = Figures.of(Synthetic.digits());

  private static final String PAGE = HtmlReport.of(Synthetic.digits(), FIGURES);

  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:aria-labelledby=\"|url\\(#)([^\")]*)");

  @Test
  void needsNothingFromElsewhere() {
    String page = PAGE;
    String own = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    assertThat(own.replace("\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http:", "https:", "<link", "@import", "src=", "fetch(", "import(");
    assertThat(page).startsWith("<!DOCTYPE html>").contains("default-src 'none'");
    assertThat(page.length()).isLessThan(1_800_000);
  }

  /** The policy lets the page's one script run, by its digest, and no other. */
  @Test
  void onlyThePagesOwnScriptMayRun() throws Exception {
    List<String> scripts =
        Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL)
            .matcher(PAGE)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(scripts).hasSize(1);
    byte[] bytes = scripts.get(0).getBytes(StandardCharsets.UTF_8);
    String digest =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(PAGE).contains("script-src 'sha256-" + digest + "'\">").doesNotContain("onclick");
  }

  @Test
  void idsAreUniqueAndReferencesFindTheirTarget() {
    String page = PAGE;
    List<String> ids = ID.matcher(page).results().map(m -> m.group(1)).toList();
    assertThat(ids).doesNotHaveDuplicates().contains("llc-title", "figures", "kn-table");
    assertThat(
            REFERENCE
                .matcher(page)
                .results()
                .flatMap(m -> Stream.of(m.group(1).split(" ")))
                .distinct())
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(ids).contains(reference));
  }

  /** In the figure where the name fits its stretch, else the number; in the table with changes. */
  @Test
  void namedStagesAreInTheFigureAndInATable() {
    NamedStages named =
        new NamedStages(
            List.of(
                new NamedStage(
                    "early", 0, 300, List.of(new NamedStage.Change("training loss", 2.5, 0.5))),
                new NamedStage("much too long a name", 300, 400, List.of()),
                new NamedStage("late", 400, 3000, List.of())),
            "By a rule.");
    ReportData data =
        new ReportData(
            Synthetic.facts(),
            new ReportData.Training(
                Synthetic.losses(), new LossStages(0, List.of(), named.withWarmUp(50, 1e-5, 1e-3))),
            List.of(),
            Map.of(),
            List.of(),
            List.of());
    String page = HtmlReport.of(data);
    assertThat(page)
        .contains("What the training was doing. By a rule.")
        .contains("<td>much too long a name</td><td class=\"number\" data-sort=\"300.0\">300</td>")
        .contains("<td>training loss 2.500 to 0.5000</td>")
        .contains("<td>learning rate 1.000e-05 to 0.001000</td>");
    assertThat(page).contains("end of the learning-rate warm-up");
    Axis steps = Axis.ofSteps(3000);
    List<Layer> drawn = new ArrayList<>(data.stages().layers());
    drawn.addAll(data.stages().labels(steps, new Axis("", new Scale.Log(), 0.01, 10)));
    assertThat(drawn)
        .filteredOn(Layer.Words.class::isInstance)
        .extracting(layer -> ((Layer.Words) layer).text())
        .containsExactly("early", "3", "late");
    assertThat(drawn)
        .filteredOn(Layer.Zone.class::isInstance)
        .extracting(layer -> ((Layer.Zone) layer).from())
        .containsExactly(0.0, 400.0);
  }

  @Test
  void showsEveryCheckpointWithVerdictAndReasons() {
    String page = PAGE;
    assertThat(page)
        .contains("<th scope=\"row\" class=\"number\" data-sort=\"3000.0\">3,000</th>")
        .contains("<td class=\"number\" data-sort=\"53.5\">53.5 ± 1.2</td>")
        .contains("<td class=\"number\" data-sort=\"-20.0\">−20 ± 5</td>")
        .contains(">2.300</td>")
        .contains("R-hat 1.35 is above 1.1; the chains left the minimum")
        .contains("<span class=\"badge doubtful\">")
        .contains(">−0.052 ± 0.012</td>")
        .contains("is not itself a divergence")
        .contains("kind: mlp")
        .contains("./cusp llc runs/digits-mlp");
  }

  @Test
  void escapesWhatComesFromOutside() {
    String nasty = "<script>alert(\"1\")</script> & 'x'";
    String safe = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;";
    Fact fact = new Fact(nasty, nasty);
    RunFacts facts =
        new RunFacts(nasty, List.of(fact), List.of(), List.of(), List.of(), nasty + "\u0000");
    EstimateAt point = Synthetic.llc(1, 2, 0.1, 1, 500, Status.DOUBTFUL, List.of(nasty));
    String page =
        HtmlReport.of(
            new ReportData(facts, List.of(), List.of(point), Map.of(), List.of(), List.of()));
    assertThat(page).doesNotContain("<script>alert", "alert(\"1\")</script>", "\u0000");
    assertThat(page.split(Pattern.quote(safe), -1)).hasSize(1 + 6);
  }

  @Test
  void sectionsWithoutDataAreLeftOut() {
    RunFacts facts = new RunFacts("empty", List.of(), List.of(), List.of(), List.of(), "");
    String page =
        HtmlReport.of(new ReportData(facts, List.of(), List.of(), Map.of(), List.of(), List.of()));
    assertThat(page)
        .contains("No training loss was recorded.")
        .doesNotContain(
            "<figure", "<table", "<pre", "class=\"picker", "id=\"kn-table\"", "id=\"settings\"");
  }

  @Test
  void missingNumbersAreSpokenAsNotAvailable() {
    EstimateAt lost =
        Synthetic.llc(5, NAN, NAN, NAN, NAN, Status.REJECTED, List.of("no finite chain"));
    String page =
        HtmlReport.of(
            new ReportData(
                Synthetic.facts(), List.of(), List.of(lost), Map.of(), List.of(), List.of()));
    // Losses, accuracy, LLC, R-hat and ESS.
    assertThat(page.split(">not available<", -1)).hasSize(1 + 6);
    assertThat(page).contains("no finite chain").doesNotContain("NaN");
  }

  @Test
  void theSummaryIsComputedFromTheData() {
    assertThat(Summary.of(Synthetic.digits()))
        .contains("From step 0 to step 3,000 the training loss went from")
        .contains("the accuracy on held-out data reached 97.2%")
        .contains("(LLC) rose from 13.9 ± 1.2 at step 60 to 53.5 ± 1.2 at step 3,000")
        .contains("Of 14 estimates, 8 are trusted, 3 doubtful and 3 rejected")
        .contains("K_n at step 3,000 is −0.052 ± 0.012");
  }

  @Test
  void theSummaryClaimsNoChangeWithinTheError() {
    List<EstimateAt> level =
        List.of(
            Synthetic.llc(1, 10, 1, 1, 900, Status.TRUSTED, List.of()),
            Synthetic.llc(2, 12, 1, 1, 900, Status.TRUSTED, List.of()));
    assertThat(summary(level)).contains("stayed level within its error");
    List<EstimateAt> falling =
        List.of(
            Synthetic.llc(1, 20, 1, 1, 900, Status.TRUSTED, List.of()),
            Synthetic.llc(2, 12, 1, 1, 900, Status.TRUSTED, List.of()));
    assertThat(summary(falling)).contains("fell from 20.0 ± 1.0 at step 1 to 12.0 ± 1.0");
  }

  @Test
  void theSummaryRefusesToQuoteRejectedEstimates() {
    List<EstimateAt> rejected =
        List.of(Synthetic.llc(1, 10, 1, 1.9, 9, Status.REJECTED, List.of("R-hat")));
    assertThat(summary(rejected)).contains("none should be used").doesNotContain("10.0 ± 1.0");
    assertThat(summary(List.of())).contains("No local learning coefficient (LLC) was estimated.");
  }

  @Test
  void writesTheWholeReportAndNothingElse(@TempDir Path run) throws IOException {
    ReportData few =
        new ReportData(
            Synthetic.facts(), List.of(), Synthetic.llc(), Map.of(), List.of(), Synthetic.kn());
    List<Path> written = ReportFiles.write(run, few);
    assertThat(written).hasSize(2 * 3 + 1).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    try (Stream<Path> found = Files.walk(run).filter(Files::isRegularFile)) {
      assertThat(found).containsExactlyInAnyOrderElementsOf(written);
    }
    assertThat(run.resolve("report.html")).exists();
    assertThat(run.resolve("figures/llc.svg")).exists();
    assertThat(ReportFiles.write(run, few)).isEqualTo(written);
  }

  private static String summary(List<EstimateAt> points) {
    return Summary.of(
        new ReportData(Synthetic.facts(), List.of(), points, Map.of(), List.of(), List.of()));
  }
}
