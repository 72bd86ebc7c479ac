package org.cusp.estimate.learning;

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
 * bookmark.
 *
 * @param folder empty to keep nothing
 */
public record LearningCurveRun(
    LearningCurveSpec spec, Optional<Path> folder, KernelProvider kernels, Workers workers) {
  private static final String ROWS = "rows.json";
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
      List<LearningRow> rows) {}

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
    List<LearningPoint> points = points(source);
    Map<List<Object>, Done> known = new LinkedHashMap<>();
    stored().forEach(done -> known.put(key(done.work(), done.point(), done.repeat()), done));
    LearningSolutions solutions = new LearningSolutions(spec, kernels, workers);
    List<Work> works = Arrays.stream(Work.values()).filter(work -> work.isAsked(spec)).toList();
    int total = points.size() * spec.grid().repeats() * works.size();
    int count = 0;
    long kept = 0;
    List<LearningRow> rows = new ArrayList<>();
    for (LearningPoint point : points) {
      for (int number = 0; number < spec.grid().repeats(); number++) {
        int repeat = number;
        for (Work work : works) {
          List<Object> key = key(work.name(), point, repeat);
          Done found = known.get(key);
          boolean isKnown = found != null && found.facts().equals(facts(work));
          Done done =
              isKnown
                  ? found
                  : bookmark.found(
                      name(work, point, repeat),
                      Done.class,
                      ofRow -> compute(solutions, source, work, point, repeat, ofRow));
          if (!isKnown) {
            known.put(key, done);
            kept = keep(known.values(), kept, count + 1 == total);
          }
          List<LearningRow> asked = asked(done.rows());
          rows.addAll(asked);
          listener.rows(++count, total, asked, isKnown);
        }
      }
    }
    return LearningCurveResult.of(spec, source, points, rows, provenance);
  }

  /** The rows of a folder are of no use any more. */
  public static void forget(Path folder) {
    AtomicFiles.remove(folder.resolve(ROWS));
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

  private static String name(Work work, LearningPoint point, int repeat) {
    return String.join(
        ", ", work.name().toLowerCase(Locale.ROOT), point.describe(), "repeat " + repeat);
  }

  private static List<Object> key(String work, LearningPoint point, int repeat) {
    return List.of(work, point, repeat);
  }

  private Done compute(
      LearningSolutions solutions,
      LearningSource source,
      Work work,
      LearningPoint point,
      int repeat,
      Bookmark bookmark) {
    double start = Deadline.never().spent();
    Deadline clock = bookmark.having(Deadline.never());
    List<LearningSolution> found;
    try {
      found = work.found(solutions, source.at(point, repeat), point, repeat, bookmark);
    } catch (InvalidInput e) {
      throw new InvalidInput(point.describe() + ": " + e.getMessage(), e);
    }
    double seconds = clock.spent() - start;
    List<LearningRow> timed = found.stream().map(one -> LearningRow.of(one, seconds)).toList();
    return new Done(work.name(), point, repeat, facts(work), timed);
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

  private List<Done> stored() {
    return folder
        .map(place -> place.resolve(ROWS))
        .filter(Files::exists)
        .map(file -> Json.read(file, Stored.class).done())
        .orElse(List.of());
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
