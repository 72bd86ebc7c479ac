package org.cusp.report.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.report.Synthetic;
import org.cusp.report.analysis.AnalysisPages;
import org.cusp.report.analysis.SampleRun;
import org.cusp.report.page.HtmlReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, which starts once: what a click, the pointer and keys do. */
class PagesInBrowserTest {
  private static final String TABLE = "#checkpoints table";
  private static final int RIGHT = 39;

  @TempDir private static Path folder;
  private static Chromium browser;
  private static Path report;
  private static Tab tab;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(
        Chromium.installed().isPresent(), "no Chromium on the path: pages are not tried in one");
    report = folder.resolve("report.html");
    Files.writeString(report, HtmlReport.of(Synthetic.digits()));
    AnalysisPages.write(SampleRun.in(folder.resolve("run")));
    browser = Chromium.start(Files.createDirectory(folder.resolve("profile")));
    tab = browser.tab();
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void nothingIsFetchedAndNothingFails() {
    assertThat(tab.complaints()).isEmpty();
    assertThat(tab.foreign()).isEmpty();
  }

  private static Tab opened() throws IOException, InterruptedException {
    return tab.scripted(true).sized(1280, 900).coloured("light").open(report);
  }

  private static List<String> column(int number) throws IOException {
    return tab.texts(TABLE + " tbody tr > :nth-child(" + number + ")");
  }

