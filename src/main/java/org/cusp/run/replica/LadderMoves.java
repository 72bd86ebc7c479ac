package org.cusp.run.replica;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How the replicas of a ladder move between exchanges, and why.
 *
 * @param kernels by name, with the number of temperatures above the prior's at which each is used
 * @param trials of two kernels, from hot to cold; none where a reference is not worth trying
 */
public record LadderMoves(SortedMap<String, Integer> kernels, List<KernelTrial> trials) {
  static LadderMoves of(List<Rung> rungs) {
    SortedMap<String, Integer> kernels = new TreeMap<>();
    rungs.forEach(rung -> kernels.merge(rung.kernel().name(), 1, Integer::sum));
    return new LadderMoves(kernels, List.of());
  }

  LadderMoves tried(List<KernelTrial> found) {
    return new LadderMoves(kernels, List.copyOf(found));
  }

  /** In a line. */
  public String describe() {
    String which =
        kernels.size() == 1
            ? kernels.firstKey()
            : kernels.entrySet().stream()
                .map(LadderMoves::counted)
                .collect(Collectors.joining(" and "));
    return trials.isEmpty() ? which : which + why();
  }

  private static String counted(Map.Entry<String, Integer> kernel) {
    return kernel.getKey() + " at " + kernel.getValue();
  }

  private String why() {
    return String.format(
        Locale.ROOT,
        " (for the work of 1,000 gradients %.3g effective energies by hmc, %.3g about a reference;"
            + " %d trial%s)",
        mean(KernelTrial::byLeapfrogs),
        mean(KernelTrial::aboutReference),
        trials.size(),
        trials.size() == 1 ? "" : "s");
  }

  /** The geometric one, by which they are compared. */
  private double mean(ToDoubleFunction<KernelTrial> of) {
    return Math.exp(trials.stream().mapToDouble(of).map(Math::log).average().orElseThrow());
  }
}
