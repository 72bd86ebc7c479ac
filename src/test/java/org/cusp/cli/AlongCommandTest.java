package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cusp.cli.CommandRun.done;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.run.DrawsFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The LLC of a run's checkpoints, whose chains go on from one to the next. */
class AlongCommandTest {
  private static final String[] STEPS = {"step-000000", "step-000003", "step-000006"};

  @TempDir Path folder;
  private TinyNetwork tiny;

  @BeforeEach
  void writeFiles() {
    tiny = TinyNetwork.in(folder);
    tiny.write(
        "net.yaml",
        TinyNetwork.SPEC.replaceAll(
            "llc:.*", "llc: {sampler: hmc, chains: 3, draws: 40, gamma: 5}"));
  }

  private Path trained(String name) {
    done("train", tiny.text("net.yaml"), "--out", tiny.text(name));
    return tiny.path(name);
  }

  @Test
  void aRunThatWasStoppedGoesOnAsIfItHadNotBeen() throws IOException {
    Path whole = trained("whole");
    done("llc", whole.toString(), "--threads", "2");
    Path stopped = trained("stopped");
    done("llc", stopped.toString(), "--threads", "1");
    // As if it had been killed in the second checkpoint; the third is of another time.
    Files.delete(stopped.resolve("llc").resolve(STEPS[1]).resolve("estimate.json"));
    Files.delete(stopped.resolve("llc").resolve(STEPS[2]).resolve("chains.safetensors"));
    done("llc", stopped.toString(), "--threads", "1");
    for (String step : STEPS) {
      for (String file : new String[] {"draws.npz", "chains.safetensors"}) {
        assertThat(stopped.resolve("llc").resolve(step).resolve(file))
            .hasSameBinaryContentAs(whole.resolve("llc").resolve(step).resolve(file));
      }
    }
    assertThat(stopped.resolve("llc/along.json"))
        .hasSameTextualContentAs(whole.resolve("llc/along.json"));
  }

