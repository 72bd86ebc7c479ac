package org.cusp.sampler;

import java.util.List;
import java.util.SortedMap;

/** The samplers of the registry at the step that they take themselves. */
final class OwnStep {
  /** What a warm-up would find, in steps: few, since ND4J takes a millisecond for each product. */
  private static final double FOUND = 4;

  private OwnStep() {}

  /** Those that suit the posterior. */
  static List<Sampler> all(Surroundings around) {
    return Samplers.ALL.stream()
        .filter(sampler -> sampler.suits(around.posterior()))
        .map(sampler -> of(sampler, around))
        .toList();
  }

  static Sampler of(Sampler sampler, Surroundings around) {
    double step = sampler.firstStep(around);
    SortedMap<String, Double> values = sampler.values();
    for (Setting setting : sampler.parameters()) {
      switch (setting.role()) {
        case STEP -> values.put(setting.key(), step);
        case FOUND -> values.put(setting.key(), FOUND * step);
        case FIXED -> {
          // Its default stands there.
        }
      }
    }
    return sampler.with(values);
  }
}
