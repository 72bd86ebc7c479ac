package org.cusp.paper.gold;

import java.util.List;

/**
 * A network of the benchmark.
 *
 * @param gammas at which its LLC is estimated
 * @param truth how its gold value is found
 * @param recipes published settings, by their names in {@code --like}, that are tried on it
 * @param marks seconds of work after which estimates are read, rising; those of the first gamma
 */
record GoldCase(
    String name,
    Checkpoint checkpoint,
    List<Gamma> gammas,
    Truth truth,
    List<String> recipes,
    List<Double> marks) {
  /** Other strengths than the first are scored up to so many seconds. */
  private static final double LONGEST_OF_OTHERS = 60;

  /**
   * How a gold value is found.
   *
   * @param samplers two settings, as {@code --sampler} takes them, at the first gamma
   * @param weaker those at the others
   * @param precision standard error over the LLC that each of the two settings comes to
   * @param patience seconds that a run gives each of them, before others have their turn
   */
  record Truth(List<String> samplers, List<String> weaker, double precision, double patience) {
    Truth {
      samplers = List.copyOf(samplers);
      weaker = List.copyOf(weaker);
    }
  }

  GoldCase {
    gammas = List.copyOf(gammas);
    recipes = List.copyOf(recipes);
    marks = List.copyOf(marks);
  }

  /** The two settings of the gold value at a gamma. */
  List<String> samplers(Gamma gamma) {
    return gamma.equals(gammas.get(0)) ? truth.samplers() : truth.weaker();
  }

  double precision() {
    return truth.precision();
  }

  double patience() {
    return truth.patience();
  }

  /** Seconds after which estimates at this gamma are read. */
  List<Double> marks(Gamma gamma) {
    return gamma.equals(gammas.get(0))
        ? marks
        : marks.stream().filter(mark -> mark <= LONGEST_OF_OTHERS).toList();
  }
}
