package org.cusp.estimate.freeenergy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cusp.contract.MayBeNull;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Moments;
import org.cusp.gold.ConditionalFreeEnergy;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.verdict.Verdict;

/**
 * Free energies at several n, of several data sets each.
 *
 * @param n ascending
 * @param cells [set][n]
 */
public record FreeEnergyCurve(int[] n, List<List<Cell>> cells) {
  public FreeEnergyCurve {
    cells = cells.stream().map(List::copyOf).toList();
  }

  /**
   * One data set.
   *
   * @param exact F where a formula is known, whether or not it may be held against an estimate
   */
  public record Cell(Sampled sampled, Optional<ConditionalFreeEnergy.Value> exact) {
    boolean isKnown() {
      return exact.filter(ConditionalFreeEnergy.Value::isGold).isPresent();
    }
  }

  /**
   * What sampling says of one data set.
   *
   * @param freeEnergy F
   * @param excess F less n L_n(w_0)
   * @param lambda dF/d ln beta at beta = 1/ln n; null for n too small
   * @param atReference n L_n(w_0)
   */
  public record Sampled(
      Estimate freeEnergy,
      Estimate excess,
      @MayBeNull Estimate lambda,
      Verdict verdict,
      double atReference) {
    static Sampled of(FreeEnergyEstimator.Outcome outcome, int n) {
      FreeEnergy found = outcome.freeEnergy();
      return new Sampled(
          found.value(),
          found.excess(),
          found.lambda().orElse(null),
          found.verdict(),
          n * outcome.lossAtReference());
    }
  }

  /** The exact F of one data set; empty where it is not known. */
  @FunctionalInterface
  public interface ExactValue {
    Optional<ConditionalFreeEnergy.Value> of(DataSet data);
  }

  /**
   * What a curve is of.
   *
   * @param point whose parameters are w*, and w_0 where no truth is known
   * @param sets data sets at each n
   */
  public record Question(
      Target target, Target.Point point, Prior prior, int[] n, int sets, DataDraws data) {
    /** The truth, or w*. */
    public double[] reference() {
      return target.truth().orElseGet(() -> point.weights().get());
    }
  }

  /** Samples all of them. Every cell has its own seed. */
  public static FreeEnergyCurve of(
      Question question, FreeEnergyEstimator estimator, ExactValue exact, Progress progress) {
    FreeEnergyFit.requireFittable(question.n());
    question.data().draw(question.n()[question.n().length - 1], 0);
    double[] w = question.point().weights().get();
    RandomStream seeds =
        RandomStream.of(estimator.settings().seed(), Purpose.DESIGN, question.sets());
    Cell[][] cells = new Cell[question.sets()][question.n().length];
    int done = 0;
    for (int set = 0; set < question.sets(); set++) {
      for (int k = 0; k < question.n().length; k++) {
        DataSet data = question.data().draw(question.n()[k], set);
        FreeEnergyEstimator own = estimator.withSeed(seeds.bits(set, data.n()) >>> 1);
        FreeEnergyEstimator.Question asked =
            new FreeEnergyEstimator.Question(
                question.target().model(),
                question.target().precision(),
                data,
                w,
                question.reference());
        Sampled sampled =
            progress
                .bookmark()
                .found(
                    set + " of " + data.n(),
                    Sampled.class,
                    at ->
                        Sampled.of(
                            own.estimate(asked, question.prior(), Progress.NONE.keeping(at)),
                            data.n()));
        cells[set][k] = new Cell(sampled, exact.of(data));
        done++;
        progress.at(
            done / (double) (question.sets() * question.n().length),
            "n = " + data.n() + ", data set " + (set + 1),
            Double.NaN,
            Double.NaN);
      }
    }
    return new FreeEnergyCurve(
        question.n(), Arrays.stream(cells).map(Arrays::asList).map(List::copyOf).toList());
  }

  /** F - n L_n(w_0) of every set, for the fit. */
  public FreeEnergyFit.Curve excess() {
    return new FreeEnergyFit.Curve(
        n,
        matrix(cell -> cell.sampled().excess().value()),
        matrix(cell -> cell.sampled().excess().se()));
  }

  /** The exact ones of the same data sets; absent where any is not known. */
  public Optional<FreeEnergyFit.Curve> exactExcess() {
    boolean known = cells.stream().flatMap(List::stream).allMatch(Cell::isKnown);
    return known
        ? Optional.of(
            new FreeEnergyFit.Curve(
                n,
                matrix(
                    cell -> cell.exact().orElseThrow().freeEnergy() - cell.sampled().atReference()),
                new double[cells.size()][n.length]))
        : Optional.empty();
  }

  /** The n whose exact F is withheld for some data set although a formula is known. */
  public List<Integer> withheld() {
    return IntStream.range(0, n.length)
        .filter(
            k ->
                cells.stream()
                    .map(set -> set.get(k))
                    .anyMatch(cell -> cell.exact().isPresent() && !cell.isKnown()))
        .mapToObj(k -> n[k])
        .toList();
  }

  /** The mean of dF/d ln beta at beta = 1/ln n over the data sets; absent for n too small. */
  public Optional<Estimate> lambda(int k) {
    double[] values =
        cells.stream()
            .flatMap(set -> Stream.ofNullable(set.get(k).sampled().lambda()))
            .mapToDouble(Estimate::value)
            .toArray();
    if (values.length < cells.size()) {
      return Optional.empty();
    }
    double se =
        values.length == 1
            ? cells.get(0).get(k).sampled().lambda().se()
            : Math.sqrt(Moments.variance(values) / values.length);
    return Optional.of(new Estimate(Moments.mean(values), se));
  }

  /** The mean of F over the data sets, with the error of the mean. */
  public Estimate freeEnergy(int k) {
    double[] values =
        cells.stream().mapToDouble(set -> set.get(k).sampled().freeEnergy().value()).toArray();
    double se =
        values.length == 1
            ? cells.get(0).get(k).sampled().freeEnergy().se()
            : Math.sqrt(Moments.variance(values) / values.length);
    return new Estimate(Moments.mean(values), se);
  }

  /** The Monte Carlo part of the error of the mean. */
  public double monteCarlo(int k) {
    double sum =
        cells.stream()
            .mapToDouble(set -> Math.pow(set.get(k).sampled().freeEnergy().se(), 2))
            .sum();
    return Math.sqrt(sum) / cells.size();
  }

  private double[][] matrix(java.util.function.ToDoubleFunction<Cell> function) {
    return cells.stream()
        .map(set -> set.stream().mapToDouble(function).toArray())
        .toArray(double[][]::new);
  }
}
