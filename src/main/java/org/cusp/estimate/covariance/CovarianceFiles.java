package org.cusp.estimate.covariance;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cusp.format.zarr.ZarrFolder;
import org.cusp.tensor.dense.Matrix;

/**
 * Spectra and small covariances as a Zarr group:
 *
 * <pre>
 *   eigenvalues, eigenvalues_se, held_out, held_out_se               [rank]
 *   hessian_curvature, hessian_gaussian, hessian_variance, ..._se    [direction]
 *   kronecker_curvature, ...                                         [direction]
 *   r, r_se, squares                                                 [component, other]
 *   covariance, covariance_se                                        [parameter, other]
 *   covariance_0, covariance_0_se, places_0, ...   of component 0, ... where small
 * </pre>
 */
public final class CovarianceFiles {
  private CovarianceFiles() {}

  /**
   * Writes it, whole or not at all.
   *
   * @param about attributes of the group; the names of the components are among them
   */
  public static void write(Path target, Map<String, ?> about, CovarianceEstimator.Outcome outcome) {
    try (ZarrFolder folder = new ZarrFolder(target, about)) {
      variances(folder, "eigenvalues", "rank", outcome.whole().spectrum().values());
      variances(folder, "held_out", "held_out_rank", outcome.whole().spectrum().heldOut());
      along(folder, "hessian", outcome.foreseen().hessian());
      outcome.foreseen().kronecker().ifPresent(found -> along(folder, "kronecker", found));
      square(folder, "r", "component", outcome.between().r());
      square(folder, "r_se", "component", outcome.between().se());
      square(folder, "squares", "component", outcome.between().squares());
      outcome.whole().dense().ifPresent(dense -> dense(folder, "covariance", "parameter", dense));
      for (int i = 0; i < outcome.within().size(); i++) {
        CovarianceEstimator.Within one = outcome.within().get(i);
        String name = "covariance_" + i;
        String dimension = "parameter_" + i;
        String places = "places_" + i;
        variances(folder, "eigenvalues_" + i, "rank_" + i, one.spectrum().values());
        one.dense()
            .ifPresent(
                dense -> {
                  dense(folder, name, dimension, dense);
                  double[] of = Arrays.stream(dense.places()).asDoubleStream().toArray();
                  folder.vector(places, dimension, of, Map.of("long_name", "among the parameters"));
                });
      }
      folder.keep();
    }
  }

  private static void variances(ZarrFolder folder, String name, String dimension, Variances of) {
    if (of.value().length > 0) {
      Map<String, String> said = Map.of("units", "squared units of w");
      folder.vector(name, dimension, of.value(), said);
      folder.vector(name + "_se", dimension, of.se(), said);
    }
  }

  private static void along(ZarrFolder folder, String name, Foreseen.Along found) {
    String dimension = name + "_direction";
    folder.vector(name + "_curvature", dimension, found.curvature(), Map.of("long_name", "of L_n"));
    folder.vector(
        name + "_gaussian",
        dimension,
        found.gaussian(),
        Map.of("long_name", "1 / (nBeta curvature + gamma)"));
    variances(folder, name + "_variance", dimension, found.found());
  }

  private static void square(ZarrFolder folder, String name, String dimension, double[][] rows) {
    if (rows.length == 0) {
      return;
    }
    float[] all = new float[rows.length * rows.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) rows[i / rows.length][i % rows.length];
    }
    matrix(folder, name, dimension, rows.length, all);
  }

  private static void dense(
      ZarrFolder folder, String name, String dimension, DenseCovariance dense) {
    matrix(folder, name, dimension, dense.places().length, floats(dense.covariance()));
    matrix(folder, name + "_se", dimension, dense.places().length, floats(dense.se()));
  }

  private static float[] floats(Matrix of) {
    float[] all = new float[of.values().length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) of.values()[i];
    }
    return all;
  }

  private static void matrix(
      ZarrFolder folder, String name, String dimension, int size, float[] all) {
    int[] shape = {size, size};
    folder
        .array(name, List.of(dimension, "other_" + dimension), shape, shape, Map.of())
        .write(new int[] {0, 0}, all);
  }
}
