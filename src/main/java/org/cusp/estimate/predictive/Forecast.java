package org.cusp.estimate.predictive;

import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.likelihood.Density;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.numerics.Normal;

/**
 * What a network predicts for each item of a data set, as numbers whose means over draws are those
 * of the predictive. An item is a datum, or a position of a sequence.
 *
 * <pre>
 *   classes     softmax(f)_k of each class
 *   events      1 / (1 + exp(-f_k)) of each event
 *   values      f_k, and Phi((y_k - f_k) / sigma), the distribution function at the target
 *   a density   nothing more
 * </pre>
 *
 * <p>Before these stand, of every item, its loss l = -log p(y | x, w) and exp(l* - l), with l* that
 * at w*.
 */
final class Forecast {
  /** Where the loss stands among the numbers of an item. */
  static final int LOSS = 0;

  /** Where exp(l* - l) stands. */
  static final int DENSITY = 1;

  /** Where what is predicted begins. */
  static final int FIRST = 2;

  /** The kind of what is predicted. */
  enum Kind {
    CLASSES,
    EVENTS,
    VALUES,
    DENSITY
  }

  private final DataSet data;
  private final Likelihood law;
  private final int positions;
  private final Kind kind;
  private final double[] lossAtCentre;
  private final int[] labels;

  /**
   * Of a data set.
   *
   * @param likelihood of the model
   */
  Forecast(DataSet data, Likelihood likelihood) {
    this.data = data;
    this.law = likelihood instanceof PerPosition each ? each.each() : likelihood;
    this.positions = likelihood.positions();
    this.kind = kindOf(law);
    this.lossAtCentre = new double[items()];
    this.labels =
        data.targets() instanceof Targets.Sequences sequences
            ? sequences.labels()
            : data.targets() instanceof Targets.Classes classes ? classes.labels() : new int[0];
  }

  private static Kind kindOf(Likelihood law) {
    if (law instanceof Likelihood.Categorical) {
      return Kind.CLASSES;
    }
    if (law instanceof Likelihood.Bernoulli) {
      return Kind.EVENTS;
    }
    return law instanceof Density ? Kind.DENSITY : Kind.VALUES;
  }

  DataSet data() {
    return data;
  }

  Kind kind() {
    return kind;
  }

  int positions() {
    return positions;
  }

  /** Data, or positions of all sequences. */
  int items() {
    return Math.multiplyExact(data.n(), positions);
  }

  /** Classes, events or values of an item. */
  int outputs() {
    return law.outputs();
  }

  /** Numbers of an item. */
  int width() {
    return FIRST
        + switch (kind) {
          case CLASSES, EVENTS -> outputs();
          case VALUES -> 2 * outputs();
          case DENSITY -> 0;
        };
  }

  /** Numbers of all items; refused where they are too many for an array. */
  int numbers() {
    return Math.multiplyExact(items(), width());
  }

  /** The loss of an item at w*. */
  double lossAtCentre(int item) {
    return lossAtCentre[item];
  }

  /** Takes the losses of numbers that are of w*, and completes these. */
  void centre(double[] numbers) {
    for (int item = 0; item < items(); item++) {
      lossAtCentre[item] = numbers[item * width() + LOSS];
      numbers[item * width() + DENSITY] = 1;
    }
  }

  /**
   * The numbers of an item.
   *
   * @param f the outputs of the network, those of the item from a place on
   * @param numbers (Output) of all items
   */
  void read(double[] f, int from, int item, double[] numbers) {
    int place = item * width();
    double loss =
        switch (kind) {
          case CLASSES -> classes(f, from, label(item), numbers, place + FIRST);
          case EVENTS -> events(f, from, item, numbers, place + FIRST);
          case VALUES -> values(f, from, item, numbers, place + FIRST);
          case DENSITY -> -f[from];
        };
    numbers[place + LOSS] = loss;
    numbers[place + DENSITY] = Math.exp(lossAtCentre[item] - loss);
  }

  private double classes(double[] f, int from, int label, double[] numbers, int place) {
    int count = outputs();
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < count; k++) {
      highest = Math.max(highest, f[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < count; k++) {
      numbers[place + k] = Math.exp(f[from + k] - highest);
      sum += numbers[place + k];
    }
    for (int k = 0; k < count; k++) {
      numbers[place + k] /= sum;
    }
    return Math.log(sum) + highest - f[from + label];
  }

  private double events(double[] f, int from, int item, double[] numbers, int place) {
    double loss = 0;
    for (int k = 0; k < outputs(); k++) {
      double x = f[from + k];
      numbers[place + k] = 1 / (1 + Math.exp(-x));
      loss += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) - target(item, k) * x;
    }
    return loss;
  }

  private double values(double[] f, int from, int item, double[] numbers, int place) {
    double sigma = ((Likelihood.Gaussian) law).sigma();
    double loss = law.leastLoss();
    for (int k = 0; k < outputs(); k++) {
      double z = (target(item, k) - f[from + k]) / sigma;
      numbers[place + k] = f[from + k];
      numbers[place + outputs() + k] = Normal.below(z);
      loss += z * z / 2;
    }
    return loss;
  }

  /** The class of an item. */
  int label(int item) {
    return labels[item];
  }

  /** The target of an output of an item: an event is 1 where it happened. */
  double target(int item, int output) {
    return ((Targets.Values) data.targets()).values()[item * outputs() + output];
  }

  /** Refuses what has no predictive that can be told. */
  static void require(Likelihood likelihood) {
    if (likelihood instanceof PerPosition each
        && !(each.each() instanceof Likelihood.Categorical)) {
      throw new InvalidInput(
          "a predictive of sequences needs classes at each position, got "
              + each.each().describe());
    }
  }
}
