package org.cusp.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cusp.spec.SpecReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {
  private static final Path EXPERIMENTS = Path.of("experiments");

  @Test
  void everySpecFileIsValid() throws IOException {
    try (Stream<Path> files = Files.list(EXPERIMENTS)) {
      List<Path> specs = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertThat(specs).hasSizeGreaterThanOrEqualTo(3);
      for (Path file : specs) {
        assertThat(name(file) + ".yaml").isEqualTo(file.getFileName().toString());
      }
    }
  }

  private static String name(Path file) throws IOException {
    return Files.readString(file).contains("\nlearning-curve:")
        ? SpecReader.learningCurve(file).name()
        : SpecReader.read(file).name();
  }

  @Test
  void digitsAreLearned(@TempDir Path folder) throws IOException {
    String text = Files.readString(EXPERIMENTS.resolve("digits-mlp.yaml"));
    assertThat(text).contains("steps: 3000");
    Path spec = Runs.write(folder, text.replace("steps: 3000", "steps: 400"));
    Runs.train(folder.resolve("run"), spec);
    RunDirectory run = RunDirectory.open(folder.resolve("run"));
    List<String> rows = Files.readAllLines(run.trajectory());
    double testAccuracy = Double.parseDouble(rows.get(rows.size() - 1).split(",")[5]);
    assertThat(testAccuracy).isGreaterThanOrEqualTo(0.95);
    assertThat(run.checkpoints()).hasSize(14);
  }
}
