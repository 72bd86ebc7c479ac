package org.cusp.model.likelihood;

import java.util.Arrays;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.RowBlocks;
import org.cusp.data.TargetKind;
import org.cusp.data.Targets;
import org.cusp.model.batch.BatchTargets;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/** The law of a target given the outputs of a network; losses are -log p, constants included. */
public sealed interface Likelihood
    permits Likelihood.Categorical,
        Likelihood.Gaussian,
        Likelihood.Bernoulli,
        Density,
        PerPosition {
  /** How many outputs the network needs. */
  int outputs();

  /** What is predicted. */
  default TargetKind targetKind() {
    return TargetKind.values();
  }

  /** At how many positions of an example there is something to predict. */
  default int positions() {
    return 1;
  }

  /** How many data an example counts for: n is so many times the examples. */
  default int dataOfExample() {
    return 1;
  }

  /** What the loss of an example is to its -log p: 1, or less where it is a mean of several. */
  default double share() {
    return 1;
  }

  /**
   * Refuses losses that are not -log p of an example.
   *
   * @param what needs them, for the message
   */
  default void requireLogDensity(String what) {
    if (share() != 1) {
      throw new InvalidInput(
          what
              + " are of -log p of an example, the loss here is its mean over "
              + positions()
              + " positions: give --datum whole (or datum: whole in the spec's model)");
    }
  }

  /** What a datum is and how many there are, for people; empty where an example is one. */
  default String datumOf(int examples) {
    return "";
  }

  /** As a user writes it. */
  String describe();

  /**
   * The loss of each datum in nats; the outputs are replaced by {@code scale} times their gradient.
   *
   * @param losses (Output) in double, [chains, at least the batch]
   */
  void losses(
      Kernels kernels, MatrixStack outputs, BatchTargets targets, double scale, Slab losses);

  /**
   * The least loss of a datum that any outputs can have: 0 for classes, the normalisation of a
   * normal; NaN where there is none.
   */
  double leastLoss();

  /**
   * The mean loss of the best outputs that are the same for all data, in nats; NaN where the
   * likelihood has no outputs to choose.
   *
   * @param targets of a kind and width that fit
   */
  double constantLoss(Targets targets);

  /** Refuses targets of another kind or width. */
  void requireFits(DataSet data);

  /**
   * Targets of one datum, drawn from this law.
   *
   * @param outputs of the network for this datum
   * @param stream numbers of step {@code step} are used
   * @return real targets, or the one class
   * @throws InvalidInput where the law has no outputs to draw from
   */
  double[] draw(double[] outputs, RandomStream stream, long step);

  /** Whether a prediction can be right or wrong. */
  default boolean isOfClasses() {
    return false;
  }

  /**
   * Adds one for each target that is the most probable one; of equals the first.
   *
   * @param outputs (Input) of one chain, a row for each datum
   * @param targets of all data
   * @param from the datum of the first row
   * @param right (Output) of all data, the number of their positions that are right
   */
  default void countRight(MatrixStack outputs, Targets targets, int from, int[] right) {}

  /** A class, with probabilities softmax(outputs). */
  record Categorical(int classes) implements Likelihood {
    public Categorical {
      Check.atLeast("classes", classes, 2);
    }

    @Override
    public int outputs() {
      return classes;
    }

    @Override
    public TargetKind targetKind() {
      return TargetKind.classes(classes);
    }

    @Override
    public String describe() {
      return "categorical";
    }

    @Override
    public double leastLoss() {
      return 0;
    }

    /** The entropy of the shares of the classes. */
    @Override
    public double constantLoss(Targets targets) {
      int[] counts = ((Targets.Classes) targets).counts();
      return constantLoss(Arrays.stream(counts).asLongStream().toArray(), targets.n());
    }

    static double constantLoss(long[] counts, double all) {
      return Arrays.stream(counts).mapToDouble(k -> entropy(k, all)).sum();
    }

    @Override
    public double[] draw(double[] outputs, RandomStream stream, long step) {
      return new double[] {drawn(outputs, stream.uniform(step, 0))};
    }

    /** By the inverse of the distribution function. */
    static int drawn(double[] outputs, double uniform) {
      double highest = Arrays.stream(outputs).max().orElseThrow();
      double[] weights = Arrays.stream(outputs).map(f -> Math.exp(f - highest)).toArray();
      double left = uniform * Arrays.stream(weights).sum();
      int drawn = 0;
      while (drawn < weights.length - 1 && left >= weights[drawn]) {
        left -= weights[drawn++];
      }
      return drawn;
    }

    @Override
    public boolean isOfClasses() {
      return true;
    }

    @Override
    public void countRight(MatrixStack outputs, Targets targets, int from, int[] right) {
      int[] labels = ((Targets.Classes) targets).labels();
      for (int i = 0; i < outputs.rows(); i++) {
        right[from + i] += isRight(outputs, i, labels[from + i]) ? 1 : 0;
      }
    }

    static boolean isRight(MatrixStack outputs, int i, int label) {
      double[] row = new double[outputs.columns()];
      outputs.slab().load(0, outputs.offset() + i * row.length, row, row.length);
      int best = 0;
      for (int k = 1; k < row.length; k++) {
        best = row[k] > row[best] ? k : best;
      }
      return best == label;
    }

    @Override
    public void losses(
        Kernels kernels, MatrixStack outputs, BatchTargets targets, double scale, Slab losses) {
      BatchTargets.Labels labels = (BatchTargets.Labels) targets;
      kernels.categorical(outputs, labels.labels(), labels.rows(), 1, scale, losses);
    }

    @Override
    public void requireFits(DataSet data) {
      if (!(data.targets() instanceof Targets.Classes labels)) {
        throw new InvalidInput(
            data.name()
                + ": a categorical likelihood needs class labels, got "
                + Targets.kindOf(data.targets()));
      }
      requireAllNamed(data.name(), labels);
      new ClassLabels(data.name(), RowBlocks.of(labels.labels(), 1), labels.classes(), 1)
          .require(classes);
    }

    /** The place of a name among all names is its number: where one is missing, others move. */
    private void requireAllNamed(String data, Targets.Classes labels) {
      int named = labels.names().size();
      if (named > 0 && named != classes) {
        throw new InvalidInput(
            data
                + ": its labels are words, "
                + named
                + " of them ("
                + labels.listed()
                + "), the model has "
                + classes
                + " classes: a file must name each class, so that each has its number");
      }
    }
  }

  /** Independent normals around the outputs, with known standard deviation sigma. */
  record Gaussian(int outputs, double sigma) implements Likelihood {
    public Gaussian {
      Check.atLeast("outputs", outputs, 1);
      Check.positive("sigma", sigma);
    }

    @Override
    public String describe() {
      return "gaussian(sigma=" + sigma + ")";
    }

    /** outputs (ln sigma + ln(2 pi) / 2). */
    @Override
    public double leastLoss() {
      return outputs * (Math.log(sigma) + Math.log(2 * Math.PI) / 2);
    }

    /** That of the means: leastLoss + (sum of the variances) / (2 sigma^2). */
    @Override
    public double constantLoss(Targets targets) {
      double squares = 0;
      for (int k = 0; k < outputs; k++) {
        double[] y = ((Targets.Values) targets).output(k);
        double mean = Arrays.stream(y).average().orElse(0);
        squares += Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      }
      return leastLoss() + squares / (2 * sigma * sigma);
    }

    @Override
    public double[] draw(double[] means, RandomStream stream, long step) {
      double[] drawn = new double[means.length];
      Arrays.setAll(drawn, i -> means[i] + sigma * stream.normal(step, i));
      return drawn;
    }

    @Override
    public void losses(
        Kernels kernels, MatrixStack means, BatchTargets targets, double scale, Slab losses) {
      if (targets instanceof BatchTargets.Moments moments) {
        moments.of().losses(kernels, means, sigma, scale, losses);
        return;
      }
      MatrixStack values = ((BatchTargets.Values) targets).values();
      kernels.gaussian(means, values, sigma, scale, losses);
    }

    @Override
    public void requireFits(DataSet data) {
      requireValues(data, "Gaussian", outputs, "the network has " + outputs + " outputs");
    }
  }

  /**
   * Independent events, each of which happens (y = 1) with probability 1 / (1 + exp(-f)) of its
   * output f, or does not (y = 0): the loss is log(1 + exp(f)) - y f, summed over outputs.
   *
   * @param outputs one for each event
   */
  record Bernoulli(int outputs) implements Likelihood {
    public Bernoulli {
      Check.atLeast("outputs", outputs, 1);
    }

    @Override
    public TargetKind targetKind() {
      return TargetKind.binary();
    }

    @Override
    public String describe() {
      return "bernoulli";
    }

    @Override
    public double leastLoss() {
      return 0;
    }

    /** The entropies of the shares of the events. */
    @Override
    public double constantLoss(Targets targets) {
      double sum = 0;
      for (int k = 0; k < outputs; k++) {
        double happened = Arrays.stream(((Targets.Values) targets).output(k)).sum();
        sum += entropy(happened, targets.n()) + entropy(targets.n() - happened, targets.n());
      }
      return sum;
    }

    @Override
    public double[] draw(double[] logits, RandomStream stream, long step) {
      double[] drawn = new double[logits.length];
      Arrays.setAll(drawn, i -> stream.uniform(step, i) < 1 / (1 + Math.exp(-logits[i])) ? 1 : 0);
      return drawn;
    }

    @Override
    public boolean isOfClasses() {
      return true;
    }

    @Override
    public void countRight(MatrixStack outputs, Targets targets, int from, int[] right) {
      double[] events = ((Targets.Values) targets).values();
      double[] row = new double[outputs.columns()];
      for (int i = 0; i < outputs.rows(); i++) {
        outputs.slab().load(0, outputs.offset() + i * row.length, row, row.length);
        boolean all = true;
        for (int k = 0; k < row.length; k++) {
          all &= row[k] > 0 == (events[(from + i) * row.length + k] == 1);
        }
        right[from + i] += all ? 1 : 0;
      }
    }

    @Override
    public void losses(
        Kernels kernels, MatrixStack logits, BatchTargets targets, double scale, Slab losses) {
      MatrixStack events = ((BatchTargets.Values) targets).values();
      kernels.bernoulli(logits, events, scale, losses);
    }

    @Override
    public void requireFits(DataSet data) {
      requireValues(data, "Bernoulli", outputs, "the network has " + outputs + " outputs");
      double[] values = ((Targets.Values) data.targets()).values();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != 0 && values[i] != 1) {
          throw new InvalidInput(
              data.name()
                  + ": a Bernoulli likelihood needs targets 0 and 1, got "
                  + values[i]
                  + " in row "
                  + (i / outputs + 1));
        }
      }
    }
  }

  /** -p log p of a share p = count / n; 0 where p is 0. */
  private static double entropy(double count, double n) {
    return count > 0 ? -count / n * Math.log(count / n) : 0;
  }

  static void requireValues(DataSet data, String kind, int columns, String wanted) {
    if (!(data.targets() instanceof Targets.Values values)) {
      throw new InvalidInput(
          data.name()
              + ": a "
              + kind
              + " likelihood needs real targets, got "
              + Targets.kindOf(data.targets()));
    }
    if (values.outputs() != columns) {
      throw new InvalidInput(
          data.name() + ": has " + values.outputs() + " target columns, " + wanted);
    }
  }
}
