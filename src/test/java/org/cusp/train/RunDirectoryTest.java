package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch: 32 | batch: 31 | train.batch = 32, but the spec has 31",
        "test: 50 | test: 51 | data.test = 50, but the spec has 51",
        "widths: [64, 8, 10] | widths: [64, 9, 10] | model.widths = [64, 8, 10]",
        "name: small | seed: 2 | seed = 1, but the spec has 2",
        "weightDecay: 0.01 | optimizer: sgd | train.optimizer = adam, but the spec has sgd",
      })
  void anotherSpecIsRefusedAndNothingChanges(String from, String to, String message)
      throws IOException {
    Path root = folder.resolve("run");
    Path spec = Runs.write(folder, Runs.SMALL);
    Runs.prepare(root, spec);
    Runs.write(folder, Runs.SMALL.replace(from, to));
    assertThatThrownBy(() -> Runs.prepare(root, spec))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(root + ": holds a run with ")
        .hasMessageContaining(message);
    assertThat(RunDirectory.open(root).specFile()).hasContent(Runs.SMALL);
  }

  @Test
  void otherSamplingSettingsAreTaken() throws IOException {
    Path root = folder.resolve("run");
    Path spec = Runs.write(folder, Runs.SMALL);
    Runs.prepare(root, spec);
    String changed = Runs.SMALL + "llc: {chains: 3}\n";
    Runs.write(folder, changed);
    assertThat(Runs.prepare(root, spec).spec().llc().chains()).isEqualTo(3);
    assertThat(RunDirectory.open(root).specFile()).hasContent(changed);
  }

  @Test
  void relativePathsAndTheNameStayThoseOfTheFileGiven() throws IOException {
    Files.writeString(folder.resolve("line.csv"), "1,2\n2,3\n-1,0.5\n");
    Path spec =
        Runs.write(
            folder,
            """
            data: {source: csv, path: line.csv, kind: values}
            model: {type: deep-linear, widths: [1, 1], likelihood: gaussian}
            """);
    RunDirectory run = Runs.prepare(folder.resolve("runs/one"), spec);
    assertThat(run.spec().loadData().train().n()).isEqualTo(3);
    assertThat(run.spec().name()).isEqualTo("net");
  }

  @Test
  void foldersThatAreNotRuns() throws IOException {
    Path spec = Runs.write(folder, Runs.SMALL);
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "text");
    assertThatThrownBy(() -> Runs.prepare(other, spec))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(other + ": is not empty and holds no run");
    assertThat(other.resolve("spec.yaml")).doesNotExist();
    assertThatThrownBy(() -> Runs.prepare(other.resolve("thesis.txt"), spec))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is a file");
    assertThatThrownBy(() -> RunDirectory.open(other))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(other + ": is not a run directory (it has no spec.yaml)");
  }

  @Test
  void checkpointsAreListedInTrainingOrder() throws IOException {
    RunDirectory run = new RunDirectory(folder);
    Files.createDirectories(run.checkpoint(0).getParent());
    for (long step : new long[] {1_000_000, 20, 3}) {
      Files.createFile(run.checkpoint(step));
    }
    Files.createFile(run.checkpoint(0).resolveSibling("notes.txt"));
    assertThat(run.checkpoints())
        .containsExactly(run.checkpoint(3), run.checkpoint(20), run.checkpoint(1_000_000));
    assertThat(run.checkpoint(100).getFileName()).hasToString("step-000100.safetensors");
    assertThat(RunDirectory.stepOf(run.checkpoint(1_000_000))).hasValue(1_000_000);
  }

  /** The process was killed before, while or after it wrote the first file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec-origin.txt",
        ".spec.yaml.7ad3ae83-1b1f-4f2b-a2d3-3b1b2b7a0f11",
        ".spec-origin.txt.7ad3ae83-1b1f-4f2b-a2d3-3b1b2b7a0f12"
      })
  void aStartThatWasKilledIsStartedAgain(String left) throws IOException {
    Path root = Files.createDirectories(folder.resolve("run"));
    Files.writeString(root.resolve(left), "half");
    Path spec = Runs.write(folder, Runs.SMALL);
    assertThat(Runs.prepare(root, spec).spec().name()).isEqualTo("small");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("spec.yaml", "spec-origin.txt");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trajectory.csv",
        "resume.safetensors",
        "run.json",
        "report.html",
        "kl.json",
        "checkpoints",
        "llc",
        "figures"
      })
  void linksOutOfTheRunAreNotFollowed(String name) throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    RunDirectory run = Runs.prepare(folder.resolve("run"), Runs.write(folder, Runs.SMALL));
    Files.createSymbolicLink(run.root().resolve(name), outside);
    List<Supplier<Path>> paths =
        List.of(
            run::trajectory,
            run::resumeFile,
            run::runFile,
            run::report,
            run::klFile,
            () -> run.checkpoint(1),
            () -> run.estimate(1),
            run::figures);
    List<String> refused = paths.stream().flatMap(path -> refusal(path).stream()).toList();
    assertThat(refused)
        .containsExactly(
            run.root().resolve(name)
                + ": is a link out of the run, which is not followed; put the file itself there");
  }

  private static Optional<String> refusal(Supplier<Path> path) {
    try {
      path.get();
      return Optional.empty();
    } catch (InvalidInput e) {
      return Optional.of(e.getMessage());
    }
  }

  @Test
  void linksWithinTheRunAndToTheRunAreFollowed() throws IOException {
    Path there = folder.resolve("disk/run");
    Runs.prepare(there, Runs.write(folder, Runs.SMALL));
    Path root = Files.createSymbolicLink(folder.resolve("link"), there);
    Files.createDirectories(there.resolve("kept"));
    Files.createSymbolicLink(there.resolve("checkpoints"), Path.of("kept"));
    Files.createFile(there.resolve("kept/step-000003.safetensors"));
    assertThat(RunDirectory.open(root).checkpoints()).hasSize(1);
  }

  @Test
  void aCheckpointThatIsALinkOutOfTheRunIsRefused() throws IOException {
    RunDirectory run = Runs.prepare(folder.resolve("run"), Runs.write(folder, Runs.SMALL));
    Files.createDirectories(run.root().resolve("checkpoints"));
    Path other = Files.createFile(folder.resolve("other.safetensors"));
    Files.createSymbolicLink(run.root().resolve("checkpoints/step-000007.safetensors"), other);
    assertThatThrownBy(run::checkpoints)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("step-000007.safetensors: is a link out of the run");
    Files.delete(other);
    assertThatThrownBy(run::checkpoints)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("step-000007.safetensors: is a link that leads nowhere");
  }
}
