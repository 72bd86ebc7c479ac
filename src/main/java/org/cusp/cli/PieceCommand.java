package org.cusp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Maker;
import org.cusp.cli.spread.Outcome;
import org.cusp.cli.spread.Piece;
import org.cusp.contract.InvalidInput;
import org.cusp.format.WriterLock;
import org.cusp.tensor.KernelProvider;

/**
 * Does one piece of a job, in whatever process: as {@code --shard} does it, so that its result and
 * its state lie where they would lie without a cluster, and an attempt after one that was killed
 * goes on from there. Where another attempt is at work in the piece's folder, a slow one perhaps,
 * this one works for itself and gives its result back as files; both are the same bits.
 */
public final class PieceCommand {
  private static final String OUT = "--out=";
  private static final String KERNELS = "--kernels=";

  /** What a process leaves beside a result while it is at work. */
  private static final List<String> OF_THE_WORK =
      List.of("state.safetensors", "unfinished-draws.npz");

  private PieceCommand() {}

  /**
   * Does it.
   *
   * @param where this machine, for people
   * @throws InvalidInput where this attempt failed; another may not
   */
  public static Outcome run(Job job, Piece piece, String where) {
    Optional<String> other = job.maker().differs(here(job));
    if (other.isPresent()) {
      return Outcome.refused(piece, where, other.get());
    }
    Path folder = Path.of(piece.folder());
    return WriterLock.isHeld(folder)
        ? apart(job, piece, where)
        : Outcome.done(piece, where, done(words(job, piece)), Map.of());
  }

  private static Maker here(Job job) {
    String kernels =
        job.words().stream()
            .filter(word -> word.startsWith(KERNELS))
            .map(word -> word.substring(KERNELS.length()))
            .findFirst()
            .orElse("auto");
    return Maker.here(KernelProvider.named(kernels));
  }

  private static List<String> words(Job job, Piece piece) {
    List<String> words = new ArrayList<>(job.words());
    words.add("--shard=" + piece.number() + "/" + piece.count());
    return words;
  }

  /** The command; its notes. */
  private static List<String> done(List<String> words) {
    StringWriter err = new StringWriter();
    int code =
        Cusp.part(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            words.toArray(String[]::new));
    List<String> lines = err.toString().strip().lines().toList();
    if (code == Cusp.DONE || code == Cusp.NOT_TRUSTED) {
      return lines;
    }
    if (code == Cusp.BUG) {
      throw new IllegalStateException(err.toString());
    }
    String last = lines.isEmpty() ? "exit code " + code : lines.get(lines.size() - 1);
    throw new InvalidInput(last.replaceFirst("^cusp: ", ""));
  }

  private static Outcome apart(Job job, Piece piece, String where) {
    Path scratch = scratch();
    try {
      List<String> words = words(job, piece);
      words.removeIf(word -> word.startsWith(OUT));
      words.add(OUT + scratch);
      List<String> notes = done(words);
      return Outcome.done(piece, where, notes, files(scratch, Path.of(piece.folder())));
    } finally {
      remove(scratch);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("cusp-piece");
    } catch (IOException e) {
      throw new InvalidInput("no folder for temporary files: " + e.getMessage(), e);
    }
  }

  /**
   * Those of the piece, by their paths in its folder: of several that has the name that it has in
   * the run.
   */
  private static Map<String, byte[]> files(Path scratch, Path folder) {
    Map<String, byte[]> files = new TreeMap<>();
    try {
      Path own = own(scratch, folder);
      for (Path file : results(own)) {
        files.put(own.relativize(file).toString(), Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new InvalidInput(scratch + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> results(Path own) throws IOException {
    try (Stream<Path> all = Files.walk(own)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !WriterLock.isOne(file))
          .filter(file -> !OF_THE_WORK.contains(file.getFileName().toString()))
          .toList();
    }
  }

  private static Path own(Path scratch, Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      return all.filter(Files::isDirectory)
          .filter(path -> path.getFileName().equals(folder.getFileName()))
          .findFirst()
          .orElse(scratch);
    }
  }

  private static void remove(Path scratch) {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // Temporary files of the system: it removes them.
    }
  }
}
