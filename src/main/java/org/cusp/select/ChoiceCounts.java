package org.cusp.select;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;

/**
 * How often each criterion chooses each size.
 *
 * @param truth the size of the smallest model that holds the truth
 * @param sizes all sizes, the smallest first
 * @param counts by criterion, then by size in the same order
 */
public record ChoiceCounts(
    int truth, List<Integer> sizes, Map<ModelChoice.Criterion, List<Integer>> counts) {
  public ChoiceCounts {
    sizes = List.copyOf(sizes);
    counts = new EnumMap<>(counts);
  }

  /**
   * Over the first data sets of a problem.
   *
   * @param criteria of a data set
   * @param done is told the number of data sets so far
   */
  public static ChoiceCounts of(
      SelectionProblem problem,
      int repeats,
      Function<DataSet, ModelChoice> criteria,
      IntConsumer done) {
    Check.atLeast("repeats", repeats, 1);
    List<ModelChoice> choices = new ArrayList<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      choices.add(criteria.apply(problem.data(repeat)));
      done.accept(repeat + 1);
    }
    return of(problem.truth(), problem.family().sizes(), choices);
  }

  /** Of these choices, at least one, by the criteria that the first knows. */
  public static ChoiceCounts of(int truth, List<Integer> sizes, List<ModelChoice> choices) {
    Map<ModelChoice.Criterion, List<Integer>> counts = new EnumMap<>(ModelChoice.Criterion.class);
    for (ModelChoice.Criterion criterion : choices.get(0).criteria()) {
      List<Integer> chosen = choices.stream().map(choice -> choice.chosen(criterion)).toList();
      counts.put(
          criterion,
          sizes.stream().map(size -> (int) chosen.stream().filter(size::equals).count()).toList());
    }
    return new ChoiceCounts(truth, sizes, counts);
  }

  /** The number of data sets. */
  public int repeats() {
    return counts.values().iterator().next().stream().mapToInt(Integer::intValue).sum();
  }

  /** The share of data sets where a criterion finds the truth. */
  public double found(ModelChoice.Criterion criterion) {
    return share(criterion, truth);
  }

  /** The share of data sets where a criterion chooses a size. */
  public double share(ModelChoice.Criterion criterion, int size) {
    return (double) counts.get(criterion).get(sizes.indexOf(size)) / repeats();
  }

  /**
   * The binomial standard error of a share of the data sets, sqrt(q (1 - q) / repeats) with q =
   * (count + 1) / (repeats + 2), so that it is not zero where all data sets agree.
   */
  public double standardError(double share) {
    double q = (share * repeats() + 1) / (repeats() + 2);
    return Math.sqrt(q * (1 - q) / repeats());
  }
}
