package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.model.DataLosses;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Keeps, of every draw of an LLC's chains, the loss of each datum less that at w*: first of the
 * posterior's own data, then of data that are asked about. Losses are of all data at the end of
 * each draw, also where the sampler's own are of batches. The last column is the mean of those
 * asked about.
 */
public final class LossDraws implements DrawEstimator, AutoCloseable {
  private static final int SLICE = 1024;

  private final Optional<DataSet> queries;
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
    this(queries, Optional.empty(), provider, workers);
  }

  /**
   * The same with a folder from which another process can go on; absent for that of temporary
   * files.
   */
  public LossDraws(
      Optional<DataSet> queries, Optional<Path> folder, KernelProvider provider, Workers workers) {
    this.queries = queries;
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
   * @throws InvalidInput where there are too few
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
    private final double[] atCentre;
    private final LossStore store;
    private volatile int firstNumber = -1;

    Kept(PosteriorTensors shared, int chains) {
      this.shared = shared;
      this.asked =
          queries.map(
              data -> TensorData.of(data, shared.centre().memory(), shared.centre().precision()));
      int n = shared.data().n();
      this.atCentre = Arrays.copyOf(shared.centreLosses().perDatum(), n + queryCount());
      if (asked.isPresent()) {
        DataLosses there =
            DataLosses.of(
                shared.posterior().model(),
                shared.centre(),
                queries.get(),
                asked.get(),
                provider,
                workers);
        System.arraycopy(there.perDatum(), 0, atCentre, n, queryCount());
      }
      this.store = new LossStore(folder, chains, atCentre.length + 1);
    }

    private int queryCount() {
      return queries.map(DataSet::n).orElse(0);
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

    /** One pass, in one thread. */
    private final class Reader implements Watch {
      private final int firstChain;
      private final int size;
      private final Evaluator evaluator;
      private final Slab losses;
      private final double[] own;
      private final float[][] rows;

      Reader(PosteriorPass pass, int firstChain) {
        this.firstChain = firstChain;
        int largest = Math.max(shared.data().n(), queryCount());
        this.size = pass.posterior().model().sliceUpTo(Math.min(SLICE, largest));
        this.evaluator = pass.posterior().model().evaluator(pass.kernels(), pass.w(), size);
        this.losses = pass.w().doublesBeside(pass.chains(), size);
        this.own = new double[size];
        this.rows = new float[pass.chains()][atCentre.length + 1];
      }

      @Override
      public void see(Draw draw) {
        if (firstNumber < 0) {
          firstNumber = draw.number();
        }
        read(shared.data(), 0);
        asked.ifPresent(data -> read(data, shared.data().n()));
        for (int chain = 0; chain < rows.length; chain++) {
          rows[chain][atCentre.length] = mean(rows[chain]);
          store.add(firstChain + chain, rows[chain]);
        }
      }

      /** Of the queries; of all data where these are asked about. */
      private float mean(float[] row) {
        int from = asked.isPresent() ? shared.data().n() : 0;
        double sum = 0;
        for (int i = from; i < atCentre.length; i++) {
          sum += row[i];
        }
        return (float) (sum / (atCentre.length - from));
      }

      private void read(TensorData data, int place) {
        try (TensorData.Slices slices = data.slices(size)) {
          for (int from = 0; from < data.n(); from += size) {
            Batch batch = slices.of(from, Math.min(size, data.n() - from));
            evaluator.losses(batch, losses);
            for (int chain = 0; chain < rows.length; chain++) {
              losses.load(chain, 0, own, batch.size());
              for (int i = 0; i < batch.size(); i++) {
                int column = place + from + i;
                rows[chain][column] = (float) (own[i] - atCentre[column]);
              }
            }
          }
        }
      }

      @Override
      public void close() {
        evaluator.close();
        losses.close();
      }
    }
  }
}
