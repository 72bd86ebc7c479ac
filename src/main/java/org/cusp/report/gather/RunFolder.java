package org.cusp.report.gather;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.Inputs;
import org.cusp.format.rows.Rows;
import org.cusp.numerics.Digest;
import org.cusp.spec.Spec;
import org.cusp.train.Checkpoint;
import org.cusp.train.RunDirectory;

/**
 * The run that results belong to: the directory of a training, or the folder that they were put
 * into.
 *
 * @param spec of the training; empty for a folder that is none, or whose spec cannot be read
 */
record RunFolder(Path root, Optional<Spec> spec) {
  private static final String STEP = "step-\\d+";

  /** Where the folder of a run's results would be: {@code RUN/llc/step-000100}. */
  private static final int ABOVE = 3;

  /** The folder of a result's run. */
  static Path rootOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    Path given = file.getParent() == null ? Path.of(".") : file.getParent();
    Path at = given;
    for (int i = 0; i < ABOVE && at != null; i++) {
      if (RunDirectory.isOne(at)) {
        return at;
      }
      at = at.getParent();
    }
    boolean isStep = folder.getFileName() != null && folder.getFileName().toString().matches(STEP);
    return isStep && given.getParent() != null ? given.getParent() : given;
  }

  static RunFolder of(Path root) {
    try {
      return new RunFolder(
          root,
          RunDirectory.isOne(root)
              ? Optional.of(RunDirectory.open(root).spec())
              : Optional.empty());
    } catch (InvalidInput e) {
      return new RunFolder(root, Optional.empty());
    }
  }

  /** What its weights depend on: a column for each key of the spec. */
  Map<String, Object> cells() {
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("run", root.toString());
    spec.ifPresent(
        it ->
            it.trainingFacts()
                .forEach((key, value) -> cells.put(Rows.columnName("spec." + key), cell(value))));
    return cells;
  }

  private static Object cell(String text) {
    if (text.matches("-?\\d{1,18}")) {
      return Long.parseLong(text);
    }
    return text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?") ? (Object) Double.parseDouble(text) : text;
  }

  /**
   * Why a result is not of the checkpoint that is there now; empty where it is, or where there is
   * none to compare it with. One that is older than the result is that of the result.
   */
  Optional<String> stale(Path file, About about) {
    OptionalLong step = about.step() == null ? OptionalLong.empty() : OptionalLong.of(about.step());
    if (spec.isEmpty() || step.isEmpty() || about.inputs() == null) {
      return Optional.empty();
    }
    Path checkpoint = new RunDirectory(root).checkpoint(step.getAsLong());
    try {
      boolean isNewer =
          Files.exists(checkpoint)
              && Files.getLastModifiedTime(checkpoint).compareTo(Files.getLastModifiedTime(file))
                  > 0;
      return isNewer && !about.inputs().weights().equals(weights(checkpoint))
          ? Optional.of("is stale: " + checkpoint + " has other weights now")
          : Optional.empty();
    } catch (IOException e) {
      throw new InvalidInput(checkpoint + ": cannot be read", e);
    }
  }

  /** As {@link Inputs} has them. */
  private String weights(Path checkpoint) {
    double[] w =
        Checkpoint.read(checkpoint).weightsFor(spec.orElseThrow().model().build()).values();
    return new Digest().add(w).text();
  }
}
