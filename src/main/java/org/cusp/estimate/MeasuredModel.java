package org.cusp.estimate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.cusp.data.DataSet;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.batch.TensorData;
import org.cusp.run.Target;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Memory;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * What a result is about, so that a number for another model, other data or another scaling shows:
 * the model, its loss and accuracy on the data, and the loss of the best constant prediction. The
 * components' names are the names in the JSON.
 *
 * @param model in words, with its likelihood
 * @param loss mean negative log-likelihood per datum, in nats
 * @param accuracy the share of data that are right; absent without classes
 * @param constantLoss of the best prediction that does not look at inputs; absent where the
 *     likelihood has none
 * @param n how many data
 * @param data their name
 * @param scaling what was done to their inputs; empty where nothing says it
 * @param datum what counts as one, what n is and what L_n averages over; absent where an example is
 *     a datum
 * @param at which parameter of the target
 * @param notes what was assumed or left out when the target was read
 * @param cautions what makes it doubtful that these are the user's model and data
 */
public record MeasuredModel(
    String model,
    double loss,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double accuracy,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double constantLoss,
    int n,
    String data,
    String scaling,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String datum,
    String at,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> cautions) {
  /** Its name in the JSON of a result. */
  public static final String FIELD = "measured";

  /** Characters of a long list of layers; the JSON has all of it, and so has a spec. */
  private static final int MOST_OF_MODEL = 240;

  /** Of rounding, in the share of a loss. */
  private static final double ROUNDING = 1e-6;

  /** Which kernels and threads compute the losses. */
  public record Means(KernelProvider kernels, Workers workers) {}

  /** One point of a target on its training data. */
  public static MeasuredModel of(Target target, Target.Point point, double[] w, Means means) {
    String at = point.step().isPresent() ? "step " + point.step().getAsLong() : point.name();
    return of(target, at, w, target.train(), means);
  }

  /**
   * One parameter of a target on some of its data.
   *
   * @throws InvalidInput if the loss of a datum is not finite there: nothing could be said of it
   */
  public static MeasuredModel of(
      Target target, String point, double[] w, DataSet data, Means means) {
    Model model = target.model();
    model.requireInputs(data);
    DataLosses losses;
    Memory memory = means.kernels().memory();
    try (Slab row = Slab.row(memory, target.precision(), w);
        TensorData tensors = TensorData.of(data, memory, target.precision())) {
      losses = DataLosses.of(model, row, data, tensors, means.kernels(), means.workers());
    }
    requireFinite(losses, target.precision(), data, point);
    double constant = model.likelihood().constantLoss(data.targets());
    double loss = losses.mean();
    boolean worse = loss - constant > ROUNDING * Math.max(1, Math.abs(constant));
    return new MeasuredModel(
        model.describe() + ", " + model.likelihood().describe(),
        loss,
        losses.right().isPresent() ? losses.accuracy() : null,
        Double.isNaN(constant) ? null : constant,
        data.n(),
        data.name(),
        target.subject().scaling().words(),
        model.likelihood().datumOf(data.n()),
        point,
        target.notes(),
        target.problem().isPresent()
            ? List.of()
            : cautions(target, data, worse ? List.of(caution(constant)) : List.of()));
  }

  private static List<String> cautions(Target target, DataSet data, List<String> ofLoss) {
    List<String> cautions = new ArrayList<>(ofLoss);
    cautions.addAll(InputCautions.of(data, target.subject().scaling()));
    return List.copyOf(cautions);
  }

  private static void requireFinite(
      DataLosses losses, Precision precision, DataSet data, String point) {
    double[] loss = losses.perDatum();
    for (int i = 0; i < loss.length; i++) {
      if (!Double.isFinite(loss[i])) {
        String overflow =
            precision == Precision.FLOAT32
                ? "numbers beyond 3.4e38 overflow in float32 (precision: float64 in the spec's model)"
                : "its numbers overflow";
        throw new InvalidInput(
            point
                + ": the loss of row "
                + (i + 1)
                + " of "
                + data.name()
                + " is not finite: "
                + overflow);
      }
    }
  }

  private static String caution(double constant) {
    return "the loss is above "
        + number(constant)
        + ", that of the best constant prediction: are data, scaling and model those of the weights?";
  }

  /** All of it in one line. */
  @JsonIgnore
  public String line() {
    List<String> words = new ArrayList<>();
    words.add(Message.within(MOST_OF_MODEL, model));
    words.add("loss " + number(loss));
    if (accuracy != null) {
      words.add("accuracy " + percent(accuracy));
    }
    boolean said = scaling.isEmpty() || data.contains(scaling);
    return String.join(", ", words)
        + String.format(Locale.ROOT, " on %,d of %s", n, data)
        + (said ? "" : " (" + scaling + ")");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g%%", 100 * share);
  }
}
