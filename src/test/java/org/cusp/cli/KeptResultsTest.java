package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cusp.cli.CommandRun.done;
import static org.cusp.cli.CommandRun.join;
import static org.cusp.cli.CommandRun.json;
import static org.cusp.cli.CommandRun.lasting;
import static org.cusp.cli.CommandRun.shortLlc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, where, and what a kept result answers. */
class KeptResultsTest {
  private static final String PROBLEM = "dln:widths=2x2,n=20";

  @TempDir Path folder;
  private TinyNetwork tiny;

  @BeforeEach
  void writeNetwork() {
    tiny = TinyNetwork.in(folder);
  }

  private Path train() {
    done("train", tiny.text("net.yaml"), "--out", tiny.text("run"));
    return tiny.path("run");
  }

  @Test
  void finishedPiecesAreNotComputedAgain() {
    Path run = train();
    String first = done("llc", run.toString()).out();
    Map<String, String> before = Disk.times(run);
    assertThat(done("llc", run.toString()).out()).isEqualTo(first);
    assertThat(done("llc", run.toString(), "--threads", "1").out()).isEqualTo(first);
    assertThat(Disk.times(run)).isEqualTo(before);
    assertThat(done("train", tiny.text("net.yaml"), "--out", run.toString()).out())
        .contains("complete already");
    assertThat(Disk.times(run.resolve("checkpoints"))).isEqualTo(times(before, "checkpoints/"));
    // Other settings are another question.
    assertThat(done("llc", run.toString(), "--gamma", "6").out()).isNotEqualTo(first);
    assertThat(Disk.times(run)).isNotEqualTo(before);
  }

  /** A budget that was too short leaves no draws that a longer one would stumble over. */
  @Test
  void withoutDrawsTheNextRunBeginsAnew() {
    String[] tooShort = {
      "llc", "dln:widths=600x600x600,rank=3,n=100", "--budget", "1", "--out", tiny.text("out")
    };
    assertThat(done(tooShort).out()).contains("not known: no draws");
    assertThat(folder.resolve("out/estimate.json")).exists();
    assertThat(folder.resolve("out/draws.npz")).doesNotExist();
    assertThat(done(tooShort).out()).contains("not known: no draws");
  }

  private static Map<String, String> times(Map<String, String> all, String below) {
    Map<String, String> some = new java.util.TreeMap<>();
    some.put("", "folder");
    all.forEach(
        (name, time) -> {
          if (name.startsWith(below)) {
            some.put(name.substring(below.length()), time);
          }
        });
    return some;
  }

  @Test
  void onlyWhatIsMissingIsComputed() throws IOException {
    Path run = train();
    JsonNode first = json("llc", run.toString());
    Map<String, String> before = Disk.times(run);
    Files.delete(run.resolve("llc/step-000003/estimate.json"));
    JsonNode second = json("llc", run.toString());
    assertThat(lasting(second.get("results").get(1)))
        .isEqualTo(lasting(first.get("results").get(1)));
    Map<String, String> after = Disk.times(run);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after.keySet())
        .filteredOn(name -> !after.get(name).equals(before.get(name)))
        .containsExactlyInAnyOrder(
            "llc/along.json",
            "llc/step-000003/draws.npz",
            "llc/step-000003/estimate.json",
            "llc/step-000003/state.safetensors");
  }

  @Test
  void outSaysWhereToWrite() {
    Path run = train();
    Map<String, String> before = Disk.contents(run);
    done("llc", run.toString(), "--out", tiny.text("elsewhere"));
    done("kl", run.toString(), "--out", tiny.text("elsewhere"));
    assertThat(Disk.contents(run)).isEqualTo(before);
    assertThat(Disk.contents(tiny.path("elsewhere")).keySet())
        .contains("step-000000/estimate.json", "step-000006/draws.npz", "kl.json");
    done(join(shortLlc(PROBLEM), "--out", tiny.text("problem")));
    List<String> figures = List.of("traces", "settling", "ranks", "energy", "step-size");
    assertThat(Disk.contents(tiny.path("problem")).keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("", "draws.npz", "estimate.json", "state.safetensors"),
                    figures.stream().flatMap(id -> Stream.of(id + ".png", id + ".svg")))
                .toList());
  }

  @Test
  void aStoredEstimateAnswersOnlyForTheSameWeightsAndData() {
    tiny.writeCheckpoint("w.safetensors");
    List<String> command =
        List.of("llc", tiny.text("w.safetensors"), "--spec", tiny.text("net.yaml"), "--out");
    JsonNode first = json(join(command, tiny.text("kept")));
    assertThat(json(join(command, tiny.text("kept")))).isEqualTo(first);
    double[] w = TinyNetwork.weights();
    w[0] = 1;
    org.cusp.train.Checkpoint.of(tiny.spec(), 3, 1, w).write(tiny.path("w.safetensors"));
    JsonNode second = json(join(command, tiny.text("kept")));
    assertThat(second.get("lossAtCheckpoint")).isNotEqualTo(first.get("lossAtCheckpoint"));
    tiny.write("points.csv", TinyNetwork.points().replace("0.16", "0.17"));
    JsonNode third = json(join(command, tiny.text("kept")));
    assertThat(third.get("lossAtCheckpoint")).isNotEqualTo(second.get("lossAtCheckpoint"));
  }

  @Test
  void otherDataAreNoResultOfTheRun() {
    Path run = train();
    done("llc", run.toString());
    Map<String, String> before = Disk.contents(run);
    tiny.write("other.csv", TinyNetwork.points().replace("0.16", "0.17"));
    assertThat(json("llc", run.toString(), "--data", tiny.text("other.csv")).get("results"))
        .allMatch(result -> result.get("n").asInt() == TinyNetwork.EXAMPLES);
    done("kl", run.toString(), "--data", tiny.text("other.csv"));
    assertThat(Disk.contents(run)).isEqualTo(before);
  }
}
