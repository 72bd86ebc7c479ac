package org.cusp.estimate.criteria;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a posterior says of each datum, as a table: a row for each, training data first. Cells are
 * empty where there is nothing to say: k-hat of leaving out test data, a number that is not finite,
 * an average that cannot be told.
 */
public final class PointwiseTable {
  private static final String HEADER =
      "data,row,mean_loss,variance_of_log_p,log_predictive,k_hat_predictive,predictive_from,"
          + "log_leave_one_out,k_hat,leave_one_out_from\n";

  private PointwiseTable() {}

  /** As CSV; logarithms in nats, rows from 1. */
  public static String csv(Criteria criteria) {
    StringBuilder text = new StringBuilder(HEADER);
    rows(text, criteria, criteria.train(), Surprise.Data.TRAIN);
    criteria.test().ifPresent(test -> rows(text, criteria, test, Surprise.Data.TEST));
    return text.toString();
  }

  private static void rows(
      StringBuilder text, Criteria criteria, Pointwise it, Surprise.Data data) {
    var surprises =
        criteria.surprises().stream()
            .filter(s -> s.data() == data)
            .collect(Collectors.toMap(s -> key(s.average(), s.row()), Surprise::state));
    for (int i = 0; i < it.n(); i++) {
      text.append(data.name().toLowerCase(Locale.ROOT)).append(',').append(i + 1);
      cell(text, it.meanLoss()[i]);
      cell(text, it.variance()[i]);
      average(
          text,
          it.logPredictive()[i],
          it.kHatPredictive()[i],
          surprises.get(key(Surprise.Average.PREDICTIVE, i + 1)));
      if (data == Surprise.Data.TRAIN) {
        average(
            text,
            it.logLeaveOneOut()[i],
            it.kHat()[i],
            surprises.get(key(Surprise.Average.LEAVE_ONE_OUT, i + 1)));
      } else {
        text.append(",,,");
      }
      text.append('\n');
    }
  }

  private static String key(Surprise.Average average, int row) {
    return average + " " + row;
  }

  private static void average(StringBuilder text, double log, double kHat, Surprise.State state) {
    cell(text, state == Surprise.State.UNTOLD ? Double.NaN : log);
    cell(text, kHat);
    text.append(',').append(state == null ? "draws" : state.name().toLowerCase(Locale.ROOT));
  }

  private static void cell(StringBuilder text, double value) {
    text.append(',').append(Double.isFinite(value) ? Double.toString(value) : "");
  }
}
