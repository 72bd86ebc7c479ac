package org.cusp.estimate.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.LossGap;
import org.cusp.model.part.Taps;
import org.cusp.run.Provenance;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * What exchanging components between data does to the losses ({@link ScrubResult}): of each
 * component alone, of each two and of all of them, so that one that is of no account only beside
 * another is seen.
 *
 * @param components as typed
 * @param swaps of each datum
 */
public record ScrubComparison(
    List<String> components, Donors.Rule rule, int swaps, KernelProvider kernels, Workers workers) {
  private static final int MOST_SETS = 64;
  private static final int FEWEST_SWAPS = 5;

  /** Sees the differences on a data set, [set][swap][datum]. */
  public interface Listener {
    void differences(ScrubResult.OnData result, float[] d, int[] shape);
  }

  /** Some components by their places. */
  private record Sets(List<int[]> all) {
    static Sets of(int components) {
      List<int[]> sets = new ArrayList<>();
      for (int i = 0; i < components; i++) {
        sets.add(new int[] {i});
      }
      int pairs = components * (components - 1) / 2;
      for (int i = 0; i < components && components + pairs < MOST_SETS; i++) {
        for (int j = i + 1; j < components; j++) {
          sets.add(new int[] {i, j});
        }
      }
      if (components > 2 || components == 2 && sets.size() == 2) {
        sets.add(IntStream.range(0, components).toArray());
      }
      return new Sets(sets);
    }
  }

  /**
   * Exchanges.
   *
   * @param on of the target's own data; all of them where they were given in place of these
   * @throws InvalidInput where a component cannot be seen
   */
  public ScrubResult of(
      ModelComparison.Model model,
      ModelComparison.On on,
      boolean given,
      Provenance provenance,
      Listener listener) {
    Taps taps = Taps.of(model.target().model());
    components.forEach(taps::require);
    List<ScrubResult.OnData> results = new ArrayList<>();
    if (on != ModelComparison.On.TEST) {
      String role = given ? "given" : "train";
      results.add(on(model, taps, role, model.target().train(), provenance, listener));
    }
    if (on != ModelComparison.On.TRAIN) {
      model
          .target()
          .test()
          .ifPresent(test -> results.add(on(model, taps, "test", test, provenance, listener)));
    }
    if (results.isEmpty()) {
      throw new InvalidInput(model.target().name() + ": has no held-out data to exchange between");
    }
    return new ScrubResult(
        "compare", ScrubResult.QUANTITY, model.side(), rule.words(), swaps, results, provenance);
  }

  private ScrubResult.OnData on(
      ModelComparison.Model model,
      Taps taps,
      String role,
      DataSet data,
      Provenance provenance,
      Listener listener) {
    List<int[]> sets = Sets.of(components.size()).all();
    Donors donors = new Donors(data, rule, provenance.seed());
    Scrubbing.Found found =
        new Scrubbing(taps, model.w(), components, kernels, workers).of(data, sets, donors, swaps);
    List<double[][]> all = new ArrayList<>();
    for (double[][] swapped : found.swapped()) {
      all.add(Arrays.stream(swapped).map(one -> less(one, found.own())).toArray(double[][]::new));
    }
    List<ScrubResult.OfSet> told = new ArrayList<>();
    for (int set = 0; set < sets.size(); set++) {
      told.add(ofSet(sets.get(set), all.get(set), found.donors(), data));
    }
    ScrubResult.OnData result =
        new ScrubResult.OnData(
            role,
            data.name(),
            data.fingerprint(),
            data.n(),
            mean(found.own()),
            told,
            worst(sets, all, x -> x),
            worst(sets, all, Math::abs));
    listener.differences(result, flat(all), new int[] {sets.size(), swaps, data.n()});
    return result;
  }

  private static double[] less(double[] swapped, double[] own) {
    double[] d = swapped.clone();
    Arrays.setAll(d, i -> swapped[i] - own[i]);
    return d;
  }

  private static Estimate mean(double[] values) {
    return LossGap.of(values, new double[values.length]).estimate();
  }

  /** Of each datum, over some of its swaps. */
  private static double[] means(double[][] d, int from, int step, DoubleUnaryOperator of) {
    double[] means = new double[d[0].length];
    int count = (d.length - from + step - 1) / step;
    for (int swap = from; swap < d.length; swap += step) {
      for (int i = 0; i < means.length; i++) {
        means[i] += of.applyAsDouble(d[swap][i]) / count;
      }
    }
    return means;
  }

  private ScrubResult.OfSet ofSet(int[] set, double[][] d, int[][][] donors, DataSet data) {
    Estimate mean = mean(means(d, 0, 1, x -> x));
    Estimate size = mean(means(d, 0, 1, Math::abs));
    double[] worst = new double[data.n()];
    int[] at = new int[data.n()];
    int largest = 0;
    for (int i = 0; i < worst.length; i++) {
      for (int swap = 0; swap < d.length; swap++) {
        at[i] = d[swap][i] > d[at[i]][i] ? swap : at[i];
      }
      worst[i] = d[at[i]][i];
      largest = worst[i] > worst[largest] ? i : largest;
    }
    int datum = largest;
    List<Integer> from = Arrays.stream(set).mapToObj(c -> donors[c][at[datum]][datum]).toList();
    return new ScrubResult.OfSet(
        Arrays.stream(set).mapToObj(components::get).toList(),
        mean,
        size,
        size.value() > 0 ? (Double) (1 - Math.abs(mean.value()) / size.value()) : null,
        mean(worst),
        new ScrubResult.Largest(datum, from, worst[datum]),
        set.length == 1 ? pair(d, donors[set[0]], data) : null);
  }

  private static ScrubResult.Pair pair(double[][] d, int[][] donors, DataSet data) {
    if (!(data.targets() instanceof Targets.Classes classes)) {
      return null;
    }
    int count = classes.classes();
    double[][][] sums = new double[count][count][3];
    for (int swap = 0; swap < d.length; swap++) {
      for (int i = 0; i < data.n(); i++) {
        double[] cell = sums[classes.labels()[i]][classes.labels()[donors[swap][i]]];
        cell[0]++;
        cell[1] += d[swap][i];
        cell[2] += d[swap][i] * d[swap][i];
      }
    }
    ScrubResult.Pair worst = null;
    for (int of = 0; of < count; of++) {
      for (int donor = 0; donor < count; donor++) {
        double[] cell = sums[of][donor];
        double mean = cell[1] / cell[0];
        if (cell[0] >= FEWEST_SWAPS && (worst == null || mean > worst.mean().value())) {
          double variance = Math.max(0, cell[2] / cell[0] - mean * mean);
          double se = Math.sqrt(variance / (cell[0] - 1));
          worst = new ScrubResult.Pair(of, donor, (int) cell[0], new Estimate(mean, se));
        }
      }
    }
    return worst;
  }

  /** The worst set by the even swaps, told by the odd ones. */
  private ScrubResult.Worst worst(List<int[]> sets, List<double[][]> all, DoubleUnaryOperator of) {
    if (sets.size() < 2 || swaps < 2) {
      return null;
    }
    ToDoubleFunction<double[][]> chosen = d -> mean(means(d, 0, 2, of)).value();
    int worst = 0;
    for (int set = 1; set < sets.size(); set++) {
      worst =
          chosen.applyAsDouble(all.get(set)) > chosen.applyAsDouble(all.get(worst)) ? set : worst;
    }
    return new ScrubResult.Worst(
        Arrays.stream(sets.get(worst)).mapToObj(components::get).toList(),
        mean(means(all.get(worst), 1, 2, of)));
  }

  private static float[] flat(List<double[][]> all) {
    int swaps = all.get(0).length;
    int n = all.get(0)[0].length;
    float[] flat = new float[Math.multiplyExact(all.size() * swaps, n)];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) all.get(i / n / swaps)[i / n % swaps][i % n];
    }
    return flat;
  }
}
