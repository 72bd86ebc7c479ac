package org.cusp.estimate.covariance;

import java.util.Optional;
import org.cusp.clock.TimeIsUp;
import org.cusp.point.HessianSpectrum;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.TensorReference;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;
import org.cusp.tensor.dense.Matrix;

/**
 * Directions that curvature at w* gives, with the variance that a Gaussian posterior of that
 * curvature would have along them and that of the draws. Since the directions come from no draw,
 * the variances of the draws are unbiased, whatever the number of parameters.
 *
 * @param hessian eigenvectors of the Hessian of L_n with the most extreme eigenvalues h: 1 / (nBeta
 *     h + gamma)
 * @param kronecker directions u v' of each tensor, from the eigenvectors of the two factors of its
 *     gradients' covariance, with their own precision (K-FAC's eigenbasis): 1 / (gamma + nBeta d);
 *     empty where the network is too large for it
 */
record Foreseen(Along hessian, Optional<Along> kronecker) {
  /** Eigenvalues of the Hessian. */
  static final int LEADING = 32;

  private static final int ROWS = 64;

  /**
   * Directions, the stiffest first.
   *
   * @param curvature of L_n along each
   * @param uncertainty how far it may be from it
   * @param gaussian variance foreseen; NaN where the posterior would have none, the curvature being
   *     negative beyond the localisation
   * @param found variance of the draws
   */
  record Along(double[] curvature, double[] uncertainty, double[] gaussian, Variances found) {}

  static Foreseen of(
      Sampled sampled, Posterior posterior, KernelProvider kernels, Workers workers, long seed) {
    try (PosteriorTensors shared =
        PosteriorTensors.of(posterior, Precision.FLOAT64, kernels, workers)) {
      HessianSpectrum spectrum =
          HessianSpectrum.of(shared, kernels, workers, Math.min(LEADING, posterior.size()), seed);
      return new Foreseen(
          hessian(sampled, posterior, spectrum),
          TensorReference.fits(posterior)
              ? kronecker(sampled, shared, kernels, workers, seed)
              : Optional.empty());
    }
  }

  private static Along hessian(Sampled sampled, Posterior posterior, HessianSpectrum spectrum) {
    int count = spectrum.values().length;
    int size = posterior.size();
    Matrix directions = Matrix.zeros(size, count);
    double[] gaussian = new double[count];
    double[] uncertainty = new double[count];
    for (int k = 0; k < count; k++) {
      double[] vector = spectrum.vectors().get(k);
      for (int i = 0; i < size; i++) {
        directions.values()[i * count + k] = vector[i];
      }
      gaussian[k] = variance(posterior.nBeta() * spectrum.values()[k] + posterior.gamma());
      uncertainty[k] = Math.max(spectrum.residuals()[k], spectrum.noise());
    }
    int chains = sampled.window().chains().length;
    return new Along(
        spectrum.values(),
        uncertainty,
        gaussian,
        Variances.along(sampled, Sampled.all(size), directions, 0, chains));
  }

  private static double variance(double precision) {
    return precision > 0 ? 1 / precision : Double.NaN;
  }

  private static Optional<Along> kronecker(
      Sampled sampled,
      PosteriorTensors shared,
      KernelProvider kernels,
      Workers workers,
      long seed) {
    Posterior posterior = shared.posterior();
    GaussianReference reference;
    try {
      double[][] there = {posterior.centre()};
      reference = new TensorReference(shared, kernels, workers, seed, 0).at(there, 0, 0);
    } catch (TimeIsUp e) {
      return Optional.empty();
    }
    double[] stiffness = reference.stiffness();
    int count = stiffness.length;
    if (count == 0) {
      return Optional.empty();
    }
    BatchMeans means = new BatchMeans(count);
    try (Slab rows = shared.centre().zerosBeside(ROWS, posterior.size());
        GaussianReference.OfPass pass = reference.of(kernels.create(), rows)) {
      sampled.each(block -> look(block, rows, pass, means, count));
    }
    double[] curvature = new double[count];
    double[] gaussian = new double[count];
    for (int i = 0; i < count; i++) {
      curvature[i] = stiffness[i] / posterior.nBeta();
      gaussian[i] = 1 / (posterior.gamma() + stiffness[i]);
    }
    return Optional.of(new Along(curvature, new double[0], gaussian, Variances.of(means, count)));
  }

  private static void look(
      Sampled.Block block, Slab rows, GaussianReference.OfPass pass, BatchMeans means, int count) {
    Matrix draws = block.draws();
    double[] row = new double[draws.columns()];
    for (int from = 0; from < draws.rows(); from += ROWS) {
      int some = Math.min(ROWS, draws.rows() - from);
      for (int i = 0; i < some; i++) {
        System.arraycopy(draws.values(), (from + i) * row.length, row, 0, row.length);
        rows.setRow(i, row);
      }
      double[][] inside = pass.inside(rows);
      Matrix coordinates = Matrix.zeros(some, count);
      for (int i = 0; i < some; i++) {
        System.arraycopy(inside[i], 0, coordinates.values(), i * count, count);
      }
      Variances.add(means, coordinates, block.endsBatch() && from + some == draws.rows());
    }
  }
}
