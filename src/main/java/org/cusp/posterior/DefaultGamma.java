package org.cusp.posterior;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace.Tensor;

/**
 * The localisation where nobody gives one: P / |w*|^2, which allows each parameter a displacement
 * as large as the parameters of w* are on average, over the tensors that say how large that is; 1
 * where w* = 0 (docs/decisions/0005). Not counted are
 *
 * <ul>
 *   <li>{@link Model#offsets()}: adding a constant to the targets moves them and nothing else, and
 *       must not change the localisation of the others;
 *   <li>the few tensors of which |w*|^2 mainly consists: those of the largest mean squares, a
 *       quarter of the parameters at most, without which the mean square is less than a tenth;
 *   <li>tensors that are 0, where they hold more than nine tenths of the parameters.
 * </ul>
 *
 * <p>Of an ordinary network nothing is left out.
 */
public final class DefaultGamma {
  /** What changes the scale by less is part of it. */
  private static final double OUTLYING = 10;

  /** Of the parameters: what is more is what the network consists of. */
  private static final double MOST_LEFT_OUT = 0.25;

  private DefaultGamma() {}

  /** A tensor's share in |w|^2. */
  private record Share(Tensor tensor, double squares) {
    static Share of(Tensor tensor, double[] w) {
      return new Share(tensor, DefaultGamma.squares(List.of(tensor), w));
    }

    double meanSquare() {
      return squares / tensor.size();
    }
  }

  /** Of a parameter w* of a model. */
  public static double of(Model model, double[] w) {
    List<Tensor> counted = counted(model, w);
    double squares = squares(counted, w);
    return squares > 0 ? size(counted) / squares : 1;
  }

  /**
   * Of a restriction: that of the whole parameter, so that all restrictions of it can be compared,
   * unless the free part is of another order of magnitude.
   *
   * @param part with the free parameters alone
   * @param free their values
   */
  public static double of(Model whole, double[] w, Model part, double[] free) {
    double common = of(whole, w);
    if (part.size() == whole.size() || squares(counted(part, free), free) == 0) {
      return common;
    }
    double own = of(part, free);
    double ratio = own / common;
    return ratio > OUTLYING || ratio < 1 / OUTLYING ? own : common;
  }

  /** In the order of the model. */
  private static List<Tensor> counted(Model model, double[] w) {
    List<Tensor> left = new ArrayList<>(model.offsets());
    left.addAll(model.fixed());
    List<Share> shares =
        model.parameters().tensors().stream()
            .filter(tensor -> !left.contains(tensor))
            .map(tensor -> Share.of(tensor, w))
            .toList();
    List<Share> scaled = shares.stream().filter(share -> share.squares() > 0).toList();
    boolean mostlyZero = OUTLYING * sizeOf(scaled) < sizeOf(shares);
    return withoutOutlying(mostlyZero ? scaled : shares).stream().map(Share::tensor).toList();
  }

  private static List<Share> withoutOutlying(List<Share> all) {
    List<Share> left = new ArrayList<>(all);
    double fewest = (1 - MOST_LEFT_OUT) * sizeOf(all);
    List<Share> outlying = largestThatMatter(left, fewest);
    while (!outlying.isEmpty()) {
      left.removeAll(outlying);
      outlying = largestThatMatter(left, fewest);
    }
    return left;
  }

  /** As few of the largest as matter together; none where none do. */
  private static List<Share> largestThatMatter(List<Share> shares, double fewest) {
    List<Share> byScale =
        shares.stream().sorted(Comparator.comparingDouble(Share::meanSquare).reversed()).toList();
    double meanSquare = meanSquare(shares);
    for (int k = 1; k < byScale.size(); k++) {
      List<Share> rest = byScale.subList(k, byScale.size());
      if (sizeOf(rest) < fewest) {
        break;
      }
      double without = meanSquare(rest);
      if (without > 0 && OUTLYING * without < meanSquare) {
        return byScale.subList(0, k);
      }
    }
    return List.of();
  }

  private static double meanSquare(List<Share> shares) {
    return shares.stream().mapToDouble(Share::squares).sum() / sizeOf(shares);
  }

  private static long sizeOf(List<Share> shares) {
    return size(shares.stream().map(Share::tensor).toList());
  }

  private static long size(List<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::size).sum();
  }

  private static double squares(List<Tensor> tensors, double[] w) {
    double squares = 0;
    for (Tensor tensor : tensors) {
      for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
        squares += w[i] * w[i];
      }
    }
    return squares;
  }
}
