package org.cusp.cli.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.Nearest;
import org.cusp.estimate.compare.Donors;
import org.cusp.model.part.Components;
import org.cusp.run.Target;
import picocli.CommandLine.Option;

/** Which components are exchanged between data, and between which. */
public final class ScrubOptions {
  private static final int MOST_SWAPS = 10_000;

  @Option(
      names = "--scrub",
      paramLabel = "NAMES",
      description =
          "B is A where these components get what they make of other data: l0h3, l1 attn, l1 mlp,"
              + " embed of a transformer, with wildcards each that matches; layers.0, layers.0[3];"
              + " joined by commas. Each alone, each two and all together.")
  private String names;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      description = "With --scrub: donors of each datum (default: 10).")
  private int swaps = 10;

  @Option(
      names = "--donors",
      paramLabel = "any|same|other",
      description =
          "With --scrub: any other datum (default), one of the same class, or one of another"
              + " class.")
  private String donors = "any";

  public boolean isGiven() {
    return names != null;
  }

  /** Components of a target, as they were typed or by their wildcards. */
  public List<String> components(Target target) {
    Check.inRange("--swaps", swaps, 1, MOST_SWAPS);
    rule();
    return Components.of(target.model(), target.origin().tensorNames(), Optional.of(names));
  }

  public Donors.Rule rule() {
    List<String> known = List.of("any", "same", "other");
    if (!known.contains(donors)) {
      throw Nearest.unknown("--donors", donors, known);
    }
    return Donors.Rule.valueOf(donors.toUpperCase(Locale.ROOT));
  }

  public int swaps() {
    return swaps;
  }
}
