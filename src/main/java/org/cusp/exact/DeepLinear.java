package org.cusp.exact;

import java.math.BigInteger;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.hipparchus.fraction.BigFraction;

/**
 * A deep linear network {@code y = W_L ... W_1 x + noise} when the true map has rank r.
 *
 * <p>With the widths {@code H_1, ..., H_(L+1)} (inputs and outputs among them) and {@code M_s = H_s
 * - r}, let Sigma be the set of {@code l + 1} smallest M with {@code max_Sigma M < min_rest M},
 * {@code l max_Sigma M <= S < l min_rest M}, where S is the sum of M over Sigma. With {@code q =
 * ceil(S / l)} and {@code a = S - (q - 1) l}:
 *
 * <pre>
 * lambda = r (H_1 + H_(L+1) - r) / 2 + a (l - a) / (4 l) - (l - 1) S^2 / (4 l)
 *          + (1/2) sum_{i &lt; j in Sigma} M_i M_j
 * m      = a (l - a) + 1
 * </pre>
 *
 * <p>This is the minimum over all points that represent the truth; at a checkpoint where a product
 * of layers keeps more rank, the local coefficient is larger.
 *
 * <p>Source: M. Aoyagi, Consideration on the learning efficiency of multiple-layered neural
 * networks with linear units, Neural Networks 172 (2024) 106132, doi:10.1016/j.neunet.2024.106132.
 *
 * @param widths of all layers from the inputs to the outputs, at least two, each at least 1
 * @param rank of the true map, from 0 to the smallest width
 */
public record DeepLinear(List<Integer> widths, int rank) implements ClosedForm {
  private static final String SOURCE =
      "Aoyagi 2024, Neural Networks 172:106132, doi:10.1016/j.neunet.2024.106132";

  public DeepLinear {
    widths = List.copyOf(widths);
    Check.atLeast("number of widths", widths.size(), 2);
    widths.forEach(width -> Check.atLeast("width", width, 1));
    Check.atLeast("rank", rank, 0);
    int smallest = widths.stream().mapToInt(Integer::intValue).min().orElseThrow();
    if (rank > smallest) {
      throw new InvalidInput(
          "rank must be at most the smallest width " + smallest + ", got " + rank);
    }
  }

  /** The network with the given widths and rank. */
  public static DeepLinear of(int rank, int... widths) {
    return new DeepLinear(java.util.Arrays.stream(widths).boxed().toList(), rank);
  }

  /** The layers that matter: their number less one, the sum of their M and of the squares. */
  private record Active(long l, BigInteger sum, BigInteger squares) {}

  @Override
  public Rlct rlct() {
    Active active = active();
    BigInteger l = BigInteger.valueOf(active.l());
    BigInteger s = active.sum();
    BigInteger q = s.add(l).subtract(BigInteger.ONE).divide(l);
    long a = s.subtract(q.subtract(BigInteger.ONE).multiply(l)).longValueExact();
    long spread = a * (active.l() - a);
    BigInteger pairsTwice = s.multiply(s).subtract(active.squares());
    long ends = (long) widths.get(0) + widths.get(widths.size() - 1) - rank;
    BigFraction lambda =
        Fractions.half(Fractions.product(rank, ends))
            .add(Fractions.of(spread, 4 * active.l()))
            .subtract(
                new BigFraction(
                    s.multiply(s).multiply(BigInteger.valueOf(active.l() - 1)), l.shiftLeft(2)))
            .add(new BigFraction(pairsTwice, BigInteger.valueOf(4)));
    return Rlct.exact(lambda, Math.toIntExact(spread + 1), SOURCE);
  }

  private Active active() {
    long[] sorted = widths.stream().mapToLong(width -> width - rank).sorted().toArray();
    long sum = sorted[0];
    BigInteger squares = square(sorted[0]);
    for (int l = 1; l < sorted.length; l++) {
      sum += sorted[l];
      squares = squares.add(square(sorted[l]));
      boolean last = l + 1 == sorted.length;
      boolean reaches = sum >= l * sorted[l];
      boolean stops = last || (sorted[l] < sorted[l + 1] && sum < l * sorted[l + 1]);
      if (reaches && stops) {
        return new Active(l, BigInteger.valueOf(sum), squares);
      }
    }
    throw new IllegalStateException("no active set for widths " + widths + ", rank " + rank);
  }

  private static BigInteger square(long value) {
    return BigInteger.valueOf(value).pow(2);
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "Gaussian noise, inputs with a regular second moment, a prior positive on the fibre",
        "the minimum over all points that represent the truth");
  }

  @Override
  public List<String> explanation() {
    Active active = active();
    return List.of(
        "active layers: the "
            + (active.l() + 1)
            + " narrowest of "
            + widths.size()
            + ", excess widths summing to "
            + active.sum());
  }
}
