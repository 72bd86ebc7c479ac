package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.observer.Draw;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Of every draw of an LLC's chains the loss of each datum less that at w*: first of the posterior's
 * own data, then of data that are asked about, or a {@link Phi} of these. Where a datum is a token
 * each position has its own. Losses are of all data at the end of each draw, also where the
 * sampler's own are of batches. The last column is the mean of those asked about.
 */
public final class LossDraws implements StoredDraws.Numbers {
  private final PosteriorTensors shared;
  private final Optional<DataSet> queries;
  private final Optional<TensorData> asked;
  private final Phi phi;
  private final int ofExample;
  private final int own;
  private final double[] atCentre;

  private LossDraws(
      PosteriorTensors shared,
      Optional<DataSet> queries,
      Phi phi,
      KernelProvider provider,
      Workers workers) {
    this.shared = shared;
    this.queries = queries;
    this.phi = phi;
    this.asked =
        queries.map(
            data -> TensorData.of(data, shared.centre().memory(), shared.centre().precision()));
    this.ofExample = DatumLosses.ofExample(shared.posterior().model());
    this.own = shared.data().n() * ofExample;
    this.atCentre = new double[own + queries.map(DataSet::n).orElse(0) * ofExample];
    centre(provider, workers);
  }

  /**
   * Before the chains.
   *
   * @param queries data beside the posterior's own
   * @param folder from which another process can go on; absent for that of temporary files
   */
  public static StoredDraws<LossDraws> of(
      Optional<DataSet> queries,
      Phi phi,
      Optional<Path> folder,
      KernelProvider provider,
      Workers workers) {
    return new StoredDraws<>(
        "losses",
        "the loss of each datum at each draw",
        folder,
        shared -> new LossDraws(shared, queries, phi, provider, workers));
  }

  /** Losses at w*, of each datum by the pass that made those of the posterior. */
  private void centre(KernelProvider provider, Workers workers) {
    Model model = shared.posterior().model();
    if (ofExample == 1) {
      System.arraycopy(shared.centreLosses().perDatum(), 0, atCentre, 0, own);
    }
    if (asked.isPresent() && phi.isLoss() && ofExample == 1) {
      DataLosses there =
          DataLosses.of(model, shared.centre(), queries.get(), asked.get(), provider, workers);
      System.arraycopy(there.perDatum(), 0, atCentre, own, there.perDatum().length);
      return;
    }
    try (Reading reading = new Reading(provider.create(), shared.centre())) {
      if (ofExample > 1) {
        reading.own(
            (chain, first, found, count) -> System.arraycopy(found, 0, atCentre, first, count));
      }
      reading.asked(
          (chain, first, found, count) -> System.arraycopy(found, 0, atCentre, own + first, count));
    }
  }

  /** Losses at w*: of the posterior's data, then of those asked about, in nats. */
  public double[] atCentre() {
    return atCentre.clone();
  }

  @Override
  public int columns() {
    return atCentre.length + 1;
  }

  @Override
  public StoredDraws.Reader reader(PosteriorPass pass) {
    return new OfPass(pass);
  }

  @Override
  public void close() {
    asked.ifPresent(TensorData::close);
  }

  /** Both data sets at the parameters of a slab. */
  private final class Reading implements AutoCloseable {
    private final DatumLosses losses;
    private final Optional<PhiReader> outputs;

    Reading(Kernels kernels, Slab w) {
      Model model = shared.posterior().model();
      int most = Math.max(shared.data().n(), queries.map(DataSet::n).orElse(0));
      this.losses = new DatumLosses(model, kernels, w, most);
      this.outputs =
          phi.isLoss()
              ? Optional.empty()
              : Optional.of(new PhiReader(phi, model, kernels, w, most));
    }

    void own(DatumLosses.Sink sink) {
      losses.read(shared.data(), sink);
    }

    void asked(DatumLosses.Sink sink) {
      if (asked.isPresent() && outputs.isPresent()) {
        outputs.get().read(queries.get(), asked.get(), sink);
      } else {
        asked.ifPresent(data -> losses.read(data, sink));
      }
    }

    @Override
    public void close() {
      outputs.ifPresent(PhiReader::close);
      losses.close();
    }
  }

  /** One pass, in one thread. */
  private final class OfPass implements StoredDraws.Reader {
    private final Reading reading;
    private final float[][] rows;

    OfPass(PosteriorPass pass) {
      this.reading = new Reading(pass.kernels(), pass.w());
      this.rows = new float[pass.chains()][atCentre.length + 1];
    }

    @Override
    public float[][] of(Draw draw) {
      reading.own((chain, first, found, count) -> put(chain, first, found, count));
      reading.asked((chain, first, found, count) -> put(chain, own + first, found, count));
      for (int chain = 0; chain < rows.length; chain++) {
        rows[chain][atCentre.length] = mean(rows[chain]);
      }
      return rows;
    }

    private void put(int chain, int first, double[] found, int count) {
      for (int i = 0; i < count; i++) {
        rows[chain][first + i] = (float) (found[i] - atCentre[first + i]);
      }
    }

    /** Of the queries; of all data where these are asked about. */
    private float mean(float[] row) {
      int from = asked.isPresent() ? own : 0;
      double sum = 0;
      for (int i = from; i < atCentre.length; i++) {
        sum += row[i];
      }
      return (float) (sum / (atCentre.length - from));
    }

    @Override
    public void close() {
      reading.close();
    }
  }
}
