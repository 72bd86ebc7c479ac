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
    if (!data.inputs().isHeld()) {
      return data.with(new ScaledRows(data.inputs(), this));
    }
    double[] scaled = new double[data.x().length];
    apply(data.x(), data.n(), scaled);
    return new DataSet(data.name(), data.n(), data.features(), scaled, data.targets());
  }

  /**
   * Some rows.
   *
   * @param out (Output) may be the same array
   */
  void apply(double[] rows, int count, double[] out) {
    for (int i = 0; i < count * shift.length; i++) {
      int column = i % shift.length;
      out[i] = (rows[i] - shift[column]) / scale[column];
    }
  }
}
