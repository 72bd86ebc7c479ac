package org.cusp.data;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * How inputs are brought to a common size. A scaling is fitted to the training part alone; what
 * comes out is applied to both parts. Targets are left as they are.
 */
public sealed interface Scaling {
  /** What the scaling is for these training data. */
  FittedScaling fit(DataSet train);

  /** Inputs stay as they are. */
  record None() implements Scaling {
    @Override
    public FittedScaling fit(DataSet train) {
      return FittedScaling.common(train.features(), 1);
    }
  }

  /**
   * Every input is divided by one number: 255 for pixels of a byte.
   *
   * @param divisor not zero
   */
  record DivideBy(double divisor) implements Scaling {
    /** Checks the divisor. */
    public DivideBy {
      Check.finite("divisor", divisor);
      if (divisor == 0) {
        throw new InvalidInput("divisor must not be 0");
      }
    }

    @Override
    public FittedScaling fit(DataSet train) {
      return FittedScaling.common(train.features(), divisor);
    }
  }

  /**
   * Every input is divided by one number, then (x - mean) / deviation of its channel, as
   * torchvision's {@code ToTensor} and {@code Normalize} do.
   *
   * @param divisor not zero; 255 for pixels of a byte
   * @param means one, or one for each channel: an example is that many runs of equal length
   * @param deviations as many, positive
   */
  record Normalise(double divisor, List<Double> means, List<Double> deviations) implements Scaling {
    public Normalise {
      means = List.copyOf(means);
      deviations = List.copyOf(deviations);
      Check.atLeast("means", means.size(), 1);
      Check.equal("deviations", deviations.size(), means.size());
      means.forEach(mean -> Check.finite("mean", mean));
      deviations.forEach(deviation -> Check.positive("deviation", deviation));
      new DivideBy(divisor);
    }

    @Override
    public FittedScaling fit(DataSet train) {
      int features = train.features();
      if (features % means.size() != 0) {
        throw new InvalidInput(
            train.name()
                + ": "
                + features
                + " inputs are not "
                + means.size()
                + " channels of equal length");
      }
      int run = features / means.size();
      double[] shift = new double[features];
      double[] scale = new double[features];
      Arrays.setAll(shift, i -> divisor * means.get(i / run));
      Arrays.setAll(scale, i -> divisor * deviations.get(i / run));
      return new FittedScaling(shift, scale);
    }
  }

  /**
   * Every column gets mean 0 and standard deviation 1 on the training part (sums of squares divided
   * by n, in two passes). A column that is constant there is only centred.
   */
  record Standardise() implements Scaling {
    @Override
    public FittedScaling fit(DataSet train) {
      int features = train.features();
      double[] shift = new double[features];
      double[] scale = new double[features];
      double[] first = new double[features];
      train.inputs().read(0, 1, first);
      boolean[] varies = new boolean[features];
      double[] sum = new double[features];
      eachNumber(
          train,
          (column, value) -> {
            varies[column] |= value != first[column];
            sum[column] += value;
          });
      double[] mean = Arrays.stream(sum).map(of -> of / train.n()).toArray();
      double[] squares = new double[features];
      eachNumber(
          train,
          (column, value) -> squares[column] += (value - mean[column]) * (value - mean[column]));
      for (int column = 0; column < features; column++) {
        // The rounded mean of equal numbers need not equal them.
        shift[column] = varies[column] ? mean[column] : first[column];
        scale[column] = varies[column] ? Math.sqrt(squares[column] / train.n()) : 1;
        requireScale(train, column, scale[column]);
      }
      return new FittedScaling(shift, scale);
    }

    private interface Number {
      void at(int column, double value);
    }

    /** Row after row: within a column in the order of the rows. */
    private static void eachNumber(DataSet data, Number look) {
      int features = data.features();
      data.inputs()
          .forEach(
              (from, count, values) -> {
                for (int i = 0; i < count * features; i++) {
                  look.at(i % features, values[i]);
                }
              });
    }

    private static void requireScale(DataSet train, int column, double scale) {
      if (!(scale > 0 && Double.isFinite(scale))) {
        throw new InvalidInput(
            train.name()
                + ": column "
                + (column + 1)
                + " cannot be standardised, its standard deviation is "
                + scale);
      }
    }
  }
}
