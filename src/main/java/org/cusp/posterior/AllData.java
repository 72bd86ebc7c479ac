package org.cusp.posterior;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.model.DataLosses;
import org.cusp.model.SufficientData;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * The examples by which L_n(w) - L_n(w*) and its gradient are computed exactly: all data, or the
 * few that are sufficient for a model that is linear in its inputs.
 *
 * @param examples on the heap
 * @param tensors the examples
 * @param reference the loss of each at w* [1, n], in nats, in double
 * @param owned whether both are this record's own to close
 */
record AllData(DataSet examples, TensorData tensors, Slab reference, boolean owned)
    implements AutoCloseable {
  /**
   * Of a posterior.
   *
   * @param data all data, shared
   * @param losses of all data at w* [1, n], shared
   */
  static AllData of(
      Posterior posterior,
      TensorData data,
      Slab losses,
      Slab centre,
      KernelProvider provider,
      Workers workers) {
    Optional<DataSet> few = SufficientData.of(posterior.model(), posterior.data());
    if (few.isEmpty()) {
      return new AllData(posterior.data(), data, losses, false);
    }
    TensorData tensors = TensorData.of(few.get(), centre.memory(), centre.precision());
    DataLosses reference =
        DataLosses.of(posterior.model(), centre, few.get(), tensors, provider, workers);
    return new AllData(
        few.get(),
        tensors,
        Slab.row(centre.memory(), Precision.FLOAT64, reference.perDatum()),
        true);
  }

  @Override
  public void close() {
    if (owned) {
      tensors.close();
      reference.close();
    }
  }
}
