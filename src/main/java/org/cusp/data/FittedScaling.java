package org.cusp.data;

import java.util.Arrays;
import org.cusp.contract.Check;

/**
 * The map {@code x -> (x - shift) / scale}, column by column.
 *
 * @param shift one for each feature
 * @param scale one for each feature, not zero
 */
public record FittedScaling(double[] shift, double[] scale) {
  /** Checks that there are as many shifts as scales. */
  public FittedScaling {
    Check.equal("number of scales", scale.length, shift.length);
  }

  static FittedScaling common(int features, double divisor) {
    double[] scale = new double[features];
    Arrays.fill(scale, divisor);
    return new FittedScaling(new double[features], scale);
  }

  /**
   * A data set with scaled inputs and the same targets.
   *
   * @throws org.cusp.contract.InvalidInput if the number of features is another one, or a result is
   *     not finite
   */
  public DataSet apply(DataSet data) {
    Check.equal(data.name() + ": features", data.features(), shift.length);
    double[] scaled = new double[data.x().length];
    for (int i = 0; i < scaled.length; i++) {
      int column = i % shift.length;
      scaled[i] = (data.x()[i] - shift[column]) / scale[column];
    }
    return new DataSet(data.name(), data.n(), data.features(), scaled, data.targets());
  }
}
