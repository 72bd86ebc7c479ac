package org.cusp.posterior;

import org.cusp.clock.Deadline;
import org.cusp.model.DataLosses;
import org.cusp.model.batch.TensorData;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * What all chains of a posterior share and only read: the data and w* in tensor memory, and the
 * loss of every datum and the mean gradient at w*, computed once from all data.
 *
 * @param atCentre what is known at w*
 * @param all what L_n over all data is computed from
 * @param deadline asked before every gradient of a pass
 */
public record PosteriorTensors(
    Posterior posterior, TensorData data, AtCentre atCentre, AllData all, Deadline deadline)
    implements AutoCloseable {
  /**
   * What is known at w*.
   *
   * @param w w* itself, [1, P]
   * @param losses [n] in nats, in double
   * @param reference the same in tensor memory, [1, n]
   * @param gradient [1, P], of L_n at w*; summed in double, in the order of the data
   */
  public record AtCentre(Slab w, DataLosses losses, Slab reference, Slab gradient)
      implements AutoCloseable {
    @Override
    public void close() {
      w.close();
      reference.close();
      gradient.close();
    }
  }

  /** Copies data and w* into tensor memory and evaluates w* on all data; without a deadline. */
  public static PosteriorTensors of(
      Posterior posterior, Precision precision, KernelProvider provider, Workers workers) {
    TensorData data = TensorData.of(posterior.data(), provider.memory(), precision);
    Slab centre = Slab.row(provider.memory(), precision, posterior.centre());
    DataLosses losses =
        DataLosses.of(posterior.model(), centre, posterior.data(), data, provider, workers);
    Slab reference = Slab.row(provider.memory(), Precision.FLOAT64, losses.perDatum());
    AllData all = AllData.of(posterior, data, reference, centre, provider, workers);
    double[] gradient =
        MeanGradient.of(posterior.model(), centre, all.tensors(), provider, workers);
    return new PosteriorTensors(
        posterior,
        data,
        new AtCentre(centre, losses, reference, Slab.row(provider.memory(), precision, gradient)),
        all,
        Deadline.never());
  }

  /** The number of examples by which L_n is computed: n, or the few that are sufficient. */
  public int examples() {
    return all.tensors().n();
  }

  /** The same tensors for work that ends in time; the owner of these closes them. */
  public PosteriorTensors within(Deadline end) {
    return new PosteriorTensors(posterior, data, atCentre, all, end);
  }

  public Slab centre() {
    return atCentre.w();
  }

  public DataLosses centreLosses() {
    return atCentre.losses();
  }

  public Slab reference() {
    return atCentre.reference();
  }

  public Slab centreGradient() {
    return atCentre.gradient();
  }

  @Override
  public void close() {
    all.close();
    data.close();
    atCentre.close();
  }
}
