package org.cusp.model.likelihood;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.TargetKind;
import org.cusp.data.Targets;
import org.cusp.model.batch.BatchTargets;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;

/**
 * A law for each position of a sequence, given the outputs there: with l_t the loss at position t
 * of T, the loss of a sequence is
 *
 * <pre>
 * (l_1 + ... + l_T) / T    for {@link Datum#SEQUENCE} and {@link Datum#TOKEN},
 *  l_1 + ... + l_T         for {@link Datum#WHOLE}.
 * </pre>
 *
 * @param each the law at a position: categorical, Gaussian or Bernoulli
 * @param positions T
 * @param datum what counts as one
 */
public record PerPosition(Likelihood each, int positions, Datum datum) implements Likelihood {
  /** What a datum is, and so what n is and what L_n averages over. */
  public enum Datum {
    /**
     * A sequence, with the mean loss of its positions, as papers on language models have it: n
     * sequences, L_n per token. n L_n is then not -log p of the data, but 1/T of it.
     */
    SEQUENCE("sequence"),
    /** A token: n = T sequences, L_n per token, and n L_n is -log p of all. */
    TOKEN("token"),
    /** A sequence with its whole -log p: n sequences, L_n per sequence, n L_n is -log p of all. */
    WHOLE("whole");

    private final String id;

    Datum(String id) {
      this.id = id;
    }

    /** The name that a user types. */
    public String id() {
      return id;
    }

    /**
     * The one of this name.
     *
     * @param option that it was given by, for the message
     */
    public static Datum named(String option, String id) {
      return Arrays.stream(values())
          .filter(datum -> datum.id.equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidInput(option + " must be sequence, token or whole, got '" + id + "'"));
    }
  }

  /** The same with another thing for a datum. */
  public PerPosition per(Datum other) {
    return new PerPosition(each, positions, other);
  }

  public PerPosition {
    Check.atLeast("positions", positions, 1);
    if (each instanceof Density || each instanceof PerPosition) {
      throw new InvalidInput(each.describe() + " is no law of a single position");
    }
  }

  @Override
  public int outputs() {
    return Math.multiplyExact(positions, each.outputs());
  }

  @Override
  public int dataOfExample() {
    return datum == Datum.TOKEN ? positions : 1;
  }

  @Override
  public double share() {
    return datum == Datum.WHOLE ? 1 : 1.0 / positions;
  }

  @Override
  public String datumOf(int examples) {
    String what =
        switch (datum) {
          case SEQUENCE ->
              "a datum is a sequence, its loss the mean over its %d positions: n = %,d";
          case TOKEN -> "a datum is one of the %d positions of a sequence: n = %,d";
          case WHOLE -> "a datum is a sequence, its loss the sum over its %d positions: n = %,d";
        };
    String per = datum == Datum.WHOLE ? "sequence" : "position";
    return String.format(Locale.ROOT, what, positions, (long) examples * dataOfExample())
        + ", L_n in nats per "
        + per;
  }

  @Override
  public TargetKind targetKind() {
    return each instanceof Categorical categorical
        ? new TargetKind.Sequences(OptionalInt.of(categorical.classes()))
        : each.targetKind();
  }

  @Override
  public String describe() {
    return each.describe() + " at each of " + positions + " positions (datum: " + datum.id() + ")";
  }

  @Override
  public void losses(
      Kernels kernels, MatrixStack outputs, BatchTargets targets, double scale, Slab losses) {
    if (targets instanceof BatchTargets.Labels labels) {
      kernels.categorical(
          outputs, labels.labels(), labels.rows(), positions, scale * share(), losses);
    } else {
      joined().losses(kernels, outputs, targets, scale * share(), losses);
    }
    if (share() != 1) {
      MatrixStack own = MatrixStack.of(losses, 0, 1, outputs.rows());
      kernels.scale(own, share(), own);
    }
  }

