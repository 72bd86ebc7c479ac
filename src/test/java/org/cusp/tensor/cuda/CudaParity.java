package org.cusp.tensor.cuda;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.parity.Comparison;
import org.cusp.tensor.parity.KernelParity;
import org.cusp.tensor.parity.Rounding;
import org.cusp.tensor.parity.Shape;

/**
 * Every kernel of the card, or of the emulated one, beside the SIMD kernels: a line for each with
 * the number of results whose bits differ and the largest difference in units of the largest
 * result.
 */
public final class CudaParity {
  private CudaParity() {}

  /** Arguments: the provider's name, the seed of the inputs, and "small" for no large sizes. */
  public static void main(String[] args) {
    KernelProvider cuda = KernelProvider.named(args.length > 0 ? args[0] : "cuda");
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    boolean small = args.length > 2 && args[2].equals("small");
    System.out.println("kernels " + cuda.create().name());
    List<Shape> shapes =
        Stream.of(Precision.values())
            .flatMap(
                precision ->
                    (small
                            ? KernelParity.shapes(precision)
                            : KernelParity.shapesWithLarge(precision))
                        .stream())
            .toList();
    List<Comparison> found =
        new KernelParity(cuda, KernelProvider.named("simd"), Rounding.Promise.BITS, seed)
            .on(shapes);
    found.forEach(one -> System.out.println((one.holds() ? "" : "FAULT ") + line(one)));
    boolean holds = found.stream().allMatch(Comparison::holds);
    System.out.println(holds ? "parity holds" : "parity fails");
    System.exit(holds ? 0 : 1);
  }

  private static String line(Comparison one) {
    return String.format(
        Locale.ROOT,
        "%-20s %s: %d of %d differ, by at most %.1e",
        one.kernel(),
        one.shape(),
        one.differing(),
        one.of(),
        one.largest());
  }
}
