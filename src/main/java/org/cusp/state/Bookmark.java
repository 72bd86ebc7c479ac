package org.cusp.state;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cusp.clock.Deadline;
import org.cusp.format.Json;

/**
 * Where a computation stands. Its parts are told as they come into being; between two pieces of
 * work it has its {@link #turn}, in which their states may be kept. In a process that takes a kept
 * one up, each part has its state back as soon as it is told.
 */
public interface Bookmark {
  /** Nothing is kept. */
  Bookmark NONE =
      new Bookmark() {
        @Override
        public void holds(String name, HasState part) {
          // Nothing is kept, and nothing was.
        }

        @Override
        public void turn() {
          // Nothing is kept.
        }

        @Override
        public void forget(String beginning) {
          // Nothing is kept.
        }
      };

  /** Where there is one. */
  static Bookmark of(Optional<? extends Bookmark> bookmark) {
    return bookmark.isPresent() ? bookmark.get() : NONE;
  }

  /** From now on this is one of the parts; what was kept of it is put back now. */
  void holds(String name, HasState part);

  /**
   * Between two pieces of work, in the thread that hands them out.
   *
   * @throws Stopped where the process is to end
   */
  void turn();

  /** The work is done: kept too, so that who wants more of it can go on from here. */
  default void done() {}

  /** The parts whose names begin so are of no use any more, nor what was kept of them. */
  void forget(String beginning);

  /** For a piece of the computation, whose parts have names of their own, and which may be done. */
  default Bookmark in(String piece) {
    Bookmark whole = this;
    return new Bookmark() {
      @Override
      public void holds(String name, HasState part) {
        whole.holds(piece + "/" + name, part);
      }

      @Override
      public void turn() {
        whole.turn();
      }

      @Override
      public void forget(String beginning) {
        whole.forget(piece + "/" + beginning);
      }
    };
  }

  /** What was found here once: measured, it would be another number the next time. */
  default double[] once(String name, Supplier<double[]> find) {
    Once once = new Once();
    holds(name, once);
    if (once.numbers.isEmpty()) {
      once.numbers = Optional.of(find.get());
    }
    return once.numbers.get();
  }

  default double number(String name, DoubleSupplier find) {
    return once(name, () -> new double[] {find.getAsDouble()})[0];
  }

  /** The same of words. */
  default String words(String name, Supplier<String> find) {
    Words once = new Words();
    holds(name, once);
    if (once.text.isEmpty()) {
      once.text = Optional.of(find.get());
    }
    return once.text.get();
  }

  /**
   * A step of the work, which is done once: what it found is kept as JSON, and what was kept on the
   * way to it goes. It is given back as it is read from there, in the process that did the step
   * too, so that whoever goes on sees the same.
   *
   * @param kind a record that JSON holds whole
   * @param work the step, with a bookmark of its own
   */
  default <T> T found(String name, Class<T> kind, Function<Bookmark, T> work) {
    Words once = new Words();
    holds(name + "/result", once);
    if (once.text.isEmpty()) {
      once.found(Json.text(work.apply(in(name + "/at work"))));
      forget(name + "/at work/");
      turn();
    }
    return Json.parsed(once.text.get(), kind);
  }

  /** The deadline of a piece of work, of which what it took in earlier processes has gone by. */
  default Deadline having(Deadline deadline) {
    TimeSpent spent = new TimeSpent(deadline);
    holds("time", spent);
    return deadline.having(spent.before);
  }

  /** On the clock of a deadline. */
  final class TimeSpent implements HasState {
    private final Deadline clock;
    private final double start;
    private double before;

    private TimeSpent(Deadline clock) {
      this.clock = clock;
      this.start = clock.spent();
    }

    @Override
    public void state(State at) {
      double all = at.number("seconds", before + clock.spent() - start);
      if (at.has()) {
        before = all;
      }
    }
  }

  /** Numbers that are found once. */
  final class Once implements HasState {
    private Optional<double[]> numbers = Optional.empty();

    @Override
    public void state(State at) {
      if (numbers.isPresent() || at.has()) {
        numbers = Optional.of(at.numbers("found", numbers.orElse(new double[0])));
      }
    }
  }

  /** Words that are found once. */
  final class Words implements HasState {
    private Optional<String> text = Optional.empty();

    /** Absent until they are found. */
    public Optional<String> text() {
      return text;
    }

    public void found(String words) {
      text = Optional.of(words);
    }

    @Override
    public void state(State at) {
      if (text.isPresent() || at.has()) {
        text = Optional.of(at.text("found", text.orElse("")));
      }
    }
  }
}
