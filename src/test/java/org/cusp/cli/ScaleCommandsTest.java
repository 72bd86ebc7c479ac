package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleCommandsTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Cusp.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void spectrumInJsonWithItsFigure() throws Exception {
    assertThat(run("spectrum", "polynomial:x^2y^2", "--json", "--out", folder.toString())).isZero();
    JsonNode node = new ObjectMapper().readTree(out.toString());
    assertThat(node.get("command").asText()).isEqualTo("spectrum");
    assertThat(node.get("lambda").get("value").asDouble()).isCloseTo(0.5, within(1e-3));
    assertThat(node.get("multiplicity").asInt()).isEqualTo(2);
    assertThat(node.get("exact").get("lambda").asText()).isEqualTo("1/2");
    assertThat(node.get("points")).hasSize(21);
    assertThat(folder.resolve("spectrum.json")).content().contains("\"multiplicity\"");
    assertThat(folder.resolve("spectrum.svg")).content().contains("exact λ = 1/2");
    assertThat(folder.resolve("spectrum.png")).isNotEmptyFile();
  }

  @Test
  void spectrumAsText() {
    assertThat(run("spectrum", "rrr:inputs=1,outputs=1,hidden=1,rank=0")).isZero();
    assertThat(out.toString())
        .contains("0.3387")
        .containsPattern("fitted: lambda = 0\\.5\\d+ \\+- .*,  m = 2")
        .contains("exact:  lambda = 1/2 = 0.50000,  m = 2");
  }

  @Test
  void volumeInJsonWithItsFigure() throws Exception {
    assertThat(run("volume", "polynomial:x^2", "--json", "--out", folder.toString())).isZero();
    JsonNode node = new ObjectMapper().readTree(out.toString());
    assertThat(node.get("lambda").get("value").asDouble()).isCloseTo(0.5, within(0.025));
    assertThat(node.get("levels")).hasSize(31);
    assertThat(folder.resolve("volume.svg")).content().contains("log V");
  }

  @Test
  void wrongTargetsAreOneLine() {
    assertThat(run("spectrum", "tms:columns=6")).isEqualTo(2);
    assertThat(run("spectrum", "rrr:inputs=3,outputs=3,hidden=1,rank=2")).isEqualTo(2);
    assertThat(run("volume", "dln:widths=2x2x2")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(3);
    assertThat(err.toString())
        .contains("unknown problem with a spectrum 'tms'")
        .contains("rank must be in [0, 1]")
        .contains("unknown problem with a volume 'dln'");
  }
}
