package org.cusp.paper;

import java.util.List;
import org.cusp.contract.Nearest;

/** The reproductions there are: one line for each. */
public final class Reproductions {
  /** All of them, the quickest first. */
  public static final List<Reproduction> ALL =
      List.of(
          new Monomials(),
          new ReducedRankRegressions(),
          new DeepLinearNetworks(),
          new ReluRescaling(),
          new ReluSampleSizes(),
          new SuperpositionPhases(),
          new Coverage(),
          new Verdicts());

  private Reproductions() {}

  /** The one with this key. */
  public static Reproduction named(String key) {
    return ALL.stream()
        .filter(reproduction -> reproduction.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                Nearest.unknown("reproduction", key, ALL.stream().map(Reproduction::key).toList()));
  }
}
