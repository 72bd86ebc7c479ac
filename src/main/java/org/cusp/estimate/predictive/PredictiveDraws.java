package org.cusp.estimate.predictive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.DrawTable;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Sees each draw of an LLC's chains and keeps, of every item of one or two data sets, the means of
 * what is predicted over batches of draws; and of each draw the mean loss of each set.
 */
final class PredictiveDraws implements DrawEstimator, AutoCloseable {
  private static final int SLICE = 256;

  /** Numbers of all batches of all chains. */
  private static final long MOST_NUMBERS = 1L << 26;

  private static final int MOST_BATCHES = 32;
  private static final int FEWEST_BATCHES = 8;

  private final Optional<DataSet> heldOut;
  private final KernelProvider provider;
  private Kept kept;

  /** Of the posterior's own data, and of others where there are some. */
  PredictiveDraws(Optional<DataSet> heldOut, KernelProvider provider) {
    this.heldOut = heldOut;
    this.provider = provider;
  }

  @Override
  public String name() {
    return "predictive";
  }

  @Override
  public String describe() {
    return "what is predicted for each datum, averaged over the draws";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    close();
    kept = new Kept(shared, chains);
    return kept;
  }

  /** What was kept of the data sets, the posterior's own first. */
  List<OfData> all() {
    return kept.sets;
  }

  /** The number of the first draw that was seen. */
  int firstNumber() {
    return kept.firstNumber;
  }

  /** The mean loss of a data set at each draw. */
  DrawTable losses() {
    return kept.losses;
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.sets.forEach(OfData::close);
      kept = null;
    }
  }

  /**
   * A data set.
   *
   * @param atCentre numbers of all items at w*
   * @param chains means over batches, of each chain
   * @param own whether its tensors are to be given up
   */
  record OfData(
      Forecast forecast,
      TensorData tensors,
      double[] atCentre,
      List<FoldedMeans> chains,
      boolean own) {
    void close() {
      if (own) {
        tensors.close();
      }
    }
  }

  private final class Kept implements Seen {
    private final List<OfData> sets = new ArrayList<>();
    private final DrawTable losses;
    private volatile int firstNumber = -1;

    Kept(PosteriorTensors shared, int chains) {
      Model model = shared.posterior().model();
      Forecast.require(model.likelihood());
      List<Forecast> forecasts = new ArrayList<>();
      forecasts.add(new Forecast(shared.posterior().data(), model.likelihood()));
      heldOut.ifPresent(data -> forecasts.add(new Forecast(data, model.likelihood())));
      int capacity = capacity(forecasts, chains);
      for (Forecast forecast : forecasts) {
        boolean own = forecast != forecasts.get(0);
        TensorData tensors =
            own
                ? TensorData.of(
                    forecast.data(), shared.centre().memory(), shared.centre().precision())
                : shared.data();
        double[] there = new double[forecast.numbers()];
        List<FoldedMeans> means = new ArrayList<>();
        for (int chain = 0; chain < chains; chain++) {
          means.add(new FoldedMeans(there.length, capacity));
        }
        OfData set = new OfData(forecast, tensors, there, means, own);
        try (Slices at =
            new Slices(model, provider.create(), shared.centre(), largest(forecasts))) {
          at.read(set, new double[][] {there});
        }
        forecast.centre(there);
        sets.add(set);
      }
      this.losses = new DrawTable(sets.size(), chains);
    }

    private static int largest(List<Forecast> forecasts) {
      return forecasts.stream().mapToInt(one -> one.data().n()).max().orElseThrow();
    }

    private static int capacity(List<Forecast> forecasts, int chains) {
      double numbers = forecasts.stream().mapToDouble(Kept::numbers).sum() * chains;
      int capacity = (int) Math.min(MOST_BATCHES, MOST_NUMBERS / numbers) / 2 * 2;
      if (capacity < FEWEST_BATCHES) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "the predictive of %s is %.3g numbers in each of %d chains, and their means over %d"
                    + " batches at least are held in memory: at most %.3g numbers; give fewer data",
                forecasts.get(forecasts.size() - 1).data().name(),
                numbers / chains,
                chains,
                FEWEST_BATCHES,
                (double) MOST_NUMBERS / FEWEST_BATCHES / chains));
      }
      return capacity;
    }

    private static double numbers(Forecast forecast) {
      return (double) forecast.data().n() * forecast.positions() * forecast.width();
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
      losses.state(at.in("losses"));
      for (int set = 0; set < sets.size(); set++) {
        List<FoldedMeans> chains = sets.get(set).chains();
        for (int chain = 0; chain < chains.size(); chain++) {
          chains.get(chain).state(at.in("set" + set).in("chain" + chain));
        }
      }
    }

    /** One pass, in one thread. */
    private final class Reader implements Watch {
      private final int firstChain;
      private final Slices slices;
      private final double[][][] numbers;

      Reader(PosteriorPass pass, int firstChain) {
        this.firstChain = firstChain;
        int most = sets.stream().mapToInt(set -> set.forecast().data().n()).max().orElseThrow();
        this.slices = new Slices(pass.posterior().model(), pass.kernels(), pass.w(), most);
        this.numbers =
            sets.stream()
                .map(set -> new double[pass.chains()][set.forecast().numbers()])
                .toArray(double[][][]::new);
      }

      @Override
      public void see(Draw draw) {
        if (firstNumber < 0) {
          firstNumber = draw.number();
        }
        int chains = numbers[0].length;
        double[][] means = new double[chains][sets.size()];
        for (int set = 0; set < sets.size(); set++) {
          OfData of = sets.get(set);
          slices.read(of, numbers[set]);
          for (int chain = 0; chain < chains; chain++) {
            of.chains().get(firstChain + chain).add(numbers[set][chain]);
            means[chain][set] = mean(of.forecast(), numbers[set][chain]);
          }
        }
        for (int chain = 0; chain < chains; chain++) {
          losses.put(firstChain + chain, draw.number(), means[chain]);
        }
      }

      private static double mean(Forecast forecast, double[] numbers) {
        double sum = 0;
        for (int item = 0; item < forecast.items(); item++) {
          sum += numbers[item * forecast.width() + Forecast.LOSS];
        }
        return sum / forecast.items();
      }

      @Override
      public void close() {
        slices.close();
      }
    }
  }

  /** A network at the rows of some parameters, evaluated slice by slice. */
  private static final class Slices implements AutoCloseable {
    private final int chains;
    private final int size;
    private final Evaluator evaluator;

    Slices(Model model, Kernels kernels, Slab w, int most) {
      this.chains = w.rows();
      this.size = model.sliceUpTo(Math.min(SLICE, most));
      this.evaluator = model.evaluator(kernels, w, size);
    }

    /** The numbers of all items, [chain]. */
    void read(OfData set, double[][] numbers) {
      Forecast forecast = set.forecast();
      int n = forecast.data().n();
      try (TensorData.Slices data = set.tensors().slices(size)) {
        for (int from = 0; from < n; from += size) {
          Batch batch = data.of(from, Math.min(size, n - from));
          MatrixStack outputs = evaluator.outputs(batch);
          double[] f = new double[batch.size() * outputs.columns()];
          for (int chain = 0; chain < chains; chain++) {
            outputs.slab().load(chain, outputs.offset(), f, f.length);
            int items = batch.size() * forecast.positions();
            for (int i = 0; i < items; i++) {
              int item = from * forecast.positions() + i;
              forecast.read(f, i * forecast.outputs(), item, numbers[chain]);
            }
          }
        }
      }
    }

    @Override
    public void close() {
      evaluator.close();
    }
  }
}