  @Test
  void aCheckpointIsReplayedFromWhereTheChainsBeforeItStood() throws IOException {
    Path run = trained("run");
    done("llc", run.toString());
    Path estimate = run.resolve("llc").resolve(STEPS[2]).resolve("estimate.json");
    String[] replay = {
      "llc", run.toString(), "--replay", estimate.toString(), "--out", tiny.text("again")
    };
    done(replay);
    assertThat(tiny.path("again/draws.npz"))
        .hasSameBinaryContentAs(run.resolve("llc").resolve(STEPS[2]).resolve("draws.npz"));
    Path before = run.resolve("llc").resolve(STEPS[1]).resolve("chains.safetensors");
    Files.copy(run.resolve("llc").resolve(STEPS[2]).resolve("chains.safetensors"), tiny.path("c"));
    Files.delete(before);
    CommandRun without = CommandRun.of(replay);
    assertThat(without.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(without.err().lines()).hasSize(1);
    assertThat(without.err()).contains("went on from step 3", "there is no");
    // Nor from where other chains stood.
    Files.copy(tiny.path("c"), before);
    CommandRun other = CommandRun.of(replay);
    assertThat(other.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(other.err()).contains("not of the chains");
  }

  @Test
  void changesAreOfPairedDraws() throws IOException {
    Path run = trained("run");
    JsonNode along = CommandRun.json("llc", run.toString()).get("along");
    assertThat(done("llc", run.toString()).out()).contains("change", "paired by chain and number");
    double[][] first = kept(run, STEPS[0]);
    double[][] second = kept(run, STEPS[1]);
    double sum = 0;
    for (int chain = 0; chain < first.length; chain++) {
      for (int draw = 0; draw < first[chain].length; draw++) {
        sum += second[chain][draw] - first[chain][draw];
      }
    }
    JsonNode change = along.get("changes").get(0);
    double mean = sum / (first.length * first[0].length);
    assertThat(change.get("value").asDouble()).isCloseTo(mean, within(1e-9));
    assertThat(change.get("from").asLong()).isZero();
    assertThat(change.get("to").asLong()).isEqualTo(3);
    assertThat(change.get("se").asDouble()).isPositive();
  }

  /** Shares are of the same draws: their changes, weighted by data, add up to that of the LLC. */
  @Test
  void changesOfClassesAddUpAndThoseOfComponentsHaveErrors() throws IOException {
    Path run = trained("run");
    String[] words = {"llc", run.toString(), "--by", "class,layers.1"};
    JsonNode found = CommandRun.json(words);
    JsonNode shares = found.get("along").get("shares");
    JsonNode also = found.get("results").get(0).get("also").get("by-class");
    assertThat(shares).hasSize(2);
    for (int k = 0; k < 2; k++) {
      double sum = 0;
      double data = 0;
      for (JsonNode one : also) {
        JsonNode change = shares.get(one.get("of").asText()).get(k);
        sum += one.get("data").asDouble() * change.get("value").asDouble();
        data += one.get("data").asDouble();
        assertThat(change.get("se").asDouble()).isPositive();
      }
      assertThat(sum / data)
          .isCloseTo(
              found.get("along").get("changes").get(k).get("value").asDouble(), within(1e-6));
    }
    JsonNode part = found.get("components").get(0);
    JsonNode change = part.get("along").get("changes").get(0);
    assertThat(change.get("value").asDouble())
        .isCloseTo(
            part.get("results").get(1).get("llc").get("value").asDouble()
                - part.get("results").get(0).get("llc").get("value").asDouble(),
            within(1e-9));
    assertThat(change.get("se").asDouble()).isPositive();
    // What is stored says the same.
    assertThat(CommandRun.json(words).get("along")).isEqualTo(found.get("along"));
    assertThat(done(words).out()).containsPattern("class 1 .*, change [+-]");
  }

  private static double[][] kept(Path run, String step) {
    DrawsFile file = DrawsFile.read(run.resolve("llc").resolve(step).resolve("draws.npz"));
    double[][] kept = new double[file.deltaLoss().length][];
    for (int chain = 0; chain < kept.length; chain++) {
      double[] row = file.deltaLoss()[chain];
      kept[chain] = java.util.Arrays.copyOfRange(row, file.burnIn(), row.length);
      for (int i = 0; i < kept[chain].length; i++) {
        kept[chain][i] *= file.nBeta();
      }
    }
    return kept;
  }

  @Test
  void aPublishedRecipeStandsBesideTheLlcAtItsGammaAndNBeta() {
    tiny.writeCheckpoint("w.safetensors");
    String[] base = {
      "llc", tiny.text("w.safetensors"), "--spec", tiny.text("net.yaml"), "--like", "lau2023-llc"
    };
    JsonNode result = CommandRun.json(base);
    assertThat(result.get("gamma").asDouble()).isEqualTo(100);
    double n = result.get("n").asDouble();
    assertThat(result.get("nBeta").asDouble()).isCloseTo(n / Math.log(n), within(1e-9));
    JsonNode like = result.get("like");
    assertThat(like.get("name").asText()).isEqualTo("lau2023-llc");
    assertThat(like.get("batch").asInt()).isEqualTo((int) n);
    double difference = like.get("value").asDouble() - result.get("llc").get("value").asDouble();
    assertThat(like.get("difference").get("value").asDouble()).isCloseTo(difference, within(1e-9));
    assertThat(done(base).out()).contains("like lau2023-llc", "at the same gamma and nBeta");
    refused("unknown recipe 'nobody'", "--like", "nobody");
    refused("--gamma does not go with --like", "--like", "devinterp", "--gamma", "3");
  }

  private void refused(String message, String... options) {
    java.util.List<String> all =
        new java.util.ArrayList<>(
            java.util.List.of("llc", tiny.text("w.safetensors"), "--spec", tiny.text("net.yaml")));
    all.addAll(java.util.List.of(options));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.code()).isEqualTo(Cusp.WRONG_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(message);
  }
}
