package org.cusp.bench.guard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.tensor.KernelProvider;

/**
 * Holds each hot kernel against what it took before. A kernel is measured in processes of its own,
 * and those that seem slow in more of them: one that is slow is slow in all, one that was disturbed
 * is not, so the least ratio counts. What was slow only in processes that had little of a processor
 * is not judged: code that is half compiled and caches that others use are slow too.
 */
public final class Guard {
  /** A work may take so many times what it took: a kernel made 1.5 times slower may not. */
  public static final double MOST = 1.3;

  private static final int ROUNDS = 6;
  private static final int RECORDED = 6;
  private static final int SLOWED = 3;
  private static final int PLAIN = 2;

  /**
   * @param ratio least time in units of the floor, over all processes
   * @param before the same when the baseline was recorded
   * @param isDisturbed whether no process had a processor for itself
   */
  public record Row(GuardedWork work, double ratio, double before, boolean isDisturbed) {
    private boolean isAbove() {
      return ratio > MOST * before;
    }

    public boolean isSlow() {
      return isAbove() && !isDisturbed;
    }

    /** Whether it seemed slow where others kept the machine busy. */
    public boolean isOpen() {
      return isAbove() && isDisturbed;
    }
  }

  /**
   * @param machine as the baseline names it
   * @param rows of all works that the baseline knows; none on a machine that it does not know
   */
  public record Report(String machine, List<Row> rows) {
    public List<GuardedWork> slow() {
      return rows.stream().filter(Row::isSlow).map(Row::work).toList();
    }
  }

  private Guard() {}

  /**
   * The works whose name has a match of this regular expression.
   *
   * @throws InvalidInput where there is none
   */
  public static Set<GuardedWork> named(String pattern) {
    Predicate<String> matches = Pattern.compile(pattern).asPredicate();
    Set<GuardedWork> found = EnumSet.noneOf(GuardedWork.class);
    Arrays.stream(GuardedWork.values())
        .filter(work -> matches.test(work.label()))
        .forEach(found::add);
    if (found.isEmpty()) {
      throw new InvalidInput(
          "no guarded kernel matches '"
              + pattern
              + "'; there are: "
              + Arrays.stream(GuardedWork.values())
                  .map(GuardedWork::label)
                  .collect(Collectors.joining(", ")));
    }
    return found;
  }

  /** Works against the baseline. */
  public static Report check(Path baseline, Set<GuardedWork> works) {
    return check(baseline, works, PLAIN, ROUNDS);
  }

  /** The same with every work made 1.5 times longer, which must be found. */
  public static Report proof(Path baseline, Set<GuardedWork> works) {
    return check(baseline, works, SLOWED, 1);
  }

  private static Report check(Path file, Set<GuardedWork> works, int halves, int rounds) {
    Baseline.Recorded here = here(Map.of());
    Map<String, Double> before = ratios(file, here);
    Set<GuardedWork> open = EnumSet.copyOf(works);
    open.removeIf(work -> !before.containsKey(work.name()));
    Map<GuardedWork, List<Ratios.Fork>> all = new EnumMap<>(GuardedWork.class);
    for (int round = 0; round < rounds && !open.isEmpty(); round++) {
      measured(open, 1, halves)
          .forEach(
              (work, forks) -> all.computeIfAbsent(work, any -> new ArrayList<>()).addAll(forks));
      open.removeIf(work -> !row(work, all.get(work), before.get(work.name())).isAbove());
    }
    List<Row> rows = new ArrayList<>();
    all.forEach((work, forks) -> rows.add(row(work, forks, before.get(work.name()))));
    return new Report(here.machine(), rows);
  }

  static Row row(GuardedWork work, List<Ratios.Fork> forks, double before) {
    double least = least(forks);
    return new Row(work, least, before, forks.stream().allMatch(Ratios.Fork::isDisturbed));
  }

  private static double least(List<Ratios.Fork> forks) {
    return forks.stream().mapToDouble(Ratios.Fork::ratio).min().orElseThrow();
  }

  private static Map<String, Double> ratios(Path file, Baseline.Recorded here) {
    return Baseline.read(file).of(here).map(Baseline.Recorded::ratios).orElse(Map.of());
  }

  /**
   * Writes what works take now as the baseline of this kind of machine; what others took there
   * stays, and what other machines and Javas did.
   */
  public static Report record(Path file, Set<GuardedWork> works) {
    Map<GuardedWork, List<Ratios.Fork>> measured = measured(works, RECORDED, PLAIN);
    Map<String, Double> ratios = new TreeMap<>(ratios(file, here(Map.of())));
    ratios.keySet().retainAll(Arrays.stream(GuardedWork.values()).map(Enum::name).toList());
    measured.forEach((work, forks) -> ratios.put(work.name(), least(forks)));
    Baseline.Recorded here = here(ratios);
    Json.write(file, Baseline.read(file).with(here));
    List<Row> rows = new ArrayList<>();
    measured.forEach((work, forks) -> rows.add(row(work, forks, least(forks))));
    return new Report(here.machine(), rows);
  }

  private static Map<GuardedWork, List<Ratios.Fork>> measured(
      Set<GuardedWork> works, int forks, int halves) {
    Map<GuardedWork, List<Ratios.Fork>> found = Ratios.measure(works, forks, halves);
    if (!found.keySet().containsAll(works)) {
      throw new InvalidInput("works that could not be measured: " + missing(works, found));
    }
    return found;
  }

  private static Set<GuardedWork> missing(
      Set<GuardedWork> works, Map<GuardedWork, List<Ratios.Fork>> measured) {
    Set<GuardedWork> missing = EnumSet.copyOf(works);
    missing.removeAll(measured.keySet());
    return missing;
  }

  private static Baseline.Recorded here(Map<String, Double> ratios) {
    String kernels = KernelProvider.best().create().name();
    Provenance provenance = Provenance.of("bench --record", 0, kernels, 1);
    return new Baseline.Recorded(
        provenance.machine().get("processor") + Processor.generation(),
        kernels,
        Runtime.version().feature(),
        provenance.revision(),
        ratios);
  }
}
