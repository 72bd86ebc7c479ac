package org.cusp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.SharedFiles;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.format.Json;
import org.cusp.train.Checkpoint;
import org.cusp.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LLCs of inputs that once had a wrong one, or none. */
class HonestNumbersTest {
  private static LlcResult llc(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("llc"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--json", "--threads", "1"));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("NaN");
    Path file = Files.createTempFile("llc", ".json");
    Files.writeString(file, run.out());
    return Json.read(file, LlcResult.class);
  }

  private static LlcResult shared(String folder, String weights, String spec, String... more)
      throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                SharedFiles.text("cases/" + folder + "/" + weights + ".safetensors"),
                "--spec",
                SharedFiles.text("cases/" + folder + "/" + spec + ".yaml")));
    all.addAll(List.of(more));
    return llc(all.toArray(String[]::new));
  }

  /** 1.445 +- 0.029 in float64; the Laplace value is 1.481. */
  @Test
  void float32ThatIsTooCoarse() throws Exception {
    LlcResult result = shared("float32", "c4s0.0003", "c4s0.0003_32", "--gamma", "1.11e7");
    assertThat(result.llc().value()).isCloseTo(1.48, within(4 * result.llc().se()));
    assertThat(result.llc().se()).isLessThan(0.05);
    assertThat(result.verdict().cautions()).anyMatch(text -> text.contains("float64"));
    assertThat(result.verdict().reasons()).noneMatch(text -> text.contains("train"));
  }

  @Test
  void constantLoss() throws Exception {
    LlcResult result = shared("constant", "c1", "c1", "--only", "layers.0", "--gamma", "1");
    assertThat(result.llc().value()).isZero();
    assertThat(result.llc().se()).isZero();
    assertThat(result.verdict().cautions()).anyMatch(text -> text.contains("constant"));
  }

  /** 3.12 +- 0.06 for both, and one default gamma. */
  @Test
  void offsetOfTheTargets() throws Exception {
    List<LlcResult> at1 = new ArrayList<>();
    List<LlcResult> byDefault = new ArrayList<>();
    for (String name : List.of("off0", "off6")) {
      at1.add(shared("offset", name, name + "_64", "--gamma", "1", "--budget", "10"));
      byDefault.add(shared("offset", name, name + "_64", "--budget", "1"));
    }
    for (LlcResult result : at1) {
      assertThat(result.llc().value())
          .isCloseTo(3.12, within(4 * Math.hypot(0.06, result.llc().se())));
    }
    assertThat(byDefault.get(1).gamma()).isEqualTo(byDefault.get(0).gamma());
  }

  @Test
  void oneChainCarriesACaution() throws Exception {
    LlcResult result = llc("conjugate:dimension=2,n=50", "--chains", "1", "--draws", "400");
    assertThat(result.verdict().cautions()).anyMatch(text -> text.contains("one chain only"));
    LlcResult two = llc("conjugate:dimension=2,n=50", "--chains", "2", "--draws", "400");
    assertThat(two.verdict().cautions()).noneMatch(text -> text.contains("one chain"));
  }

  @Test
  void chainsThatDoNotFitAreRefused() {
    CommandRun run = CommandRun.of("llc", "conjugate:dimension=2,n=50", "--chains", "1000000000");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--chains", "1000000000", "would");
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  /** A step far beyond stability: nothing is ever accepted. */
  @Test
  void stuckChainsAreNamed() throws Exception {
    LlcResult result =
        llc(
            "dln:widths=3x3x3,rank=1,n=1000",
            "--sampler",
            "mala",
            "--step",
            "10",
            "--chains",
            "3",
            "--draws",
            "20");
    assertThat(result.verdict().status()).isEqualTo(Verdict.Status.REJECTED);
    assertThat(result.verdict().reasons())
        .anyMatch(text -> text.contains("3 of 3 chains ([0, 1, 2], from 0) are stuck"));
  }

  @Test
  void burnInOfZeroIsHonoured() throws Exception {
    LlcResult result =
        llc(
            "conjugate:dimension=2,n=50",
            "--sampler",
            "sgld",
            "--step",
            "1e-3",
            "--burn-in",
            "0",
            "--draws",
            "50",
            "--chains",
            "2");
    assertThat(result.sampler().get("burnIn")).hasToString("0");
    assertThat(result.sampler().get("draws")).hasToString("50");
  }

  /** 1e39 is Infinity in float32; losses of NaN were printed, and by kl with exit code 0. */
  @ParameterizedTest
  @ValueSource(strings = {"kl", "llc", "criteria", "free-energy"})
  void dataBeyondFloat32AreRefusedWithTheirRow(String command, @TempDir Path folder) {
    TinyNetwork network = TinyNetwork.in(folder).writeCheckpoint("w.safetensors");
    network.write("wide.csv", "x1,x2,class\n0.1,0.2,0\n0.3,1e39,1\n0.2,0.1,1\n");
    CommandRun run =
        CommandRun.of(
            command, network.text("w.safetensors"), "--data", network.text("wide.csv"), "--json");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("row 2, input 2 is 1.0E39", "float64");
  }

  /** Logits of 1e41 overflow in float32 where no number of the data or the weights does. */
  @Test
  void aLossThatIsNotFiniteIsRefusedWithItsRow(@TempDir Path folder) {
    TinyNetwork network = TinyNetwork.in(folder);
    network.write("net.yaml", TinyNetwork.SPEC.replace("tanh", "identity"));
    double[] w = Arrays.stream(TinyNetwork.weights()).map(x -> 1000 * x).toArray();
    Checkpoint.of(network.spec(), 3, 1, w).write(network.path("w.safetensors"));
    network.write("wide.csv", "x1,x2,class\n0.1,0.2,0\n3e38,3e38,1\n0.2,0.1,1\n");
    CommandRun run =
        CommandRun.of("kl", network.text("w.safetensors"), "--data", network.text("wide.csv"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("loss of row 2", "not finite", "float64");
  }
}
