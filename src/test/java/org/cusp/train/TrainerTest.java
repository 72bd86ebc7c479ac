package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.spec.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  @TempDir Path folder;

  private Path root(String name) {
    return folder.resolve(name);
  }

  private static List<String> withoutSeconds(RunDirectory run) throws IOException {
    return Files.readAllLines(run.trajectory()).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private static byte[] bytes(RunDirectory run, long step) throws IOException {
    return Files.readAllBytes(run.checkpoint(step));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 37})
  void anInterruptedTrainingEndsAsAnUninterruptedOne(int stopAt) throws IOException {
    Path spec = Runs.write(folder, Runs.SMALL);
    TrainingResult whole = Runs.train(root("whole"), spec);
    assertThat(whole.status()).isEqualTo(TrainingResult.Status.COMPLETED);
    TrainingResult part = Runs.train(root("parts"), spec, 1, Runs.after(stopAt));
    assertThat(part.status()).isEqualTo(TrainingResult.Status.STOPPED);
    assertThat(part.step()).isEqualTo(stopAt);
    RunDirectory parts = RunDirectory.open(root("parts"));
    // A process that was killed may leave rows beyond its last state.
    Files.writeString(parts.trajectory(), "59,1,2\n60,half a li", StandardOpenOption.APPEND);
    assertThat(Runs.train(root("parts"), spec).status()).isEqualTo(TrainingResult.Status.COMPLETED);
    RunDirectory uninterrupted = RunDirectory.open(root("whole"));
    for (int step : List.of(0, 10, 60)) {
      assertThat(bytes(parts, step)).isEqualTo(bytes(uninterrupted, step));
    }
    assertThat(withoutSeconds(parts)).isEqualTo(withoutSeconds(uninterrupted));
  }

  /**
   * Running statistics are state: they stand in checkpoints and in what a training goes on from.
   */
  @Test
  void runningStatisticsGoOn() throws IOException {
    String model = "{type: layers, inputs: 64, layers: [dense: 8, batch-norm, tanh, dense: 10]}";
    Path spec = Runs.write(folder, Runs.SMALL.replace("{type: mlp, widths: [64, 8, 10]}", model));
    Runs.train(root("whole"), spec);
    Runs.train(root("parts"), spec, 1, Runs.after(10));
    Runs.train(root("parts"), spec, 2, Runs.after(13));
    Runs.train(root("parts"), spec);
    RunDirectory parts = RunDirectory.open(root("parts"));
    RunDirectory whole = RunDirectory.open(root("whole"));
    for (int step : List.of(0, 10, 60)) {
      assertThat(bytes(parts, step)).isEqualTo(bytes(whole, step));
    }
    assertThat(withoutSeconds(parts)).isEqualTo(withoutSeconds(whole));
    Map<String, NamedTensor> last = Checkpoint.read(whole.checkpoint(60)).content().tensors();
    assertThat(last.get("layers.1.running_mean").values()).doesNotContain(0);
    assertThat(last.get("layers.1.running_var").values()).doesNotContain(1).doesNotContain(0);
  }

  @Test
  void aBatchOfOneHasNoStatistics() throws IOException {
    String model = "{type: layers, inputs: 64, layers: [batch-norm, dense: 10]}";
    String text = Runs.SMALL.replace("{type: mlp, widths: [64, 8, 10]}", model);
    Path spec = Runs.write(folder, text.replace("batch: 32", "batch: 1"));
    assertThatThrownBy(() -> Runs.train(root("run"), spec))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("train.batch with batch-norm must be in [2, inf), got 1");
  }

  @Test
  void trajectoryHasARowForEveryEvaluationAndCheckpoint() throws IOException {
    Runs.train(root("run"), Runs.write(folder, Runs.SMALL));
    List<String> lines = Files.readAllLines(RunDirectory.open(root("run")).trajectory());
    assertThat(lines.get(0))
        .isEqualTo(
            "step,epoch,loss,testLoss,accuracy,testAccuracy,learningRate,gradientNorm,seconds");
    assertThat(lines.stream().skip(1).map(line -> line.split(",")[0]))
        .containsExactly("0", "7", "10", "14", "21", "28", "35", "42", "49", "56", "60");
    String[] last = lines.get(lines.size() - 1).split(",");
    assertThat(Double.parseDouble(last[1])).isEqualTo(60 * 32 / 250.0);
    assertThat(Double.parseDouble(last[6])).isZero();
    assertThat(Double.parseDouble(last[2])).isLessThan(Math.log(10));
  }

  @Test
  void aFinishedRunIsNotComputedAgain() throws IOException {
    Path spec = Runs.write(folder, Runs.SMALL);
    Runs.train(root("run"), spec);
    RunDirectory run = RunDirectory.open(root("run"));
    byte[] before = Files.readAllBytes(run.trajectory());
    assertThat(Runs.train(root("run"), spec).status())
        .isEqualTo(TrainingResult.Status.ALREADY_COMPLETE);
    assertThat(Files.readAllBytes(run.trajectory())).isEqualTo(before);
  }

  @Test
  void aDeletedCheckpointIsMadeAgain() throws IOException {
    Path spec = Runs.write(folder, Runs.SMALL);
    Runs.train(root("run"), spec);
    RunDirectory run = RunDirectory.open(root("run"));
    byte[] before = bytes(run, 10);
    Files.delete(run.checkpoint(10));
    assertThat(Runs.train(root("run"), spec).status()).isEqualTo(TrainingResult.Status.COMPLETED);
    assertThat(bytes(run, 10)).isEqualTo(before);
  }

  @Test
  void weightsDoNotDependOnTheNumberOfThreads() throws IOException {
    Path spec =
        Runs.write(
            folder,
            """
            data: {source: digits, scaling: divide 16}
            model: {type: mlp, widths: [64, 128, 64, 10], activation: relu}
            train: {batch: 1021, steps: 6, checkpoints: [6]}
            """);
    assertThat(Shards.of(1021, 17_226).count()).isEqualTo(5);
    Runs.train(root("one"), spec, 1, () -> false);
    Runs.train(root("two"), spec, 2, () -> false);
    Runs.train(root("three"), spec, 3, () -> false);
    byte[] one = bytes(RunDirectory.open(root("one")), 6);
    assertThat(bytes(RunDirectory.open(root("two")), 6)).isEqualTo(one);
    assertThat(bytes(RunDirectory.open(root("three")), 6)).isEqualTo(one);
  }

  @Test
  void aDivergedTrainingSaysSoAndKeepsItsFiles() throws IOException {
    Path spec =
        Runs.write(
            folder,
            Runs.SMALL
                .replace("weightDecay: 0.01", "optimizer: sgd, learningRate: 1e30, weightDecay: 1")
                .replace("warmup: 5", "warmup: 0"));
    TrainingResult result = Runs.train(root("run"), spec);
    assertThat(result.status()).isEqualTo(TrainingResult.Status.DIVERGED);
    assertThat(result.message())
        .matches("training diverged at step \\d+: loss is .*; lower train\\.learningRate");
    RunDirectory run = RunDirectory.open(root("run"));
    assertThat(run.checkpoints()).containsExactly(run.checkpoint(0));
    assertThat(Files.readAllLines(run.trajectory())).hasSizeGreaterThan(1);
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() throws IOException {
    Path spec = Runs.write(folder, Runs.SMALL.replace("batch: 32", "batch: 251"));
    assertThatThrownBy(() -> Runs.train(root("run"), spec))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("train.batch (with 250 training examples) must be in [1, 250], got 251");
  }

  /**
   * Full-batch descent on L = mean (w x - y)^2 / 2 + const: with h = mean x^2, w* = mean xy / h and
   * e = w - w*, the heavy ball is e_(t+1) = (1 + momentum - rate h) e_t - momentum e_(t-1).
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void gradientDescentOnAQuadraticFollowsItsClosedForm(double momentum) throws IOException {
    Files.writeString(folder.resolve("line.csv"), "1,2\n2,3\n-1,0.5\n0.5,1\n");
    Path spec =
        Runs.write(
            folder,
            """
            data: {source: csv, path: line.csv, kind: values}
            model: {type: deep-linear, widths: [1, 1], likelihood: gaussian, precision: float64}
            train: {optimizer: sgd, momentum: %s, learningRate: 0.1, batch: 4, steps: 30,
                    checkpoints: [0, 30]}
            """
                .formatted(momentum));
    Runs.train(root("run"), spec);
    RunDirectory run = RunDirectory.open(root("run"));
    double h = (1 + 4 + 1 + 0.25) / 4;
    double best = (2 + 6 - 0.5 + 0.5) / 4 / h;
    double before = weight(run, 0) - best;
    double error = before;
    for (int t = 0; t < 30; t++) {
      double next = (1 + momentum - 0.1 * h) * error - momentum * before;
      before = error;
      error = next;
    }
    if (momentum == 0) {
      assertThat(error)
          .isCloseTo((weight(run, 0) - best) * Math.pow(1 - 0.1 * h, 30), within(1e-14));
    }
    assertThat(weight(run, 30) - best).isCloseTo(error, within(1e-13));
  }

  private static double weight(RunDirectory run, long step) {
    return Checkpoint.read(run.checkpoint(step))
        .weightsFor(SpecReader.read(run.specFile()).model().build())
        .values()[0];
  }
}
