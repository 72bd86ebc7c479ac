package org.cusp.paper.gold;

import java.util.List;

/**
 * A network of the benchmark.
 *
 * @param gammas at which its LLC is estimated
 * @param samplers the two settings of its gold value, as {@code --sampler} takes them
 * @param recipes published settings, by their names in {@code --like}, that are tried on it
 * @param patience seconds that a run gives each of the two settings, before others have their turn
 */
record GoldCase(
    String name,
    Checkpoint checkpoint,
    List<Gamma> gammas,
    List<String> samplers,
    List<String> recipes,
    double patience) {
  GoldCase {
    gammas = List.copyOf(gammas);
    samplers = List.copyOf(samplers);
    recipes = List.copyOf(recipes);
  }
}
