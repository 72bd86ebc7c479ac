package org.cusp.model;

import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/** The law of a target given the outputs of a network; losses are -log p, constants included. */
public sealed interface Likelihood {
  /** How many outputs the network needs. */
  int outputs();

  /** As a user writes it. */
  String describe();

  /**
   * The loss of each datum in nats; the outputs are replaced by {@code scale} times their gradient.
   */
  void losses(
      Kernels kernels, MatrixStack outputs, BatchTargets targets, double scale, double[][] losses);

  /** Refuses targets of another kind or width. */
  void requireFits(DataSet data);

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
    public String describe() {
      return "categorical";
    }

    @Override
    public void losses(
        Kernels kernels,
        MatrixStack outputs,
        BatchTargets targets,
        double scale,
        double[][] losses) {
      int[][] labels = ((BatchTargets.Labels) targets).labels();
      kernels.categorical(outputs, labels, scale, losses);
    }

    @Override
    public void requireFits(DataSet data) {
      if (!(data.targets() instanceof Targets.Classes labels)) {
        throw new InvalidInput(
            data.name() + ": a categorical likelihood needs class labels, got real targets");
      }
      if (labels.classes() > classes) {
        requireLabels(data.name(), labels.labels());
        throw new InvalidInput(
            data.name()
                + ": has "
                + labels.classes()
                + " classes, the network has "
                + classes
                + " outputs");
      }
    }

    private void requireLabels(String name, int[] labels) {
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] >= classes) {
          throw new InvalidInput(
              name
                  + ": label of row "
                  + (row + 1)
                  + " must be in [0, "
                  + (classes - 1)
                  + "] (the network has "
                  + classes
                  + " outputs), got "
                  + labels[row]);
        }
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

    @Override
    public void losses(
        Kernels kernels, MatrixStack means, BatchTargets targets, double scale, double[][] losses) {
      MatrixStack values = ((BatchTargets.Values) targets).values();
      kernels.gaussian(means, values, sigma, scale, losses);
    }

    @Override
    public void requireFits(DataSet data) {
      if (!(data.targets() instanceof Targets.Values values)) {
        throw new InvalidInput(
            data.name() + ": a Gaussian likelihood needs real targets, got class labels");
      }
      if (values.outputs() != outputs) {
        throw new InvalidInput(
            data.name()
                + ": has "
                + values.outputs()
                + " target columns, the network has "
                + outputs
                + " outputs");
      }
    }
  }
}