  private static List<Double> sortKeys(int number) throws IOException {
    return IntStream.range(0, column(number).size())
        .mapToObj(
            i -> {
              try {
                return tab.value(
                        "Number(document.querySelectorAll('"
                            + TABLE
                            + " tbody tr')["
                            + i
                            + "].cells["
                            + (number - 1)
                            + "].dataset.sort)")
                    .asDouble();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  /** Up, down, and as it was; by value, not by letters: −20 ± 5 is below 13.9 ± 1.2. */
  @Test
  void aClickOnAHeadSorts() throws IOException, InterruptedException {
    opened();
    List<String> before = column(1);
    String head = TABLE + " thead th:nth-child(5)";
    tab.click(head + " button");
    assertThat(tab.text("document.querySelector('" + head + "').getAttribute('aria-sort')"))
        .isEqualTo("ascending");
    assertThat(sortKeys(5)).isSorted();
    tab.click(head + " button");
    assertThat(sortKeys(5)).isSortedAccordingTo(Comparator.reverseOrder());
    tab.click(head + " button");
    assertThat(column(1)).isEqualTo(before);
    assertThat(
            tab.value("document.querySelector('" + head + "').hasAttribute('aria-sort')")
                .asBoolean())
        .isFalse();
  }

  /** From the keyboard, by the column of steps. */
  @Test
  void enterOnAHeadSorts() throws IOException, InterruptedException {
    opened();
    tab.value("document.querySelector('" + TABLE + " th:first-child button').focus()");
    tab.key("Enter", 13);
    tab.key("Enter", 13);
    assertThat(column(1)).startsWith("3,000", "2,200", "1,500").endsWith("0");
  }

  /** The last estimate is 53.5 at step 3,000: told where its mark is, and nowhere else. */
  @Test
  void thePointerIsToldWhatIsUnderIt() throws IOException, InterruptedException {
    opened();
    JsonNode panel =
        tab.value("JSON.parse(document.querySelector('#figure-llc script').textContent)[0]");
    JsonNode mark = null;
    for (JsonNode series : panel.get("series")) {
      for (JsonNode point : series.get("points")) {
        mark = point.get(2).asText().equals("3,000") ? point : mark;
      }
    }
    assertThat(mark).isNotNull();
    pointAt("#figure-llc", mark.get(0).asDouble(), mark.get(1).asDouble());
    assertThat(tab.texts("#note > *"))
        .hasSize(3)
        .contains("trusted", "step: 3,000")
        .anySatisfy(
            line -> assertThat(line).startsWith("LLC (dimensionless): 53.5, bar from 51.1"));
    assertThat(tab.value("document.querySelector('#note').hidden").asBoolean()).isFalse();
    tab.point("h1", 0.5, 0.5);
    assertThat(tab.value("document.querySelector('#note').hidden").asBoolean()).isTrue();
  }

  @Test
  void arrowKeysGoFromPointToPoint() throws IOException, InterruptedException {
    opened();
    tab.value("document.querySelector('#figure-convergence .plot').focus()");
    tab.key("ArrowRight", RIGHT);
    assertThat(tab.texts("#note > *")).contains("step: 0");
    for (int i = 0; i < 2; i++) {
      tab.key("ArrowRight", RIGHT);
    }
    assertThat(tab.texts("#note > *")).contains("step: 1");
  }

  /** Figures, table and chains follow it. */
  @Test
  void theSliderPicksACheckpoint() throws IOException, InterruptedException {
    opened();
    assertThat(tab.texts(".picker output b")).containsExactly("step 3,000");
    assertThat(visibleChains()).containsExactly("3000");
    tab.value("document.querySelector('.picker input').focus()");
    for (int i = 0; i < 4; i++) {
      tab.key("ArrowLeft", 37);
    }
    assertThat(tab.texts(".picker output b")).containsExactly("step 400");
    assertThat(visibleChains()).isEmpty();
    assertThat(tab.value("document.querySelector('.other-step').hidden").asBoolean()).isFalse();
    tab.key("ArrowRight", RIGHT);
    assertThat(tab.texts(".picker output b")).containsExactly("step 800");
    assertThat(visibleChains()).containsExactly("800");
    assertThat(tab.texts(TABLE + " tr.picked th")).containsExactly("800");
    // log10(801) / log10(3751), from -0.2 and to 1.25 times the last step.
    double from = Math.log10(0.8);
    double share = (Math.log10(801) - from) / (Math.log10(3751) - from);
    JsonNode at =
        tab.value(
            "(() => { const b = JSON.parse(document.querySelector('#figure-llc script').textContent)[0].box;"
                + " return (document.querySelector('#figure-llc line.picked').x1.baseVal.value - b[0]) / b[2]; })()");
    assertThat(at.asDouble()).isBetween(share - 1e-3, share + 1e-3);
  }

  private static List<String> visibleChains() throws IOException {
    return tab.texts("#chains .at-step:not([hidden]) figure:first-of-type svg title").stream()
        .map(title -> title.replaceAll("[^0-9]", ""))
        .distinct()
        .toList();
  }

  /** The picture of the datum, its name as text, its value; at the other checkpoint the other. */
  @Test
  void aDatumIsShownUnderThePointer() throws IOException, InterruptedException {
    tab.scripted(true)
        .sized(1280, 900)
        .coloured("light")
        .open(folder.resolve("run/influence.html"));
    assertThat(tab.texts(".at-step:not([hidden]) h2")).first().isEqualTo("Step 800");
    pointAtMark("#figure-influence-step-000800", 0);
    assertThat(tab.texts("#note > b"))
        .containsExactly("datum 2, " + SampleRun.NASTY + ", on query 1");
    assertThat(tab.texts("#note > div"))
        .containsExactly("influence (nats²): −8, bar from −8.49 to −7.51");
    assertThat(tab.value("document.querySelector('#note img').naturalWidth").asInt()).isEqualTo(8);
    tab.value("document.querySelector('.picker input').focus()");
    tab.key("ArrowLeft", 37);
    assertThat(tab.texts(".at-step:not([hidden]) h2")).first().isEqualTo("Step 100");
    pointAtMark("#figure-influence-step-000100", 0);
    assertThat(tab.texts("#note > div"))
        .containsExactly("influence (nats²): −1, bar from −1.49 to −0.51");
    tab.point(".at-step:not([hidden]) td[data-of='datum 2']", 0.5, 0.5);
    assertThat(tab.text("document.querySelector('#note img').alt")).isEqualTo("datum 2");
  }

  /** Row and column of a matrix. */
  @Test
  void aCellIsToldWithRowAndColumn() throws IOException, InterruptedException {
    tab.scripted(true).sized(1280, 900).open(folder.resolve("run/susceptibility.html"));
    String figure = "#figure-loadings-step-000800";
    JsonNode cell =
        tab.value(
            "JSON.parse(document.querySelector('" + figure + " script').textContent)[0].cells[0]");
    pointAt(
        figure,
        cell.get(0).asDouble() + cell.get(2).asDouble() / 2,
        cell.get(1).asDouble() + cell.get(3).asDouble() / 2);
    assertThat(tab.texts("#note > *")).containsExactly("0.80", "component: l0h0", "pattern: 1");
  }

  private static void pointAtMark(String figure, int number) throws IOException {
    JsonNode mark =
        tab.value(
            "JSON.parse(document.querySelector('"
                + figure
                + " script').textContent)[0].series["
                + number
                + "].points[0]");
    pointAt(figure, mark.get(0).asDouble(), mark.get(1).asDouble());
  }

  private static void pointAt(String figure, double x, double y) throws IOException {
    JsonNode size =
        tab.value(
            "(b => [b.width, b.height])(document.querySelector('"
                + figure
                + " svg').viewBox.baseVal)");
    tab.point(figure + " svg", x / size.get(0).asDouble(), y / size.get(1).asDouble());
  }

  /**
   * A wide and a narrow window, light and dark: no part lies beyond the side, and much is drawn.
   */
  @Test
  void theWindowIsFilledAndNotLeft() throws IOException, InterruptedException {
    for (String colours : List.of("light", "dark")) {
      for (int width : new int[] {1280, 400}) {
        opened().coloured(colours).sized(width, 900);
        assertThat(tab.value("document.documentElement.scrollWidth").asInt())
            .as(colours + " " + width)
            .isLessThanOrEqualTo(width);
        BufferedImage seen = tab.screenshot();
        assertThat(seen.getWidth()).isEqualTo(width);
        int[] rgb = seen.getRGB(0, 0, width, 900, null, 0, width);
        assertThat(IntStream.of(rgb).distinct().count()).isGreaterThan(50);
        int corner = rgb[0] & 0xFF;
        assertThat(corner > 128).isEqualTo(colours.equals("light"));
      }
    }
  }

  /** All tables and figures are there, chains of every checkpoint too, and no dead controls. */
  @Test
  void withoutScriptsItSaysTheSame() throws IOException, InterruptedException {
    tab.scripted(false).open(report);
    assertThat(tab.value("document.querySelectorAll('figure svg').length").asInt())
        .isEqualTo(4 + 3 * 4);
    assertThat(tab.value("document.querySelectorAll('button, input, #note').length").asInt())
        .isZero();
    assertThat(
            tab.value("[...document.querySelectorAll('.at-step')].filter(it => it.hidden).length")
                .asInt())
        .isZero();
    tab.scripted(true);
  }
}
