package org.cusp.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.WriterLock;
import org.cusp.spec.Spec;
import org.cusp.spec.SpecReader;

/**
 * The files of a run.
 *
 * @param root the folder
 */
public record RunDirectory(Path root) {
  private static final String SPEC = "spec.yaml";
  private static final String ORIGIN = "spec-origin.txt";
  private static final Pattern CHECKPOINT = Pattern.compile("step-(\\d+)\\.safetensors");

  /**
   * The run directory of a spec, as it is or is not yet: nothing on the disk is changed.
   *
   * @throws InvalidInput if the folder holds something else, or a run of other data, model,
   *     training or seed
   */
  public static RunDirectory of(Path root, Spec spec) {
    RunDirectory run = new RunDirectory(root);
    if (Files.exists(run.specFile())) {
      run.requireSame(spec);
    } else {
      run.requireEmpty();
    }
    return run;
  }

  /**
   * The run directory of a spec, made where it does not exist.
   *
   * @param specFile where the spec was read from; relative paths in it stay relative to its folder
   * @throws InvalidInput as {@link #of} does; then nothing on the disk is changed
   */
  public static RunDirectory prepare(Path root, Spec spec, Path specFile) {
    RunDirectory run = of(root, spec);
    run.writeSpec(spec, specFile);
    return run;
  }

  /** Makes this the run of a spec: once it is known that it may be. */
  public void writeSpec(Spec spec, Path specFile) {
    // The spec makes the folder a run: what it is read with comes before it.
    AtomicFiles.writeString(file(ORIGIN), relative(specFile) + "\n");
    AtomicFiles.writeString(specFile(), spec.text());
  }

  /** Whether a folder is a run. */
  public static boolean isOne(Path root) {
    return Files.isRegularFile(root.resolve(SPEC));
  }

  /** An existing run directory. */
  public static RunDirectory open(Path root) {
    RunDirectory run = new RunDirectory(root);
    if (!Files.isRegularFile(run.specFile())) {
      throw new InvalidInput(root + ": is not a run directory (it has no " + SPEC + ")");
    }
    return run;
  }

  /** The spec of the run; relative paths in it are relative to where the file given was. */
  public Spec spec() {
    return SpecReader.readCopy(specFile(), specOrigin());
  }

  /** The spec file, as given. */
  public Path specFile() {
    return file(SPEC);
  }

  /** Command, seed, versions and machine. */
  public Path runFile() {
    return file("run.json");
  }

  /** Losses along training, see {@link TrajectoryRow}. */
  public Path trajectory() {
    return file("trajectory.csv");
  }

  /** Weights and optimizer state to go on from. */
  public Path resumeFile() {
    return file("resume.safetensors");
  }

  /** K(w) of the checkpoints. */
  public Path klFile() {
    return file("kl.json");
  }

  public Path figures() {
    return file("figures");
  }

  public Path report() {
    return file("report.html");
  }

  /** The checkpoint of a step, whether it exists or not. */
  public Path checkpoint(long step) {
    return file("checkpoints/" + stepName(step) + ".safetensors");
  }

  /** Draws around the checkpoint of a step. */
  public Path draws(long step) {
    return file("llc/" + stepName(step) + "/draws.npz");
  }

  /** The learning coefficient of the checkpoint of a step. */
  public Path estimate(long step) {
    return file("llc/" + stepName(step) + "/estimate.json");
  }

  /** The checkpoints that exist, in training order. */
  public List<Path> checkpoints() {
    Path folder = file("checkpoints");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> stepOf(path).isPresent())
          .sorted(Comparator.comparingLong(path -> stepOf(path).getAsLong()))
          .map(this::inside)
          .toList();
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read", e);
    }
  }

  /** The step in the name of a checkpoint file. */
  public static OptionalLong stepOf(Path checkpoint) {
    Matcher matcher = CHECKPOINT.matcher(checkpoint.getFileName().toString());
    return matcher.matches() && matcher.group(1).length() < 19
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static String stepName(long step) {
    return String.format(Locale.ROOT, "step-%06d", step);
  }

  private Path file(String name) {
    return inside(root.resolve(name));
  }

  /**
   * A path of this run, as it is.
   *
   * @throws InvalidInput if it, or a folder on the way to it, is a link that leads out of the run
   */
  public Path inside(Path path) {
    for (Path at = path; at != null && !at.equals(root); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        requireWithin(at);
      }
    }
    return path;
  }

  private void requireWithin(Path link) {
    try {
      Path end = link.toRealPath();
      if (!end.startsWith(root.toRealPath())) {
        throw new InvalidInput(
            link + ": is a link out of the run, which is not followed; put the file itself there");
      }
    } catch (IOException e) {
      throw new InvalidInput(link + ": is a link that leads nowhere; remove it", e);
    }
  }

  private void requireSame(Spec spec) {
    Map<String, String> given = spec.trainingFacts();
    Map<String, String> found = spec().trainingFacts();
    Stream.concat(given.keySet().stream(), found.keySet().stream())
        .filter(key -> !given.getOrDefault(key, "").equals(found.getOrDefault(key, "")))
        .findFirst()
        .ifPresent(
            key -> {
              throw new InvalidInput(
                  root
                      + ": holds a run with "
                      + key
                      + " = "
                      + found.getOrDefault(key, "(none)")
                      + ", but the spec has "
                      + given.getOrDefault(key, "(none)")
                      + "; choose another directory");
            });
  }

  private void requireEmpty() {
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new InvalidInput(root + ": is a file, not a run directory");
    }
    try (Stream<Path> files = Files.list(root)) {
      if (files.anyMatch(file -> !isOfAnUnfinishedStart(file))) {
        throw new InvalidInput(
            root + ": is not empty and holds no run (no " + SPEC + "); choose another directory");
      }
    } catch (IOException e) {
      throw new InvalidInput(root + ": cannot be read", e);
    }
  }

  /** What a process that was killed while it made the run leaves. */
  private boolean isOfAnUnfinishedStart(Path file) {
    return file.getFileName().toString().equals(ORIGIN)
        || AtomicFiles.isTemporary(file)
        || WriterLock.isOne(file);
  }

  /** Relative where possible, so that a project can be moved as a whole. */
  private Path relative(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path here = root.toAbsolutePath().normalize();
    return here.getRoot().equals(absolute.getRoot()) ? here.relativize(absolute) : absolute;
  }

  /** Where the spec file that was given is or was: its relative paths are relative to there. */
  public Path specOrigin() {
    Path file = file(ORIGIN);
    if (!Files.exists(file)) {
      return specFile();
    }
    try {
      return root.toAbsolutePath().resolve(Files.readString(file).strip()).normalize();
    } catch (IOException | InvalidPathException e) {
      throw new InvalidInput(file + ": must hold the path of the spec file", e);
    }
  }
}
