package org.cusp.estimate.predictive;

/**
 * How good predictions are, on all items of a data set:
 *
 * <pre>
 *   log     mean of -log E[p(y | x, w)]
 *   gibbs   mean of E[-log p(y | x, w)]
 *   square  Brier's score, mean of sum_k (p_k - 1[y = k])^2 (G. Brier, Monthly Weather Review 78
 *           (1950) 1-3); of values the mean of sum_k (y_k - E f_k)^2
 *   ece     expected calibration error, sum_b (n_b / n) |right_b - confidence_b| over {@link #BINS}
 *           bins of confidence of equal width (C. Guo et al., ICML 2017, arXiv:1706.04599); of
 *           values the mean over levels q of |share of targets below their predictive's quantile q
 *           - q| (V. Kuleshov, N. Fenner, S. Ermon, ICML 2018, arXiv:1807.00263)
 * </pre>
 *
 * <p>The confidence is the probability of the most probable class, or that an event happens or not,
 * whichever is more; an item is right where that is what was.
 *
 * @param logs by their densities
 * @param judged by what is predicted
 */
record Scores(Logs logs, Judged judged) {
  /** Bins of confidence, or levels of quantiles. */
  static final int BINS = 15;

  /**
   * A reliability diagram.
   *
   * @param count items, or events, of each bin
   * @param confidence their mean; of values the level at the upper end of the bin
   * @param right their share that is right; of values that of all targets up to this level
   */
  record Bins(double[] count, double[] confidence, double[] right) {
    static final Bins NONE = new Bins(new double[0], new double[0], new double[0]);
  }

  /**
   * By densities.
   *
   * @param perItem -log of each item
   */
  record Logs(double log, double gibbs, double[] perItem) {}

  /**
   * By what is predicted; NaN of a density.
   *
   * @param accuracy share of items, or of events, that are right; NaN of values
   * @param squares square of each item; empty for a density
   */
  record Judged(double square, double ece, double accuracy, Bins bins, double[] squares) {
    static final Judged NOT =
        new Judged(Double.NaN, Double.NaN, Double.NaN, Bins.NONE, new double[0]);
  }

  double log() {
    return logs.log();
  }

  double gibbs() {
    return logs.gibbs();
  }

  double square() {
    return judged.square();
  }

  double ece() {
    return judged.ece();
  }

  double accuracy() {
    return judged.accuracy();
  }

  Bins bins() {
    return judged.bins();
  }

  double[] perItem() {
    return logs.perItem();
  }

  double[] squares() {
    return judged.squares();
  }

  /**
   * Of means over draws.
   *
   * @param numbers of all items, see {@link Forecast}
   */
  static Scores of(Forecast forecast, double[] numbers) {
    int items = forecast.items();
    double[] perItem = new double[items];
    double gibbs = 0;
    double log = 0;
    for (int item = 0; item < items; item++) {
      int place = item * forecast.width();
      perItem[item] = forecast.lossAtCentre(item) - Math.log(numbers[place + Forecast.DENSITY]);
      log += perItem[item] / items;
      gibbs += numbers[place + Forecast.LOSS] / items;
    }
    Looked looked = new Looked(forecast, numbers);
    Judged judged =
        switch (forecast.kind()) {
          case CLASSES -> looked.classes();
          case EVENTS -> looked.events();
          case VALUES -> looked.values();
          case DENSITY -> Judged.NOT;
        };
    return new Scores(new Logs(log, gibbs, perItem), judged);
  }

  /** Without what is of each item and bin. */
  Scores brief() {
    double[] none = new double[0];
    return new Scores(
        new Logs(log(), gibbs(), none), new Judged(square(), ece(), accuracy(), Bins.NONE, none));
  }

  /** One pass over the items. */
  private static final class Looked {
    private final Forecast forecast;
    private final double[] numbers;
    private final double[] count = new double[BINS];
    private final double[] confidence = new double[BINS];
    private final double[] right = new double[BINS];
    private final double[] squares;
    private double all;
    private double allRight;