  /**
   * The loss of each position by itself, those of a datum beside each other; the outputs are
   * written over.
   *
   * @param targets of data that follow each other
   * @param losses (Output) in double, [chains, at least the batch x positions]
   */
  public void lossesApart(Kernels kernels, MatrixStack outputs, BatchTargets targets, Slab losses) {
    each.losses(kernels, outputs.cut(each.outputs()), apart(targets), 0, losses);
  }

  private BatchTargets apart(BatchTargets targets) {
    if (targets instanceof BatchTargets.Values values) {
      return new BatchTargets.Values(values.values().cut(each.outputs()));
    }
    BatchTargets.Labels labels = (BatchTargets.Labels) targets;
    if (labels.rows() instanceof Rows.From from) {
      return new BatchTargets.Labels(labels.labels(), new Rows.From(from.from() * positions));
    }
    throw new IllegalArgumentException("positions of data that do not follow each other");
  }

  /** The law of all positions as independent outputs, whose loss is the sum. */
  private Likelihood joined() {
    if (each instanceof Gaussian gaussian) {
      return new Gaussian(outputs(), gaussian.sigma());
    }
    if (each instanceof Bernoulli) {
      return new Bernoulli(outputs());
    }
    throw new IllegalStateException(each.describe() + " has no joined form");
  }

  @Override
  public double leastLoss() {
    return share() * positions * each.leastLoss();
  }

  /** Of outputs that are the same for all data and positions. */
  @Override
  public double constantLoss(Targets targets) {
    double ofPosition =
        targets instanceof Targets.Sequences sequences
            ? Categorical.constantLoss(sequences.counts(), (double) targets.n() * positions)
            : each.constantLoss(single((Targets.Values) targets));
    return share() * positions * ofPosition;
  }

  /** Each position as an example. */
  private Targets.Values single(Targets.Values targets) {
    return new Targets.Values(targets.values(), each.outputs());
  }

  @Override
  public void requireFits(DataSet data) {
    if (!(each instanceof Categorical categorical)) {
      joined().requireFits(data);
      return;
    }
    if (!(data.targets() instanceof Targets.Sequences sequences)) {
      throw new InvalidInput(
          data.name()
              + ": the network predicts a class at each of "
              + positions
              + " positions, got "
              + Targets.kindOf(data.targets()));
    }
    if (sequences.positions() != positions) {
      throw new InvalidInput(
          data.name()
              + ": has labels at "
              + sequences.positions()
              + " positions, the network has outputs at "
              + positions);
    }
    new ClassLabels(data.name(), sequences.rows(), sequences.classes(), positions)
        .require(categorical.classes());
  }

  @Override
  public double[] draw(double[] outputs, RandomStream stream, long step) {
    if (!(each instanceof Categorical)) {
      return joined().draw(outputs, stream, step);
    }
    int width = each.outputs();
    double[] drawn = new double[positions];
    for (int t = 0; t < positions; t++) {
      double[] here = Arrays.copyOfRange(outputs, t * width, (t + 1) * width);
      drawn[t] = Categorical.drawn(here, stream.uniform(step, t));
    }
    return drawn;
  }

  @Override
  public boolean isOfClasses() {
    return each.isOfClasses();
  }

  /** Position by position. */
  @Override
  public void countRight(MatrixStack outputs, Targets targets, int from, int[] right) {
    MatrixStack apart = outputs.cut(each.outputs());
    if (targets instanceof Targets.Sequences sequences) {
      int[] labels = sequences.labels(from, outputs.rows());
      for (int i = 0; i < labels.length; i++) {
        right[from + i / positions] += Categorical.isRight(apart, i, labels[i]) ? 1 : 0;
      }
      return;
    }
    int width = positions * each.outputs();
    double[] values = ((Targets.Values) targets).values();
    double[] here = Arrays.copyOfRange(values, from * width, (from + outputs.rows()) * width);
    int[] ofPositions = new int[outputs.rows() * positions];
    each.countRight(apart, new Targets.Values(here, each.outputs()), 0, ofPositions);
    for (int i = 0; i < ofPositions.length; i++) {
      right[from + i / positions] += ofPositions[i];
    }
  }
}
