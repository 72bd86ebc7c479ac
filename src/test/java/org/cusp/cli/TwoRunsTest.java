package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cusp report RUN OTHER}. */
class TwoRunsTest {
  @TempDir private Path folder;

  private Path estimated(String name, String seed) {
    Path out = folder.resolve(name);
    CommandRun run =
        CommandRun.of(
            "llc",
            "dln:widths=2x1,rank=1,n=40",
            "--draws",
            "60",
            "--chains",
            "2",
            "--seed",
            seed,
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    return out;
  }

  private static JsonNode llc(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("estimate.json").toFile()).get("llc");
  }

  /** The second less the first, with both errors as of independent numbers. */
  @Test
  void differencesHaveTheErrorsOfBoth() throws IOException {
    Path a = estimated("a", "1");
    Path b = estimated("b", "2");
    CommandRun run = CommandRun.of("report", a.toString(), b.toString());
    assertThat(run.code()).as(run.err()).isZero();
    Path file = a.resolve("beside-b.html");
    assertThat(run.out().strip()).isEqualTo(file.toString());
    String page = Files.readString(file);
    assertThat(page).contains("<tr><th scope=\"row\">seed</th><td>1</td><td>2</td></tr>");
    Matcher row =
        Pattern.compile("<th scope=\"row\">LLC</th>(.*?)</tr>", Pattern.DOTALL).matcher(page);
    assertThat(row.find()).isTrue();
    List<Double> numbers =
        Pattern.compile("class=\"number\" data-sort=\"([^\"]+)\"")
            .matcher(row.group(1))
            .results()
            .map(found -> Double.parseDouble(found.group(1)))
            .toList();
    double first = llc(a).get("value").asDouble();
    double second = llc(b).get("value").asDouble();
    double error = Math.hypot(llc(a).get("se").asDouble(), llc(b).get("se").asDouble());
    assertThat(numbers).hasSize(4);
    assertThat(numbers.get(0)).isEqualTo(first);
    assertThat(numbers.get(1)).isEqualTo(second);
    assertThat(numbers.get(2)).isCloseTo(second - first, within(1e-12));
    assertThat(numbers.get(3)).isCloseTo((second - first) / error, within(1e-9));
  }

  @Test
  void badInputIsOneLineAndLeavesNothing() throws IOException {
    Path a = estimated("a", "1");
    CommandRun nothing = CommandRun.of("report", a.toString(), folder.resolve("no").toString());
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("no: is not a run directory").hasLineCount(1);
    CommandRun alone = CommandRun.of("report", a.toString(), "--out", "x.html");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--out goes with a second run").hasLineCount(1);
    assertThat(a.resolve("beside-no.html")).doesNotExist();
  }
}
