package org.cusp.exact;

import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * Where a deep linear network {@code W_L ... W_1} stands on the fibre of its product: the rank of
 * each layer, in general position otherwise, as when every layer is drawn from a density on the
 * matrices of its rank. A product of layers then has the smallest of their ranks.
 *
 * @param widths of all layers from the inputs to the outputs, at least two, each at least 1
 * @param ranks of the layers from the first to the last, one less than widths
 */
public record LayerRanks(List<Integer> widths, List<Integer> ranks) {
  public LayerRanks {
    widths = List.copyOf(widths);
    ranks = List.copyOf(ranks);
    Check.atLeast("number of widths", widths.size(), 2);
    Check.equal("number of ranks (one for each layer)", ranks.size(), widths.size() - 1L);
    for (int l = 0; l < ranks.size(); l++) {
      Check.atLeast("width", Math.min(widths.get(l), widths.get(l + 1)), 1);
      int most = Math.min(widths.get(l), widths.get(l + 1));
      if (ranks.get(l) < 0 || ranks.get(l) > most) {
        throw new InvalidInput(
            "rank of layer "
                + (l + 1)
                + " must be in [0, "
                + most
                + "] (it is a "
                + widths.get(l + 1)
                + " by "
                + widths.get(l)
                + " matrix), got "
                + ranks.get(l));
      }
    }
  }

  /** All layers of the largest rank they can have. */
  public static LayerRanks full(List<Integer> widths) {
    return new LayerRanks(
        widths,
        IntStream.range(0, Math.max(0, widths.size() - 1))
            .map(l -> Math.min(widths.get(l), widths.get(l + 1)))
            .boxed()
            .toList());
  }

  /** The rank of the product of all layers. */
  public int product() {
    return below(ranks.size());
  }

  /** The network with the rank of its product: the learning coefficient over the whole fibre. */
  public DeepLinear network() {
    return new DeepLinear(widths, product());
  }

  /**
   * The rank of the Jacobian of {@code (W_1, ..., W_L) -> W_L ... W_1} here. Its image is the sum
   * over l of {@code col(W_L ... W_(l+1)) x row(W_(l-1) ... W_1)}; the first factors grow with l,
   * the second shrink, so that with their dimensions u_l and v_l (u_0 = 0, u_L = outputs, v_1 =
   * inputs)
   *
   * <pre>rank J = sum_l (u_l - u_(l-1)) v_l</pre>
   *
   * <p>Half of it is a lower bound of the local learning coefficient, since the Hessian of K is a
   * positive multiple of {@code J^T J} for inputs with second moment s I; where the fibre is smooth
   * the two are equal.
   */
  public long jacobian() {
    long sum = 0;
    int before = 0;
    for (int l = 1; l <= ranks.size(); l++) {
      int above = above(l);
      sum += (long) (above - before) * below(l - 1);
      before = above;
    }
    return sum;
  }

  /** The rank of the first {@code layers} layers' product. */
  private int below(int layers) {
    return IntStream.range(0, layers).map(ranks::get).reduce(widths.get(0), Math::min);
  }

  /** The rank of the product of the layers above the first {@code layers}. */
  private int above(int layers) {
    return IntStream.range(layers, ranks.size())
        .map(ranks::get)
        .reduce(widths.get(widths.size() - 1), Math::min);
  }
}
