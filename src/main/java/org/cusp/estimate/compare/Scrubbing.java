package org.cusp.estimate.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.contract.Memory;
import org.cusp.data.DataSet;
import org.cusp.model.Evaluator;
import org.cusp.model.LayeredModel;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.part.Tap;
import org.cusp.model.part.Taps;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * The losses of data where components of a network get what they make of other data: what a
 * component makes of a datum is replaced by what it makes of a donor, and the pass goes on. All in
 * double.
 *
 * <p>Sources: L. Chan et al., "Causal scrubbing", Alignment Forum 2022, for resampling what a
 * hypothesis says is of no account; J. Vig et al., NeurIPS 2020, arXiv:2004.12265, and A. Geiger et
 * al., arXiv:2106.02997, for interchange.
 *
 * @param w the parameter
 * @param components as {@link Taps} has them
 */
record Scrubbing(
    Taps taps, double[] w, List<String> components, KernelProvider kernels, Workers workers) {
  private static final int SLICE = 256;

  /**
   * Losses of one data set.
   *
   * @param own of the model as it is
   * @param swapped [set][swap][datum]
   * @param donors [component][swap][datum]
   */
  record Found(double[] own, double[][][] swapped, int[][][] donors) {}

  /** Keeps what a component makes of each datum. */
  private static final class Recorded implements Tap {
    private final int n;
    private double[] made = new double[0];
    private int next;
    private int width;

    Recorded(int n) {
      this.n = n;
    }

    @Override
    public void see(double[] now, int rows) {
      if (made.length == 0) {
        width = now.length / rows;
        Memory.requireDoubles("what a component makes of all data", (double) n * width);
        made = new double[n * width];
      }
      System.arraycopy(now, 0, made, next * width, now.length);
      next += rows;
    }

    /** Gives each datum what was made of its donor. */
    Tap from(int[] donors) {
      int[] at = new int[1];
      return (now, rows) -> {
        for (int row = 0; row < rows; row++) {
          System.arraycopy(made, donors[at[0]] * width, now, row * width, width);
          at[0]++;
        }
      };
    }
  }

  /**
   * Exchanges.
   *
   * @param sets of places in the list of components
   */
  Found of(DataSet data, List<int[]> sets, Donors rule, int swaps) {
    List<List<Recorded>> recorded = new ArrayList<>();
    Map<String, Supplier<Tap>> watch = new LinkedHashMap<>();
    for (String component : components) {
      List<Recorded> places = new ArrayList<>();
      recorded.add(places);
      watch.put(
          component,
          () -> {
            places.add(new Recorded(data.n()));
            return places.get(places.size() - 1);
          });
    }
    int[][][] donors = new int[components.size()][swaps][];
    for (int c = 0; c < donors.length; c++) {
      int component = c;
      Arrays.setAll(donors[c], swap -> rule.of(component, swap));
    }
    try (Slab row = Slab.row(kernels.memory(), Precision.FLOAT64, w);
        TensorData tensors = TensorData.of(data, kernels.memory(), Precision.FLOAT64)) {
      double[] own = losses(taps.with(watch), row, tensors);
      double[][][] swapped = new double[sets.size()][swaps][];
      workers.run(
          sets.size() * swaps,
          job -> {
            int set = job / swaps;
            int swap = job % swaps;
            Map<String, Supplier<Tap>> exchange = new LinkedHashMap<>();
            for (int c : sets.get(set)) {
              int[] place = new int[1];
              exchange.put(
                  components.get(c), () -> recorded.get(c).get(place[0]++).from(donors[c][swap]));
            }
            swapped[set][swap] = losses(taps.with(exchange), row, tensors);
          });
      return new Found(own, swapped, donors);
    }
  }

  /** One after the other, in the order of the data. */
  private double[] losses(LayeredModel model, Slab row, TensorData tensors) {
    int n = tensors.n();
    double[] all = new double[n];
    int size = model.sliceUpTo(Math.min(SLICE, n));
    try (Slab losses = row.doublesBeside(1, size);
        TensorData.Slices slices = tensors.slices(size);
        Evaluator evaluator = model.evaluator(kernels.create(), row, size)) {
      for (int from = 0; from < n; from += size) {
        Batch batch = slices.of(from, Math.min(size, n - from));
        evaluator.losses(batch, losses);
        double[] found = losses.getRow(0);
        System.arraycopy(found, 0, all, from, batch.size());
      }
    }
    return all;
  }
}
