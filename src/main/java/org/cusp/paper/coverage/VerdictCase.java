package org.cusp.paper.coverage;

import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.gold.ConditionalLlc;
import org.cusp.paper.networks.ReluTeacher;
import org.cusp.paper.reproduction.Agreement;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Target;
import org.cusp.verdict.Verdict;

/**
 * One estimate whose verdict is known beforehand.
 *
 * @param kind what is wrong with it, or what it is
 * @param good whether it should be trusted
 * @param target a problem with blanks for its commas, {@code digits} or {@code relu}
 * @param at the parameter: truth, zero, random, nan, infinite, scaled:FACTOR, perturbed:DISTANCE or
 *     step:N
 * @param settings of cusp llc, {@code name=value}
 */
record VerdictCase(
    String name, String kind, boolean good, String target, String at, String settings) {
  private static final String DIGITS = "digits";
  private static final String RELU = "relu";
  private static final List<Integer> RELU_WIDTHS = List.of(10, 20, 10);
  private static final int RELU_DATA = 1000;
  private static final long LAST_STEP = 3000;

  /** The verdict to be expected of a sound case. */
  private static final String SOUND = Verdict.Status.TRUSTED.label();

  /** Said of an estimate that was not even begun. */
  static final String REFUSED = "refused";

  /** A line of the table. */
  static VerdictCase of(Row row) {
    return new VerdictCase(
        row.text("case"),
        row.text("kind"),
        isSound(row),
        row.text("target"),
        row.text("at"),
        row.text("settings"));
  }

  /** All of it, in words. */
  String describe() {
    return target + " at " + at + (settings.isEmpty() ? ", by default" : ", " + settings);
  }

  /** What the estimate says. */
  Row row(Estimation estimation, TrainedNetwork digits, long seed) {
    Row row =
        Row.empty()
            .with("case", name)
            .with("kind", kind)
            .with("expected", good ? SOUND : "not trusted");
    try {
      Target found = target(digits, seed);
      double[] w = point(found, digits, estimation, seed);
      Estimation.Answer answer = estimation.at(found, w, CaseSettings.of(settings, seed));
      return row.with(answer.row()).with("exact", exact(found, answer));
    } catch (InvalidInput e) {
      return row.with(Agreement.VERDICT, REFUSED).with("reasons", e.getMessage());
    }
  }

  private Target target(TrainedNetwork digits, long seed) {
    return switch (target) {
      case DIGITS -> digits.target();
      case RELU -> relu(seed).target();
      default -> Target.ofProblem(target.replace(' ', ','), seed);
    };
  }

  private static ReluTeacher relu(long seed) {
    return new ReluTeacher(RELU_WIDTHS, RELU_DATA, seed);
  }

  private double[] point(Target found, TrainedNetwork digits, Estimation estimation, long seed) {
    String[] parts = at.split(":", 2);
    return switch (parts[0]) {
      case "truth" -> trueParameter(found, digits, estimation, seed);
      case "zero" -> new double[found.model().size()];
      case "random" -> found.model().initialise(RandomStream.of(seed, Purpose.INITIALISATION, 0));
      case "nan" -> spoilt(trueParameter(found, digits, estimation, seed), Double.NaN);
      case "infinite" ->
          spoilt(trueParameter(found, digits, estimation, seed), Double.POSITIVE_INFINITY);
      case "scaled" ->
          Arrays.stream(trueParameter(found, digits, estimation, seed))
              .map(x -> Double.parseDouble(parts[1]) * x)
              .toArray();
      case "perturbed" ->
          found.perturbed(Double.parseDouble(parts[1])).points().get(0).weights().get();
      case "step" -> digits.weights(Long.parseLong(parts[1]), estimation);
      default -> throw new IllegalArgumentException("unknown point " + at);
    };
  }

  private double[] trueParameter(
      Target found, TrainedNetwork digits, Estimation estimation, long seed) {
    return switch (target) {
      case DIGITS -> digits.weights(LAST_STEP, estimation);
      case RELU -> relu(seed).parameter();
      default -> found.truth().orElseThrow();
    };
  }

  private static double[] spoilt(double[] w, double value) {
    double[] result = Arrays.copyOf(w, w.length);
    result[result.length / 2] = value;
    return result;
  }

  private Double exact(Target found, Estimation.Answer answer) {
    return at.equals("truth")
        ? Coverage.exact(found, answer.gamma()).map(ConditionalLlc.Value::llc).orElse(null)
        : null;
  }

  /** Whether a row is of a case that is to be trusted. */
  static boolean isSound(Row row) {
    return row.text("expected").equals(SOUND);
  }

  /** How many of these were not estimated at all. */
  static long refused(List<Row> rows) {
    return rows.stream().filter(row -> row.text(Agreement.VERDICT).equals(REFUSED)).count();
  }
}
