package org.cusp.paper.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cusp.exact.LayerRanks;
import org.cusp.paper.reproduction.Tables;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * A law of deep linear networks: the number of layers and every width uniform on whole numbers, the
 * upper bounds excluded; each layer's rank reduced with probability 1/2, by a number uniform from 0
 * to the rank less one.
 *
 * @param name about how many parameters they have
 * @param n the number of data
 * @param budget seconds for one LLC in a full run
 */
public record NetworkClass(
    String name,
    int fewestLayers,
    int mostLayers,
    int narrowest,
    int widest,
    int n,
    double budget) {
  /** Those of the source, the smallest first; the last three are larger than a table here holds. */
  public static final List<NetworkClass> ALL =
      List.of(
          new NetworkClass("1K", 2, 5, 5, 50, 100_000, 40),
          new NetworkClass("10K", 2, 10, 5, 100, 100_000, 60),
          new NetworkClass("100K", 2, 10, 50, 500, 1_000_000, 240),
          new NetworkClass("1M", 2, 20, 100, 1000, 1_000_000, 3600),
          new NetworkClass("10M", 2, 20, 500, 2000, 1_000_000, 7200),
          new NetworkClass("100M", 2, 40, 500, 3000, 1_000_000, 7200));

  private static final int RANKS = 1000;

  /** Network {@code index} of this class, a pure function of both and the seed. */
  public LayerRanks draw(int index, long seed) {
    RandomStream stream = RandomStream.of(seed, Purpose.DESIGN, ALL.indexOf(this));
    int layers = between(fewestLayers, mostLayers, stream.uniform(index, 0));
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i <= layers; i++) {
      widths.add(between(narrowest, widest, stream.uniform(index, 1L + i)));
    }
    List<Integer> ranks = new ArrayList<>();
    for (int full : LayerRanks.full(widths).ranks()) {
      long at = RANKS + 2L * ranks.size();
      boolean reduced = stream.uniform(index, at) < 0.5;
      ranks.add(reduced ? full - between(0, full, stream.uniform(index, at + 1)) : full);
    }
    return new LayerRanks(widths, ranks);
  }

  private static int between(int low, int high, double uniform) {
    return low + (int) (uniform * (high - low));
  }

  /** In words. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "layers in [%d, %d), widths in [%d, %d), n = %d, at most %s s for an LLC",
        fewestLayers,
        mostLayers,
        narrowest,
        widest,
        n,
        Tables.brief(budget));
  }

  /** The problem of the catalogue that a network is, with n data. */
  public static String problem(LayerRanks network, int n, double noise) {
    return String.format(
        Locale.ROOT,
        "dln:widths=%s,ranks=%s,n=%d,noise=%s",
        joined(network.widths()),
        joined(network.ranks()),
        n,
        Tables.brief(noise));
  }

  private static String joined(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
