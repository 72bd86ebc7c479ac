package org.cusp.foreign;

import java.util.Arrays;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NumericArray;
import org.cusp.numerics.LogSum;

/**
 * How well outputs meet targets, in nats per datum.
 *
 * <pre>
 * categorical  loss = mean of -log softmax(outputs)[label],  constant: entropy of the labels
 * gaussian     loss = mean of sum_k ((y_k - f_k)^2 / 2 + log(2 pi) / 2),  constant: f = mean of y
 * </pre>
 *
 * @param likelihood categorical, or gaussian with sigma 1
 * @param accuracy share of data whose largest output is that of their label; null for gaussian
 * @param constantLoss of the best outputs that do not depend on the inputs
 * @param per what a datum is here: an example, or a position of a sequence
 */
public record Fit(
    String likelihood, double loss, Double accuracy, double constantLoss, String per) {
  private static final String EXAMPLE = "example";

  private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

  static Fit of(Outputs outputs, NumericArray y) {
    int columns = y.values().length / Math.max(1, y.shape()[0]);
    if (columns == 1 && outputs.width() > 1) {
      return categorical(outputs, labels(outputs, y.values()));
    }
    if (columns != outputs.width()) {
      throw new InvalidInput(
          "the targets have "
              + columns
              + " columns, the network has "
              + outputs.width()
              + " outputs");
    }
    return gaussian(outputs, y.values());
  }

  /** Where the rows were positions of sequences. */
  Fit perPosition() {
    return new Fit(likelihood, loss, accuracy, constantLoss, "position");
  }

  /** The loss is its mean over positions, in words; empty where a datum is an example. */
  public String each() {
    return per.equals(EXAMPLE) ? "" : " per " + per;
  }

  private static int[] labels(Outputs outputs, double[] y) {
    int[] labels = new int[y.length];
    for (int i = 0; i < y.length; i++) {
      if (!(y[i] >= 0 && y[i] < outputs.width() && y[i] == Math.rint(y[i]))) {
        throw new InvalidInput(
            "label of row "
                + (i + 1)
                + " must be a whole number in [0, "
                + (outputs.width() - 1)
                + "] (the network has "
                + outputs.width()
                + " outputs), got "
                + y[i]);
      }
      labels[i] = (int) y[i];
    }
    return labels;
  }

  private static Fit categorical(Outputs outputs, int[] labels) {
    int n = outputs.n();
    double sum = 0;
    int right = 0;
    double[] counts = new double[outputs.width()];
    for (int i = 0; i < n; i++) {
      int row = i;
      sum += LogSum.of(outputs.width(), k -> outputs.at(row, k)) - outputs.at(i, labels[i]);
      right += best(outputs, i) == labels[i] ? 1 : 0;
      counts[labels[i]]++;
    }
    double entropy =
        Arrays.stream(counts).filter(c -> c > 0).map(c -> -c / n * Math.log(c / n)).sum();
    return new Fit("categorical", sum / n, right / (double) n, entropy, EXAMPLE);
  }

  private static int best(Outputs outputs, int i) {
    int best = 0;
    for (int k = 1; k < outputs.width(); k++) {
      best = outputs.at(i, k) > outputs.at(i, best) ? k : best;
    }
    return best;
  }

  private static Fit gaussian(Outputs outputs, double[] y) {
    int width = outputs.width();
    int n = outputs.n();
    double squares = 0;
    for (int i = 0; i < y.length; i++) {
      squares += (y[i] - outputs.values()[i]) * (y[i] - outputs.values()[i]);
    }
    double spread = 0;
    for (int k = 0; k < width; k++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += y[i * width + k] / n;
      }
      for (int i = 0; i < n; i++) {
        spread += (y[i * width + k] - mean) * (y[i * width + k] - mean);
      }
    }
    double constant = width * HALF_LOG_TWO_PI;
    return new Fit(
        "gaussian, sigma 1", squares / n / 2 + constant, null, spread / n / 2 + constant, EXAMPLE);
  }
}
