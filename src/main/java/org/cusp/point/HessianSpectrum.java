package org.cusp.point;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.numerics.Vectors;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * The eigenvalues of the Hessian of L_n at w* that are farthest from 0, by {@link Lanczos}, with
 * their directions.
 *
 * @param values in nats per datum and squared unit of w, the largest size first
 * @param vectors of length one, in the same order
 * @param residuals |H v - value v|: some eigenvalue is this close
 * @param noise how far an eigenvalue that is zero may appear from zero
 * @param isComplete whether these are all
 */
public record HessianSpectrum(
    double[] values, List<double[]> vectors, double[] residuals, double noise, boolean isComplete) {
  /** The outer third of the Ritz values has settled after so many steps for each. */
  private static final int STEPS_FOR_EACH = 4;

  private static final int FEWEST_STEPS = 60;

  /**
   * The most extreme ones.
   *
   * @param shared the posterior and its data, best in double
   * @param count of them at most
   * @param seed of the random vectors
   */
  public static HessianSpectrum of(
      PosteriorTensors shared, KernelProvider provider, Workers workers, int count, long seed) {
    Check.atLeast("eigenvalues", count, 1);
    double[] centre = shared.centre().getRow(0);
    int steps = Math.min(centre.length, Math.max(FEWEST_STEPS, STEPS_FOR_EACH * count));
    double width = Math.sqrt(centre.length / Math.max(shared.posterior().gamma(), 1));
    double scale = Math.max(Vectors.norm(centre), 1e-3 * width);
    try (GradientPair pair = new GradientPair(shared, provider, workers)) {
      double[] start = Vectors.unit(normals(centre.length, seed, 0));
      DifferenceHessian hessian =
          DifferenceHessian.of(pair, centre, scale, start, shared.centre().precision());
      Lanczos found =
          Lanczos.run(
              hessian,
              start,
              steps,
              number -> normals(centre.length, seed, 1 + number),
              soFar -> false);
      return of(found, Math.min(count, steps), steps == centre.length);
    }
  }

  private static double[] normals(int length, long seed, int number) {
    double[] vector = new double[length];
    RandomStream.of(seed, Purpose.START, number).normals(0, 0, vector, length);
    return vector;
  }

  private static HessianSpectrum of(Lanczos found, int count, boolean whole) {
    Lanczos.Ritz ritz = found.ritz();
    int[] order =
        IntStream.range(0, ritz.values().length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(ritz.values()[i])))
            .limit(count)
            .mapToInt(i -> i)
            .toArray();
    return new HessianSpectrum(
        IntStream.of(order).mapToDouble(i -> ritz.values()[i]).toArray(),
        IntStream.of(order).mapToObj(i -> found.vector(ritz, i)).toList(),
        IntStream.of(order)
            .mapToDouble(i -> found.residual() * Math.abs(ritz.vectors()[i][found.steps() - 1]))
            .toArray(),
        found.band(),
        whole && count == found.steps());
  }
}
