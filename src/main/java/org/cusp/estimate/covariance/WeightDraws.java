package org.cusp.estimate.covariance;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.estimate.influence.StoredDraws;
import org.cusp.posterior.PosteriorPass;

/**
 * w - w* of every draw, a column for each parameter.
 *
 * @param centre w*
 */
record WeightDraws(double[] centre) implements StoredDraws.Numbers {
  /** With a folder from which another process can go on; absent for that of temporary files. */
  static StoredDraws<WeightDraws> in(Optional<Path> folder) {
    return new StoredDraws<>(
        "weights",
        "the parameters at each draw",
        folder,
        shared -> new WeightDraws(shared.posterior().centre()));
  }

  @Override
  public int columns() {
    return centre.length;
  }

  @Override
  public StoredDraws.Reader reader(PosteriorPass pass) {
    float[][] rows = new float[pass.chains()][centre.length];
    return draw -> {
      for (int chain = 0; chain < rows.length; chain++) {
        double[] w = draw.parameters(chain);
        for (int i = 0; i < centre.length; i++) {
          rows[chain][i] = (float) (w[i] - centre[i]);
        }
      }
      return rows;
    };
  }
}
