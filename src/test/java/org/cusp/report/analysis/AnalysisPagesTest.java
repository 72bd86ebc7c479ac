package org.cusp.report.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;
import org.cusp.report.page.PageLink;
import org.cusp.train.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisPagesTest {
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  @TempDir private Path root;

  /** A page for each analysis that is there, linked with the report and with each other. */
  @Test
  void eachAnalysisOfARunHasAPage() throws IOException {
    RunDirectory run = SampleRun.in(root);
    assertThat(AnalysisPages.write(run))
        .containsExactly(
            new PageLink("training", ""),
            new PageLink("influence", "influence.html"),
            new PageLink("susceptibility", "susceptibility.html"));
    String page = Files.readString(root.resolve("influence.html"));
    assertThat(page)
        .contains("<a href=\"report.html\">training</a>")
        .contains("<a aria-current=\"page\">influence</a>")
        .contains("data-steps=\"[100,800]\"")
        .contains("data-sort=\"-1.0\">−1.00 ± 0.25</td>")
        .contains("data-sort=\"-8.0\">−8.00 ± 0.25</td>");
    assertThat(ID.matcher(page).results().map(found -> found.group(1)).toList())
        .doesNotHaveDuplicates();
    assertThat(Files.readString(root.resolve("susceptibility.html")))
        .contains("−0.50 ± 0.06", "0.25 ± 0.06", "Response of components to data: run")
        .contains("few draws");
  }

  /** Neither markup nor the data beside a figure can be left by a name. */
  @Test
  void namesStayNames() throws IOException {
    AnalysisPages.write(SampleRun.in(root));
    for (String file : List.of("influence.html", "susceptibility.html")) {
      String page = Files.readString(root.resolve(file));
      assertThat(page).doesNotContain("<img src=x", "</script><img", "onerror=\"alert");
      assertThat(page)
          .contains("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;")
          .contains("\\u003c/script\\u003e\\u003cimg src=x");
    }
  }

  @Test
  void aRunWithoutAnalysesHasNoPagesAndADamagedOneIsNamed() throws IOException {
    RunDirectory run = SampleRun.in(root);
    Path file = root.resolve("influence/step-000800/influence.json");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> AnalysisPages.write(run))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(file.toString());
    Path empty = root.resolve("empty");
    Files.createDirectories(empty);
    Files.copy(root.resolve("spec.yaml"), empty.resolve("spec.yaml"));
    assertThat(AnalysisPages.write(RunDirectory.open(empty))).isEmpty();
    assertThat(empty.resolve("influence.html")).doesNotExist();
  }
}
