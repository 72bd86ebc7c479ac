package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training goes on only as what it was. */
class ContinuationTest {
  private static final String SPEC =
      """
      name: s
      data: {source: csv, path: data.csv, target: last, kind: values, test: 4}
      model: {type: mlp, widths: [2, 3, 1], likelihood: gaussian}
      train: {batch: 4, steps: 40, checkpoints: [0, 10, 40], evaluateEvery: 5}
      """;

  private static final KernelProvider SIMD = KernelProvider.named("simd");
  private static final KernelProvider ND4J = KernelProvider.named("nd4j");

  @TempDir Path folder;
  private RunDirectory run;

  @BeforeEach
  void stopped() throws IOException {
    writeData(0);
    train(SIMD, 20);
  }

  /** Sixteen rows; all targets are moved by so much. */
  private void writeData(double changed) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      text.append(i * 0.1).append(',').append(1 - i * 0.05).append(',').append(i % 3 + changed);
      text.append('\n');
    }
    Files.writeString(folder.resolve("data.csv"), text);
  }

  private TrainingResult train(KernelProvider kernels, int until) throws IOException {
    return train(kernels, until, TrainingListener.NONE, Duration.ofHours(1));
  }

  private TrainingResult train(
      KernelProvider kernels, int until, TrainingListener listener, Duration saveEvery)
      throws IOException {
    Path file = Files.writeString(folder.resolve("net.yaml"), SPEC);
    Spec spec = SpecReader.read(file);
    run = RunDirectory.prepare(folder.resolve("run"), spec, file);
    try (Workers workers = new Workers(1)) {
      return new Trainer(kernels, workers, listener, Runs.after(until), saveEvery)
          .train(spec, spec.loadData(), run);
    }
  }

  private void isRefused(KernelProvider kernels, String message) throws IOException {
    byte[] state = Files.readAllBytes(run.resumeFile());
    byte[] rows = Files.readAllBytes(run.trajectory());
    assertThatThrownBy(() -> train(kernels, 1000))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(run.root() + ": ")
        .hasMessageContaining(message)
        .hasMessageContaining("train under another name");
    assertThat(Files.readAllBytes(run.resumeFile())).isEqualTo(state);
    assertThat(Files.readAllBytes(run.trajectory())).isEqualTo(rows);
  }

  @Test
  void otherDataAreRefused() throws IOException {
    writeData(1e-9);
    isRefused(SIMD, "the training data are not those of the run");
  }

  @Test
  void otherDataAreRefusedWhenAllStepsAreDone() throws IOException {
    train(SIMD, 1000);
    writeData(1);
    isRefused(SIMD, "the training data are not those of the run");
  }

  @Test
  void otherKernelsAreRefusedButMayLookAtWhatIsDone() throws IOException {
    isRefused(ND4J, "was trained with kernels simd");
    train(SIMD, 1000);
    assertThat(train(ND4J, 1000).status()).isEqualTo(TrainingResult.Status.ALREADY_COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({
    "testData, x, the held-out data are not those of the run",
    "version, 0.0.1, was trained with Cusp 0.0.1",
    "setting.train.batch, 5, 'was trained with train.batch = 5, now it is 4'",
    "data, , its state does not say what data it was trained on",
  })
  void aStateThatSaysAnotherIsRefused(String key, String value, String message) throws IOException {
    TensorFile state = Safetensors.read(run.resumeFile());
    Map<String, String> metadata = new LinkedHashMap<>(state.metadata());
    metadata.put(key, value);
    metadata.values().removeIf(text -> text == null);
    Safetensors.write(run.resumeFile(), new TensorFile(metadata, state.tensors()));
    isRefused(SIMD, message);
  }

  /** Like a killed process: the listener ends it between two checkpoints. */
  @Test
  void theStateIsSavedBetweenCheckpoints() throws IOException {
    TrainingListener killer =
        (row, of, speed) -> {
          if (row.step() == 35) {
            throw new IllegalStateException("killed");
          }
        };
    assertThatThrownBy(() -> train(SIMD, 1000, killer, Duration.ZERO)).hasMessage("killed");
    assertThat(Safetensors.read(run.resumeFile()).metadata().get("step")).isEqualTo("35");
    train(SIMD, 1000);
    byte[] continued = Files.readAllBytes(run.checkpoint(40));
    Files.delete(run.resumeFile());
    train(SIMD, 1000);
    assertThat(Files.readAllBytes(run.checkpoint(40))).isEqualTo(continued);
  }
}
