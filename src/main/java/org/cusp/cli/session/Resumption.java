package org.cusp.cli.session;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cusp.format.AtomicFiles;
import org.cusp.format.WriterLock;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;
import org.cusp.state.Stopped;
import org.cusp.train.Build;

/**
 * How the work of a command goes on in another process where this one is stopped or killed: its
 * state lies beside its results, and one process at a time writes there.
 */
public final class Resumption implements AutoCloseable {
  private static final String STATE = "state.safetensors";

  /** Of a process that is to end: what is kept every half minute is there without it. */
  private static final int GRACE_SECONDS = 6;

  private final Consumer<String> note;
  private Interrupts interrupts;
  private boolean isRestart;

  /**
   * @param note takes a line for people
   */
  public Resumption(Consumer<String> note) {
    this.note = note;
  }

  /** Whether all is found anew, whatever is there. */
  public void restart(boolean asked) {
    isRestart = asked;
  }

  boolean isRestart() {
    return isRestart;
  }

  /** From the first time that it is asked for, a process that is told to end waits for the work. */
  private Interrupts interrupts() {
    if (interrupts == null) {
      interrupts = Interrupts.listen(GRACE_SECONDS);
    }
    return interrupts;
  }

  /** Whether the process has been told to end. */
  boolean isEnding() {
    return interrupts().requested();
  }

  /**
   * Where work keeps its state, and takes up what was kept of the same work.
   *
   * @param folder where its result goes; empty for nowhere, and then nothing is kept
   * @param facts what the work is of, beside the version
   */
  public Optional<FileBookmark> bookmark(Optional<Path> folder, Map<String, String> facts) {
    return folder.map(where -> bookmark(where.resolve(STATE), facts));
  }

  private FileBookmark bookmark(Path file, Map<String, String> facts) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put("version of Cusp", Build.THIS.version());
    all.put("revision of Cusp", Build.THIS.revision());
    if (isRestart) {
      AtomicFiles.remove(file);
    }
    return new FileBookmark(file, all, interrupts()::requested, note, FileBookmark.EVERY);
  }

  /**
   * Work whose results go into a folder, where one process at a time writes; where it is stopped,
   * that is told.
   *
   * @param folder empty for nowhere
   */
  public <T> T writing(Optional<Path> folder, Supplier<T> work) {
    try (WriterLock lock = folder.map(WriterLock::of).orElse(null)) {
      return work.get();
    } catch (Stopped e) {
      note.accept(e.getMessage());
      throw e;
    }
  }

  /**
   * The same of work that keeps its state until what it finds is there.
   *
   * @param work finds and writes
   */
  public <T> T goingOn(
      Optional<Path> folder, Map<String, String> facts, Function<Bookmark, T> work) {
    return writing(
        folder,
        () -> {
          Optional<FileBookmark> kept = bookmark(folder, facts);
          T found = work.apply(Bookmark.of(kept));
          kept.ifPresent(FileBookmark::end);
          return found;
        });
  }

  @Override
  public void close() {
    if (interrupts != null) {
      interrupts.close();
    }
  }
}
