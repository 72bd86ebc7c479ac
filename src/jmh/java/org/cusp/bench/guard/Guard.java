package org.cusp.bench.guard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
 * is not, so the least ratio counts.
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
   */
  public record Row(GuardedWork work, double ratio, double before) {
    public boolean isSlow() {
      return ratio > MOST * before;
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
    Map<GuardedWork, Double> least = new EnumMap<>(GuardedWork.class);
    for (int round = 0; round < rounds && !open.isEmpty(); round++) {
      least(open, 1, halves).forEach((work, found) -> least.merge(work, found, Math::min));
      open.removeIf(work -> !row(work, least, before).isSlow());
    }
    List<Row> rows = new ArrayList<>();
    least.keySet().forEach(work -> rows.add(row(work, least, before)));
    return new Report(here.machine(), rows);
  }

  private static Row row(
      GuardedWork work, Map<GuardedWork, Double> least, Map<String, Double> before) {
    return new Row(work, least.get(work), before.get(work.name()));
  }

  private static Map<String, Double> ratios(Path file, Baseline.Recorded here) {
    return Baseline.read(file).of(here).map(Baseline.Recorded::ratios).orElse(Map.of());
  }

  /**
   * Writes what works take now as the baseline of this kind of machine; what others took there
   * stays, and what other machines and Javas did.
   */
  public static Report record(Path file, Set<GuardedWork> works) {
    Map<GuardedWork, Double> least = least(works, RECORDED, PLAIN);
    Map<String, Double> ratios = new TreeMap<>(ratios(file, here(Map.of())));
    ratios.keySet().retainAll(Arrays.stream(GuardedWork.values()).map(Enum::name).toList());
    least.forEach((work, ratio) -> ratios.put(work.name(), ratio));
    Baseline.Recorded here = here(ratios);
    Json.write(file, Baseline.read(file).with(here));
    List<Row> rows = new ArrayList<>();
    least.forEach((work, ratio) -> rows.add(new Row(work, ratio, ratio)));
    return new Report(here.machine(), rows);
  }

  private static Map<GuardedWork, Double> least(Set<GuardedWork> works, int forks, int halves) {
    Map<GuardedWork, Double> least = new EnumMap<>(GuardedWork.class);
    Ratios.measure(works, forks, halves)
        .forEach((work, ratios) -> least.put(work, Collections.min(ratios)));
    if (!least.keySet().containsAll(works)) {
      throw new InvalidInput("works that could not be measured: " + missing(works, least));
    }
    return least;
  }

  private static Set<GuardedWork> missing(
      Set<GuardedWork> works, Map<GuardedWork, Double> measured) {
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