    Looked(Forecast forecast, double[] numbers) {
      this.forecast = forecast;
      this.numbers = numbers;
      this.squares = new double[forecast.items()];
    }

    private double number(int item, int k) {
      return numbers[item * forecast.width() + Forecast.FIRST + k];
    }

    private void put(double sure, boolean isRight) {
      int bin = (int) Math.max(0, Math.min(BINS - 1, Math.ceil(sure * BINS) - 1));
      count[bin]++;
      confidence[bin] += sure;
      right[bin] += isRight ? 1 : 0;
      all++;
      allRight += isRight ? 1 : 0;
    }

    Judged classes() {
      for (int item = 0; item < squares.length; item++) {
        int label = forecast.label(item);
        int best = 0;
        for (int k = 0; k < forecast.outputs(); k++) {
          double p = number(item, k);
          squares[item] += (p - (k == label ? 1 : 0)) * (p - (k == label ? 1 : 0));
          best = p > number(item, best) ? k : best;
        }
        put(number(item, best), best == label);
      }
      return binned();
    }

    Judged events() {
      for (int item = 0; item < squares.length; item++) {
        for (int k = 0; k < forecast.outputs(); k++) {
          double p = number(item, k);
          double y = forecast.target(item, k);
          squares[item] += (p - y) * (p - y);
          put(Math.max(p, 1 - p), p > 0.5 == (y == 1));
        }
      }
      return binned();
    }

    private Judged binned() {
      double ece = 0;
      for (int bin = 0; bin < BINS; bin++) {
        ece += Math.abs(right[bin] - confidence[bin]) / all;
        double divisor = count[bin] > 0 ? count[bin] : Double.NaN;
        confidence[bin] /= divisor;
        right[bin] /= divisor;
      }
      return new Judged(
          mean(squares), ece, allRight / all, new Bins(count, confidence, right), squares);
    }

    Judged values() {
      int outputs = forecast.outputs();
      for (int item = 0; item < squares.length; item++) {
        for (int k = 0; k < outputs; k++) {
          double e = forecast.target(item, k) - number(item, k);
          squares[item] += e * e;
          double below = number(item, outputs + k);
          count[(int) Math.max(0, Math.min(BINS - 1, Math.ceil(below * BINS) - 1))]++;
          all++;
        }
      }
      double ece = 0;
      double sum = 0;
      for (int bin = 0; bin < BINS; bin++) {
        sum += count[bin];
        confidence[bin] = (bin + 1.0) / BINS;
        right[bin] = sum / all;
        // The last level holds all of them, whatever is predicted.
        ece += Math.abs(right[bin] - confidence[bin]) / (BINS - 1);
      }
      return new Judged(
          mean(squares), ece, Double.NaN, new Bins(count, confidence, right), squares);
    }

    private static double mean(double[] x) {
      double sum = 0;
      for (double v : x) {
        sum += v;
      }
      return sum / x.length;
    }
  }

  /**
   * The error that forecasts which are calibrated would be found to have with so few data: in each
   * bin |right - confidence| is about sqrt(2 c (1 - c) / (pi n_b)) by chance.
   */
  double eceByChance() {
    double all = 0;
    double sum = 0;
    for (int bin = 0; bin < bins().count().length; bin++) {
      all += bins().count()[bin];
    }
    boolean isOfLevels = Double.isNaN(accuracy());
    for (int bin = 0; bin < bins().count().length; bin++) {
      double c = bins().confidence()[bin];
      if (isOfLevels) {
        sum += Math.sqrt(2 * c * (1 - c) / (Math.PI * all)) / (BINS - 1);
      } else if (bins().count()[bin] > 0) {
        sum += Math.sqrt(2 * c * (1 - c) * bins().count()[bin] / Math.PI) / all;
      }
    }
    return sum;
  }
}
