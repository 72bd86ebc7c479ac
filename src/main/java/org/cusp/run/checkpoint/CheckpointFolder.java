package org.cusp.run.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.folder.WeightsFolder;
import org.cusp.train.RunDirectory;

/**
 * A folder of checkpoints along a training: files of weights, or folders with weights, whose names
 * hold the step: {@code checkpoint_0000500.pth}, {@code step1000/}.
 */
public record CheckpointFolder(List<Item> items) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int MOST_DIGITS = 18;

  /** One checkpoint. */
  public record Item(long step, Path path) {}

  /** Those that a path means: none for a file or a folder that is itself one checkpoint. */
  public static Optional<CheckpointFolder> at(Path path) {
    return Files.isDirectory(path) && !WeightsFolder.hasWeights(path)
        ? of(RunDirectory.isOne(path) ? path.resolve("checkpoints") : path)
        : Optional.empty();
  }

  /**
   * The checkpoints of a folder, in the order of their steps; empty where it has none.
   *
   * @throws InvalidInput if two have the same step
   */
  public static Optional<CheckpointFolder> of(Path folder) {
    List<Item> items = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(path -> item(path).ifPresent(items::add));
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read", e);
    }
    items.sort(Comparator.comparingLong(Item::step));
    Set<Long> steps = new HashSet<>();
    for (Item item : items) {
      if (!steps.add(item.step())) {
        throw new InvalidInput(
            folder + ": two checkpoints have the step " + item.step() + " in their names");
      }
    }
    return items.isEmpty() ? Optional.empty() : Optional.of(new CheckpointFolder(items));
  }

  private static Optional<Item> item(Path path) {
    String name = path.getFileName().toString();
    boolean folder = Files.isDirectory(path);
    int dot = name.lastIndexOf('.');
    boolean weights =
        folder ? WeightsFolder.hasWeights(path) : WeightsFolder.isNamedAsWeights(path);
    String stem = folder || dot < 0 ? name : name.substring(0, dot);
    // A number within a word (resnet20) comes before that of the step.
    return NUMBER
        .matcher(stem)
        .results()
        .map(MatchResult::group)
        .reduce((earlier, later) -> later)
        .filter(digits -> weights && digits.length() <= MOST_DIGITS)
        .map(digits -> new Item(Long.parseLong(digits), path));
  }

  /** The one that was trained longest. */
  public Path last() {
    return items.get(items.size() - 1).path();
  }

  /** How many they are and from which step to which. */
  public String describe() {
    long from = items.get(0).step();
    long to = items.get(items.size() - 1).step();
    return items.size() == 1
        ? "1 checkpoint, step " + to
        : String.format(Locale.ROOT, "%,d checkpoints, steps %,d to %,d", items.size(), from, to);
  }
}
