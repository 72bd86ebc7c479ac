package org.cusp.estimate.influence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.model.likelihood.PerPosition;

/**
 * What is asked of each query: its loss, or a function of the network's outputs f there: an output
 * f_k (a logit), a difference f_k - f_l of two, or the probability of class k. A class may be that
 * of the query itself.
 *
 * @param kind of function
 * @param of the output k; {@link #OWN} for the query's class
 * @param less the output l; {@link #NONE} where there is none
 */
public record Phi(Kind kind, int of, int less) {
  /** What it is. */
  public enum Kind {
    LOSS,
    OUTPUT,
    PROBABILITY
  }

  static final int OWN = -1;
  static final int NONE = -2;
  private static final String LABEL = "label";
  private static final Pattern FORM =
      Pattern.compile("(logit|output|probability):(\\d{1,9}|label)(?:-(\\d{1,9}|label))?");

  /** The loss. */
  public static final Phi LOSS = new Phi(Kind.LOSS, NONE, NONE);

  /**
   * As typed: {@code loss}, {@code logit:3}, {@code logit:label-5}, {@code probability:label}.
   *
   * @param option for messages
   */
  public static Phi parse(String option, String text) {
    if (text.equals("loss")) {
      return LOSS;
    }
    Matcher form = FORM.matcher(text);
    boolean isKnown = form.matches();
    boolean isProbability = isKnown && form.group(1).equals("probability");
    if (!isKnown || isProbability && form.group(3) != null) {
      throw new InvalidInput(
          option
              + " must be loss, logit:K, logit:K-L or probability:K, with K and L a number from 0 or"
              + " 'label', got '"
              + text
              + "'");
    }
    return new Phi(
        isProbability ? Kind.PROBABILITY : Kind.OUTPUT,
        place(form.group(2)),
        form.group(3) == null ? NONE : place(form.group(3)));
  }

  private static int place(String text) {
    return text.equals(LABEL) ? OWN : Integer.parseInt(text);
  }

  /** As it is typed. */
  public String words() {
    return switch (kind) {
      case LOSS -> "loss";
      case OUTPUT -> "logit:" + words(of) + (less == NONE ? "" : "-" + words(less));
      case PROBABILITY -> "probability:" + words(of);
    };
  }

  private static String words(int place) {
    return place == OWN ? LABEL : Integer.toString(place);
  }

  public boolean isLoss() {
    return kind == Kind.LOSS;
  }

  /**
   * Refuses what the outputs of a model do not have.
   *
   * @param option for the message
   */
  public void require(String option, Likelihood likelihood) {
    Likelihood law = likelihood instanceof PerPosition each ? each.each() : likelihood;
    boolean ofClasses = law instanceof Likelihood.Categorical;
    if (!ofClasses && (kind == Kind.PROBABILITY || of == OWN || less == OWN)) {
      throw new InvalidInput(
          option + " " + words() + ": needs classes, the network has " + law.describe());
    }
    int most = Math.max(of, less);
    if (!isLoss() && most >= law.outputs()) {
      throw new InvalidInput(
          option + " " + words() + ": the network has the outputs 0 to " + (law.outputs() - 1));
    }
  }

  /**
   * Of an item.
   *
   * @param f outputs, those of the item from a place on
   * @param outputs of an item
   * @param label its class; of no account without classes
   */
  double at(double[] f, int from, int outputs, int label) {
    int first = of == OWN ? label : of;
    if (kind == Kind.PROBABILITY) {
      double sum = 0;
      for (int k = 0; k < outputs; k++) {
        sum += Math.exp(f[from + k] - f[from + first]);
      }
      return 1 / sum;
    }
    double value = f[from + first];
    return less == NONE ? value : value - f[from + (less == OWN ? label : less)];
  }

  /** The classes of all items; empty without any. */
  static int[] labels(DataSet data) {
    if (data.targets() instanceof Targets.Sequences sequences) {
      return sequences.labels();
    }
    return data.targets() instanceof Targets.Classes classes ? classes.labels() : new int[0];
  }
}
