package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Keeps, of every draw of an LLC's chains, the loss of each datum less that at w*: first of the
 * posterior's own data, then of data that are asked about, or a {@link Phi} of these. Where a datum
 * is a token each position has its own. Losses are of all data at the end of each draw, also where
 * the sampler's own are of batches. The last column is the mean of those asked about.
 */
public final class LossDraws implements DrawEstimator, AutoCloseable {

  private final Optional<DataSet> queries;
  private final Phi phi;
  private final Optional<Path> folder;
  private final KernelProvider provider;
  private final Workers workers;
  private Kept kept;

  /**
   * Before the chains.
   *
   * @param queries data beside the posterior's own
   */
  public LossDraws(Optional<DataSet> queries, KernelProvider provider, Workers workers) {
    this(queries, Phi.LOSS, Optional.empty(), provider, workers);
  }

  /**
   * The same with a folder from which another process can go on; absent for that of temporary
   * files.
   */
  public LossDraws(
      Optional<DataSet> queries,
      Phi phi,
      Optional<Path> folder,
      KernelProvider provider,
      Workers workers) {
    this.queries = queries;
    this.phi = phi;
    this.folder = folder;
    this.provider = provider;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "losses";
  }

  @Override
  public String describe() {
    return "the loss of each datum at each draw";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    close();
    kept = new Kept(shared, chains);
    return kept;
  }

  /**
   * The draws that count, of chains that completed.
   *
   * @param further share of the draws after the burn-in that is burn-in too
   * @throws org.cusp.contract.InvalidInput where there are too few
   */
  public Window window(Draws draws, double further) {
    return Window.of(kept.store, draws, kept.firstNumber, further);
  }

  /** Losses at w*: of the posterior's data, then of those asked about, in nats. */
  public double[] atCentre() {
    return kept.atCentre.clone();
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }

  private final class Kept implements Seen {
    private final PosteriorTensors shared;
    private final Optional<TensorData> asked;
    private final int ofExample;
    private final int own;
    private final double[] atCentre;
    private final LossStore store;
    private volatile int firstNumber = -1;

    Kept(PosteriorTensors shared, int chains) {
      this.shared = shared;
      this.asked =
          queries.map(
              data -> TensorData.of(data, shared.centre().memory(), shared.centre().precision()));
      this.ofExample = DatumLosses.ofExample(shared.posterior().model());
      this.own = shared.data().n() * ofExample;
      this.atCentre = new double[own + queries.map(DataSet::n).orElse(0) * ofExample];
      centre();
      this.store = new LossStore(folder, chains, atCentre.length + 1);
    }

    /** Losses at w*, of each datum by the pass that made those of the posterior. */
    private void centre() {
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
            (chain, first, found, count) ->
                System.arraycopy(found, 0, atCentre, own + first, count));
      }
    }

    @Override
    public List<NamedEstimate> estimate(Draws draws) {
      return List.of();
    }

    @Override
    public Watch watch(PosteriorPass pass, int firstChain) {
      return new Reader(pass, firstChain);
    }

    @Override
    public void state(State at) {
      firstNumber = (int) at.whole("first", firstNumber);
      store.state(at.in("losses"));
    }

    void release() {
      store.close();
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
    private final class Reader implements Watch {
      private final int firstChain;
      private final Reading reading;
      private final float[][] rows;

      Reader(PosteriorPass pass, int firstChain) {
        this.firstChain = firstChain;
        this.reading = new Reading(pass.kernels(), pass.w());
        this.rows = new float[pass.chains()][atCentre.length + 1];
      }

      @Override
      public void see(Draw draw) {
        if (firstNumber < 0) {
          firstNumber = draw.number();
        }
        reading.own((chain, first, found, count) -> put(chain, first, found, count));
        reading.asked((chain, first, found, count) -> put(chain, own + first, found, count));
        for (int chain = 0; chain < rows.length; chain++) {
          rows[chain][atCentre.length] = mean(rows[chain]);
          store.add(firstChain + chain, rows[chain]);
        }
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
}
