package org.cusp.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;

/**
 * A bookmark in a file, written whole or not at all: every so many seconds, though writing takes no
 * more than a small share of the time, and before the process ends where it is told to.
 */
public final class FileBookmark implements Bookmark {
  /** Seconds, which are lost where a process is killed; tests do not wait for half a minute. */
  public static final double EVERY =
      Double.parseDouble(System.getProperty("cusp.kept.every", "30"));

  /** One part in so many of the time may go into writing. */
  private static final double SHARE = 60;

  private static final String SECONDS = "seconds";
  private static final String DONE = "done";

  /** What is done is kept for who may want more of it, where that costs little. */
  private static final long MOST_OF_DONE = 8_000_000;

  private final Path file;
  private final Map<String, String> facts;
  private final BooleanSupplier ending;
  private final Consumer<String> note;
  private final Map<String, HasState> parts = new LinkedHashMap<>();
  private final double every;
  private final double before;
  private final double begun = Deadline.MONOTONE.seconds();
  private final Optional<StateFile> found;
  private double next;
  private boolean isKept;
  private String complaint = "";

  /**
   * Takes up what is there, if it is of the same; what is not is said and left for the next that is
   * written.
   *
   * @param facts what the computation is of
   * @param ending whether the process has been told to end
   * @param note takes a line for people
   * @param every seconds, which are lost where a process is killed
   */
  public FileBookmark(
      Path file,
      Map<String, String> facts,
      BooleanSupplier ending,
      Consumer<String> note,
      double every) {
    this.file = file;
    this.facts = Map.copyOf(facts);
    this.ending = ending;
    this.note = note;
    this.every = every;
    this.next = begun + every;
    this.found = found();
    this.before = found.filter(state -> !isDone(state)).map(FileBookmark::seconds).orElse(0.0);
    found
        .filter(state -> !isDone(state))
        .ifPresent(
            state ->
                note.accept(
                    String.format(
                        Locale.ROOT,
                        "goes on after %.3g s of work, kept in %s",
                        seconds(state),
                        file)));
  }

  private static double seconds(StateFile state) {
    return state.numbers().get(SECONDS)[0];
  }

  private static boolean isDone(StateFile state) {
    return state.numbers().containsKey(DONE);
  }

  private Optional<StateFile> found() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      StateFile state = StateFile.read(file);
      Optional<String> other = state.otherThan(facts);
      // What is done has its result: nobody misses it.
      other
          .filter(what -> !isDone(state))
          .ifPresent(
              what -> note.accept(file + ": was begun with another " + what + "; begins anew"));
      boolean isOfUse = other.isEmpty() && state.numbers().containsKey(SECONDS);
      return isOfUse ? Optional.of(state) : Optional.empty();
    } catch (InvalidInput e) {
      note.accept(e.getMessage() + "; begins anew");
      return Optional.empty();
    }
  }

  /** Seconds of work that other processes have put into it. */
  public double secondsBefore() {
    return before;
  }

  @Override
  public void holds(String name, HasState part) {
    parts.put(name, part);
    found
        .map(state -> new StateFile.Reading(state).in(name))
        .filter(State::has)
        .ifPresent(part::state);
  }

  @Override
  public void turn() {
    double now = Deadline.MONOTONE.seconds();
    boolean last = ending.getAsBoolean();
    if (!last && now < next) {
      return;
    }
    boolean kept = keep(now, state());
    double after = Deadline.MONOTONE.seconds();
    next = after + Math.max(every, SHARE * (after - now));
    if (last) {
      throw new Stopped(
          kept
              ? "stopped; the same command goes on from there"
              : "stopped; nothing could be kept, so that the same command begins anew");
    }
  }

  /** Of all parts; nothing where one of them cannot say. */
  private Optional<StateFile> state() {
    StateFile state = StateFile.begin(facts);
    StateFile.Writing to = new StateFile.Writing(state);
    parts.forEach((name, part) -> part.state(to.in(name)));
    return to.isRefused() ? Optional.empty() : Optional.of(state);
  }

  /** Work goes on where it cannot be kept: the disk may have room later. */
  private boolean keep(double now, Optional<StateFile> state) {
    if (state.isEmpty()) {
      return false;
    }
    state.get().numbers().put(SECONDS, new double[] {before + now - begun});
    try {
      state.get().write(file);
      complaint = "";
      return true;
    } catch (InvalidInput e) {
      // Said once, not every half minute of a night.
      if (!complaint.equals(e.getMessage())) {
        note.accept("not kept, work goes on: " + e.getMessage());
      }
      complaint = e.getMessage();
      return false;
    }
  }

  @Override
  public void done() {
    Optional<StateFile> state = state().filter(all -> all.size() <= MOST_OF_DONE);
    state.ifPresent(all -> all.numbers().put(DONE, new double[0]));
    isKept = keep(Deadline.MONOTONE.seconds(), state);
  }

  @Override
  public void forget(String beginning) {
    parts.keySet().removeIf(name -> name.startsWith(beginning));
    found.ifPresent(state -> state.forget(beginning));
  }

  /** The result is there: what was kept on the way goes, unless it is the end of it. */
  public void end() {
    forget("");
    if (!isKept) {
      AtomicFiles.remove(file);
    }
  }
}
