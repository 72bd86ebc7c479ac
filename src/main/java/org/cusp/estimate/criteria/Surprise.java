package org.cusp.estimate.criteria;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.cusp.verdict.CriteriaRules;

/**
 * A datum whose average over the draws is ruled by few of them, or by such as were never made: of p
 * itself for its predictive density, of p^-beta for that without it.
 *
 * @param data train or test
 * @param average of what
 * @param row in the data, counted from 1
 * @param variance over the draws of the logarithm of what is averaged
 * @param kHat shape of the upper tail of what is averaged
 * @param state what became of it
 */
public record Surprise(
    Data data, Average average, int row, double variance, double kHat, State state) {
  /** Which data. */
  public enum Data {
    TRAIN,
    TEST;

    /** In a word. */
    @JsonValue
    public String label() {
      return Surprise.label(this);
    }
  }

  /** Of p, or of p^-beta. */
  public enum Average {
    PREDICTIVE,
    LEAVE_ONE_OUT;

    /** In a word. */
    @JsonValue
    public String label() {
      return Surprise.label(this);
    }
  }

  /** Whether the average is known. */
  public enum State {
    /** Through posteriors between that with and that without the datum. */
    BRIDGED,
    /** From the draws; its error is not reliable. */
    UNRELIABLE,
    /** Not at all. */
    UNTOLD;

    /** In a word. */
    @JsonValue
    public String label() {
      return Surprise.label(this);
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those of some data, by variance, the largest first. */
  static List<Surprise> of(Pointwise it, Data data, double beta, double threshold) {
    List<Surprise> found = new ArrayList<>();
    for (int i = 0; i < it.n(); i++) {
      double variance = it.variance()[i];
      State predictive = state(variance, it.kHatPredictive()[i], threshold);
      if (it.predictive().has(i) || predictive != null && variance > CriteriaRules.LEAST_VARIANCE) {
        State state = it.predictive().has(i) ? State.BRIDGED : predictive;
        found.add(
            new Surprise(data, Average.PREDICTIVE, i + 1, variance, it.kHatPredictive()[i], state));
      }
    }
    for (int i = 0; i < it.kHat().length; i++) {
      double variance = beta * beta * it.variance()[i];
      State state = it.without().has(i) ? State.BRIDGED : state(variance, it.kHat()[i], threshold);
      if (state != null) {
        found.add(new Surprise(data, Average.LEAVE_ONE_OUT, i + 1, variance, it.kHat()[i], state));
      }
    }
    found.sort(Comparator.comparingDouble((Surprise s) -> -s.variance()));
    return found;
  }

  /** Null where the draws do. Too few draws for a tail, k-hat plus infinity, say nothing of one. */
  private static State state(double variance, double kHat, double threshold) {
    boolean hasTail = kHat != Double.POSITIVE_INFINITY;
    if (!(variance <= CriteriaRules.MOST_VARIANCE)
        || hasTail && kHat >= CriteriaRules.NO_MEAN && variance > CriteriaRules.LEAST_VARIANCE) {
      return State.UNTOLD;
    }
    return kHat > threshold ? State.UNRELIABLE : null;
  }
}
