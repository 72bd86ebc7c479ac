package org.cusp.paper.gold;

import java.util.List;

/**
 * A network of the benchmark.
 *
 * @param gammas at which its LLC is estimated
 * @param samplers the two settings of its gold value, as {@code --sampler} takes them
 * @param recipes published settings, by their names in {@code --like}, that are tried on it
 * @param patience seconds that a run gives each of the two settings, before others have their turn
 * @param marks seconds of work after which estimates are read, rising; those of the first gamma
 */
record GoldCase(
    String name,
    Checkpoint checkpoint,
    List<Gamma> gammas,
    List<String> samplers,
    List<String> recipes,
    double patience,
    List<Double> marks) {
  /** Other strengths than the first are scored up to so many seconds. */
  private static final double LONGEST_OF_OTHERS = 60;

  GoldCase {
    gammas = List.copyOf(gammas);
    samplers = List.copyOf(samplers);
    recipes = List.copyOf(recipes);
    marks = List.copyOf(marks);
  }

  /** Seconds after which estimates at this gamma are read. */
  List<Double> marks(Gamma gamma) {
    return gamma.equals(gammas.get(0))
        ? marks
        : marks.stream().filter(mark -> mark <= LONGEST_OF_OTHERS).toList();
  }
}
