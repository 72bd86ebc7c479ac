package org.cusp.gold.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.exact.polynomial.PolynomialFunction;
import org.cusp.gold.quadrature.PlanarIntegral;
import org.cusp.state.Bookmark;

/**
 * {@code E_t[tK]} over a ladder of temperatures: the mean of tK under {@code exp(-t K(w)) phi(w)}.
 * It is the slope of the free energy, {@code d(-log Z)/d log t}, and tends to lambda: at each t it
 * is the learning coefficient as seen at that scale.
 */
public final class TemperatureSpectrum {
  /** t = 1e2, 10^2.5, ..., 1e12. */
  public static final List<Double> LADDER = ladder(2, 12, 2);

  private TemperatureSpectrum() {}

  /** Powers of ten from 10^low to 10^high, so many to a decade. */
  public static List<Double> ladder(int low, int high, int perDecade) {
    return IntStream.rangeClosed(0, (high - low) * perDecade)
        .mapToObj(k -> Math.pow(10, low + (double) k / perDecade))
        .toList();
  }

  /**
   * Of a polynomial K on [-1, 1]^d with a uniform prior: by quadrature for d up to 2 ({@link
   * PlanarIntegral}), by sampling above.
   *
   * @param seed of the sampler, which d up to 2 does not use
   * @param bookmark where its state is kept
   */
  public static Spectrum ofPolynomial(
      PolynomialFunction k, List<Double> ladder, long seed, Bookmark bookmark) {
    int dimension = k.variables().size();
    if (dimension > 2) {
      return Spectrum.of(
          new BoxTempering(k, dimension, ladder).points(seed, bookmark),
          "Metropolis moves at each temperature, with exchanges between neighbours",
          dimension);
    }
    double[] w = new double[2];
    PlanarIntegral integral =
        PlanarIntegral.onSquare(
            (x, y) -> {
              w[0] = x;
              w[1] = y;
              return k.applyAsDouble(w);
            },
            k.expanded());
    List<SpectrumPoint> points = new ArrayList<>();
    for (double t : ladder) {
      double[] known = bookmark.once("t = " + t, () -> converged(integral.at(t)));
      if (known.length > 0) {
        points.add(new SpectrumPoint(t, known[0], known[1]));
      }
      bookmark.turn();
    }
    int left = ladder.size() - points.size();
    String method = "nested adaptive quadrature";
    return Spectrum.of(
        points,
        left == 0
            ? method
            : method + ", which did not converge at " + left + " of " + ladder.size(),
        dimension);
  }

  /** Energy and error; empty where the quadrature did not converge. */
  private static double[] converged(PlanarIntegral.Value value) {
    return value.isConverged() ? new double[] {value.energy(), value.error()} : new double[0];
  }

  /**
   * Of a deep linear network with true map of the given rank, {@code K = |W_L ... W_1 - B|^2 / 2},
   * with a standard Gaussian prior: by quadrature for a layer of width 1 and a true map of 0
   * ({@link NarrowNetwork}), else by Gibbs sampling with Metropolis steps along the fibre.
   *
   * @param widths inputs, hidden ..., outputs
   * @param bookmark where the state of the sampling is kept
   */
  public static Spectrum ofDeepLinear(
      List<Integer> widths, int rank, List<Double> ladder, long seed, Bookmark bookmark) {
    DeepLinearSpectrum network = new DeepLinearSpectrum(widths, rank);
    if (NarrowNetwork.covers(widths, rank)) {
      NarrowNetwork exact = NarrowNetwork.of(widths);
      List<SpectrumPoint> points =
          ladder.stream().map(t -> new SpectrumPoint(t, exact.energy(t), 1e-12)).toList();
      return Spectrum.of(points, "quadrature of a Mellin-Barnes integral", widths.size() - 1);
    }
    return Spectrum.of(
        network.points(ladder, seed, bookmark),
        "Gibbs sampling of the layers with Metropolis steps along the fibre",
        largestMultiplicity(widths.size() - 1));
  }

  /** {@code m = a (l - a) + 1} with l at most the number of layers (Aoyagi 2024). */
  private static int largestMultiplicity(int layers) {
    return layers * layers / 4 + 1;
  }
}
