package org.cusp.model.likelihood;

import java.util.Arrays;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.batch.BatchTargets;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * A density that the model itself gives: its one output for a datum is the log-density of the real
 * targets.
 *
 * @param targets real numbers of a datum
 */
public record Density(int targets) implements Likelihood {
  public Density {
    Check.atLeast("targets", targets, 1);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public String describe() {
    return "density";
  }

  @Override
  public double leastLoss() {
    return Double.NaN;
  }

  @Override
  public double constantLoss(Targets given) {
    return Double.NaN;
  }

  @Override
  public double[] draw(double[] outputs, RandomStream stream, long step) {
    throw new InvalidInput("targets cannot be drawn from a density that a model gives");
  }

  @Override
  public void losses(
      Kernels kernels, MatrixStack logs, BatchTargets given, double scale, Slab losses) {
    double[] derivatives = new double[logs.rows()];
    Arrays.fill(derivatives, -scale);
    double[] negative = new double[logs.rows()];
    for (int chain = 0; chain < losses.rows(); chain++) {
      logs.slab().load(chain, logs.offset(), negative, negative.length);
      for (int i = 0; i < negative.length; i++) {
        negative[i] = -negative[i];
      }
      losses.store(chain, 0, negative, negative.length);
      logs.slab().store(chain, logs.offset(), derivatives, logs.rows());
    }
  }

  @Override
  public void requireFits(DataSet data) {
    Likelihood.requireValues(data, "density", targets, "the density is of " + targets);
  }
}
