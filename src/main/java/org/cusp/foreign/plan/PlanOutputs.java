package org.cusp.foreign.plan;

import java.util.Arrays;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.format.NamedTensor;
import org.cusp.model.Evaluator;
import org.cusp.model.LayerNetwork;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * The outputs of a plan's layers, in float64 by the kernels that sample them, unless said
 * otherwise.
 */
public final class PlanOutputs {
  private static final int SLICE = 64;

  private PlanOutputs() {}

  /**
   * The outputs for n data, one row after the other.
   *
   * @param x the numbers of n data or more
   */
  public static double[] of(
      Plan plan, Map<String, NamedTensor> tensors, double[] x, int n, Workers workers) {
    return of(plan, tensors, x, n, Precision.FLOAT64, workers);
  }

  /** The same in a precision. */
  public static double[] of(
      Plan plan,
      Map<String, NamedTensor> tensors,
      double[] x,
      int n,
      Precision precision,
      Workers workers) {
    int width = plan.layers().output(plan.inputs()).size();
    LayerNetwork network =
        new LayerNetwork(plan.inputs(), plan.layers(), new Likelihood.Gaussian(width, 1));
    double[] first = Arrays.copyOf(x, Math.multiplyExact(n, plan.inputs().size()));
    DataSet data =
        new DataSet("data", n, plan.inputs().size(), first, new Targets.Values(new double[n], 1));
    KernelProvider provider = KernelProvider.best();
    double[] values = new double[Math.multiplyExact(n, width)];
    try (Slab w = Slab.row(provider.memory(), precision, plan.weights(tensors));
        TensorData given = TensorData.of(data, provider.memory(), precision)) {
      int slices = (n + SLICE - 1) / SLICE;
      int parts = Math.min(workers.threads(), slices);
      workers.run(
          parts,
          part -> {
            try (Evaluator evaluator = network.evaluator(provider.create(), w, Math.min(SLICE, n));
                TensorData.Slices reader = given.slices(Math.min(SLICE, n))) {
              for (int slice = part; slice < slices; slice += parts) {
                int from = slice * SLICE;
                int count = Math.min(SLICE, n - from);
                MatrixStack outputs = evaluator.outputs(reader.of(from, count));
                double[] some = new double[count * width];
                outputs.slab().load(0, outputs.offset(), some, some.length);
                System.arraycopy(some, 0, values, from * width, some.length);
              }
            }
          });
    }
    return values;
  }
}
