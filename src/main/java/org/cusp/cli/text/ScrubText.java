package org.cusp.cli.text;

import java.util.List;
import java.util.stream.Collectors;
import org.cusp.estimate.compare.ScrubResult;

/** What exchanging components between data does, for people. */
public final class ScrubText {
  private ScrubText() {}

  public static List<String> lines(ScrubResult result) {
    Lines out = new Lines();
    out.say(result.quantity());
    out.say("donors: %s, %d swaps of each datum", result.donors(), result.swaps());
    for (ScrubResult.OnData one : result.results()) {
      out.say("");
      out.say(
          "%s data: %s, n = %,d, mean loss %.6g +- %.2g",
          one.data(), one.name(), one.n(), one.loss().value(), one.loss().se());
      int width = one.sets().stream().mapToInt(set -> set.name().length()).max().orElse(0);
      String names = "  %-" + Math.max(width, 9) + "s";
      out.say(
          names + " %11s %8s %11s %8s %8s %12s %8s  %s",
          "exchanged",
          "mean d",
          "+-",
          "mean |d|",
          "+-",
          "cancels",
          "worst of " + result.swaps(),
          "+-",
          "largest d (datum <- donor)");
      one.sets().forEach(set -> set(out, names, set));
      one.sets().stream()
          .filter(set -> set.worstPair() != null)
          .forEach(
              set ->
                  out.say(
                      "  %s: dearest for class %d with donors of class %d, mean d %.4g +- %.2g",
                      set.name(),
                      set.worstPair().of(),
                      set.worstPair().donors(),
                      set.worstPair().mean().value(),
                      set.worstPair().mean().se()));
      worst(out, "mean d", one.worst());
      worst(out, "mean |d|", one.worstAbsolute());
    }
    return out.all();
  }

  private static void set(Lines out, String names, ScrubResult.OfSet set) {
    String from =
        set.largest().donors().stream().map(String::valueOf).collect(Collectors.joining(", "));
    out.say(
        names + " %11.5g %8.2g %11.5g %8.2g %7s%% %12.5g %8.2g  %.4g (%d <- %s)",
        set.name(),
        set.mean().value(),
        set.mean().se(),
        set.meanAbsolute().value(),
        set.meanAbsolute().se(),
        set.cancelled() == null ? "-" : Lines.line("%.0f", 100 * set.cancelled()),
        set.worstOfDatum().value(),
        set.worstOfDatum().se(),
        set.largest().difference(),
        set.largest().datum(),
        from);
  }

  private static void worst(Lines out, String of, ScrubResult.Worst worst) {
    if (worst != null) {
      out.say(
          "  worst set by %s, chosen by half of the swaps: %s, by the others %.5g +- %.2g",
          of, String.join(" + ", worst.components()), worst.value().value(), worst.value().se());
    }
  }
}
