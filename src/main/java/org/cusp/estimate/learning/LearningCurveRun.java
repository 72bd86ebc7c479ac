package org.cusp.estimate.learning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.spec.LearningCurveSpec;
import org.cusp.spec.LearningCurveSpec.Method;
import org.cusp.state.Bookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Computes the rows of learning curves. The rows that are done lie in {@code rows.json}: one that
 * is there with the same settings is not computed again. The one at work keeps its state with a
 * bookmark. Other processes may do parts, each in a folder of its own below {@code parts}, until
 * all are gathered.
 *
 * @param folder empty to keep nothing
 */
public record LearningCurveRun(
    LearningCurveSpec spec, Optional<Path> folder, KernelProvider kernels, Workers workers) {
  /** The rows that are done, in the folder of all or of a part. */
  public static final String ROWS = "rows.json";

  private static final String PARTS = "parts";
  private static final long BETWEEN_WRITES_NANOS = 2_000_000_000L;

  /** Watches rows arrive. */
  public interface Listener {
    void rows(int done, int total, List<LearningRow> rows, boolean stored);
  }

  /** What finds solutions; each does one or two methods. */
  private enum Work {
    SGD(Method.SGD),
    MAP(Method.MAP),
    POSTERIOR(Method.BAYES, Method.GIBBS);

    private final List<Method> methods;

    Work(Method... methods) {
      this.methods = List.of(methods);
    }

    boolean isAsked(LearningCurveSpec spec) {
      return methods.stream().anyMatch(spec.solving().methods()::contains);
    }

    List<LearningSolution> found(
        LearningSolutions solutions,
        LearningCase it,
        LearningPoint point,
        int repeat,
        Bookmark bookmark) {
      return switch (this) {
        case SGD -> List.of(solutions.sgd(it, point, repeat, bookmark));
        case MAP -> List.of(solutions.map(it, point, repeat));
        case POSTERIOR -> solutions.posterior(it, point, repeat, bookmark);
      };
    }
  }

  /** One call of a work, as it is kept; facts are all that it depends on. */
  private record Done(
      String work,
      LearningPoint point,
      int repeat,
      Map<String, String> facts,
      List<LearningRow> rows) {
    List<Object> key() {
      return List.of(work, point, repeat);
    }
  }

  /** One call of a work, to be done. */
  private record Cell(Work work, LearningPoint point, int repeat) {
    List<Object> key() {
      return List.of(work.name(), point, repeat);
    }

    /** In files, where repeats count from 0. */
    String name() {
      return name(repeat);
    }

    /** For people, as their rows are told. */
    String shown() {
      return name(repeat + 1);
    }

    private String name(int number) {
      return String.join(
          ", ", work.name().toLowerCase(Locale.ROOT), point.describe(), "repeat " + number);
    }

    Path in(Path folder) {
      return folder.resolve(PARTS).resolve(name().replaceAll("[^a-z0-9]+", "-"));
    }
  }

  private record Stored(List<Done> done) {}

  /** All rows, then what they say. */
  public LearningCurveResult run(Provenance provenance, Listener listener) {
    return run(provenance, listener, Bookmark.NONE);
  }

  /**
   * The same, which another process may go on with.
   *
   * @param bookmark of these settings
   */
  public LearningCurveResult run(Provenance provenance, Listener listener, Bookmark bookmark) {
    LearningSource source = LearningSource.of(spec, kernels, workers);
    Map<List<Object>, Done> known = known();
    LearningSolutions solutions = new LearningSolutions(spec, kernels, workers);
    List<Cell> cells = cells(source);
    int count = 0;
    long kept = 0;
    List<LearningRow> rows = new ArrayList<>();
    for (Cell cell : cells) {
      boolean isKnown = isKnown(known, cell);
      if (!isKnown) {
        known.put(cell.key(), done(solutions, source, cell, bookmark));
        kept = keep(known.values(), kept, count + 1 == cells.size());
      }
      List<LearningRow> asked = asked(known.get(cell.key()).rows());
      rows.addAll(asked);
      listener.rows(++count, cells.size(), asked, isKnown);
    }
    gather(known.values());
    return LearningCurveResult.of(spec, source, points(source), rows, provenance);
  }

  private Done done(
      LearningSolutions solutions, LearningSource source, Cell cell, Bookmark bookmark) {
    return bookmark.found(
        cell.name(), Done.class, ofRow -> compute(solutions, source, cell, ofRow));
  }

  /**
   * What is done in one go, in the order of the rows; each needs none of the others.
   *
   * @param name among them
   * @param folder where {@link #runOne} keeps it; empty to keep nothing
   * @param done whether it is there
   */
  public record Part(String name, Optional<Path> folder, boolean done) {}

  /** All parts. */
  public List<Part> parts() {
    Map<List<Object>, Done> known = known();
    return cells(LearningSource.of(spec, kernels, workers)).stream()
        .map(cell -> new Part(cell.shown(), folder.map(cell::in), isKnown(known, cell)))
        .toList();
  }

  /**
   * Does one part and keeps it in its folder, from which {@link #run} takes it.
   *
   * @param number of the part, from 1
   * @param bookmark of it
   */
  public void runOne(int number, Bookmark bookmark) {
    LearningSource source = LearningSource.of(spec, kernels, workers);
    Cell cell = cells(source).get(number - 1);
    Done done = done(new LearningSolutions(spec, kernels, workers), source, cell, bookmark);
    folder.map(cell::in).ifPresent(it -> Json.write(it.resolve(ROWS), new Stored(List.of(done))));
  }

  /** The rows of a folder are of no use any more. */
  public static void forget(Path folder) {
    AtomicFiles.remove(folder.resolve(ROWS));
    AtomicFiles.removeAll(folder.resolve(PARTS));
  }

  private List<LearningPoint> points(LearningSource source) {
    List<Integer> ns = spec.grid().n().isEmpty() ? List.of(source.defaultN()) : spec.grid().n();
    List<LearningPoint> points = new ArrayList<>();
    for (Integer width : orNone(spec.grid().widths())) {
      for (Integer depth : orNone(spec.grid().depths())) {
        ns.forEach(n -> points.add(new LearningPoint(n, width, depth)));
      }
    }
    return points;
  }

  private static List<Integer> orNone(List<Integer> values) {
    return values.isEmpty() ? Arrays.asList((Integer) null) : values;
  }

  private List<Cell> cells(LearningSource source) {
    List<Work> works = Arrays.stream(Work.values()).filter(work -> work.isAsked(spec)).toList();
    List<Cell> cells = new ArrayList<>();
    for (LearningPoint point : points(source)) {
      for (int repeat = 0; repeat < spec.grid().repeats(); repeat++) {
        for (Work work : works) {
          cells.add(new Cell(work, point, repeat));
        }
      }
    }
    return cells;
  }

  private Map<List<Object>, Done> known() {
    Map<List<Object>, Done> known = new LinkedHashMap<>();
    Stream.concat(folder.stream(), parted())
        .flatMap(place -> stored(place).stream())
        .forEach(done -> known.put(done.key(), done));
    return known;
  }

  private boolean isKnown(Map<List<Object>, Done> known, Cell cell) {
    Done found = known.get(cell.key());
    return found != null && found.facts().equals(facts(cell.work()));
  }

  private Done compute(
      LearningSolutions solutions, LearningSource source, Cell cell, Bookmark bookmark) {
    LearningPoint point = cell.point();
    double start = Deadline.never().spent();
    Deadline clock = bookmark.having(Deadline.never());
    List<LearningSolution> found;
    try {
      LearningCase it = source.at(point, cell.repeat());
      found = cell.work().found(solutions, it, point, cell.repeat(), bookmark);
    } catch (InvalidInput e) {
      throw new InvalidInput(point.describe() + ": " + e.getMessage(), e);
    }
    double seconds = clock.spent() - start;
    List<LearningRow> timed = found.stream().map(one -> LearningRow.of(one, seconds)).toList();
    return new Done(cell.work().name(), point, cell.repeat(), facts(cell.work()), timed);
  }

  /** What the rows of a work depend on. */
  private Map<String, String> facts(Work work) {
    Map<String, String> facts = new LinkedHashMap<>(spec.facts());
    if (work != Work.SGD) {
      facts.keySet().removeIf(key -> key.startsWith("train."));
    }
    if (work != Work.SGD || !spec.sgd().withLlc()) {
      facts.keySet().removeIf(key -> key.startsWith("llc."));
    }
    facts.put("work", work.name());
    return facts;
  }

  private List<LearningRow> asked(List<LearningRow> rows) {
    return rows.stream()
        .filter(row -> spec.solving().methods().contains(Method.named(row.method())))
        .toList();
  }

  private static List<Done> stored(Path place) {
    Path file = place.resolve(ROWS);
    return Files.exists(file) ? Json.read(file, Stored.class).done() : List.of();
  }

  /** The folders of parts that other processes did. */
  private Stream<Path> parted() {
    Optional<Path> all = folder.map(place -> place.resolve(PARTS)).filter(Files::isDirectory);
    if (all.isEmpty()) {
      return Stream.empty();
    }
    try (Stream<Path> parts = Files.list(all.get())) {
      return parts.sorted().toList().stream();
    } catch (IOException e) {
      throw new InvalidInput(all.get() + ": cannot be read", e);
    }
  }

  /** Into one file, once all is there. */
  private void gather(Collection<Done> done) {
    Optional<Path> parts = folder.map(place -> place.resolve(PARTS)).filter(Files::isDirectory);
    if (parts.isPresent()) {
      keep(done, 0, true);
      AtomicFiles.removeAll(parts.get());
    }
  }

  /** Quick rows are not written one by one: at most so much work is lost. */
  private long keep(Collection<Done> done, long before, boolean isLast) {
    long now = System.nanoTime();
    if (folder.isEmpty() || (!isLast && now - before < BETWEEN_WRITES_NANOS)) {
      return before;
    }
    Json.write(folder.get().resolve(ROWS), new Stored(List.copyOf(done)));
    return now;
  }
}
