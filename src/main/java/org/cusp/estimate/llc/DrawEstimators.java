package org.cusp.estimate.llc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Observer;

/** The estimates that may stand beside an LLC: one is a line of {@link #ALL}. */
@Registry("an estimate from each draw")
public final class DrawEstimators {
  /** All of them. */
  public static final List<DrawEstimator> ALL = List.of(new LossByClass(), new LossByPosition());

  private DrawEstimators() {}

  public static List<String> names() {
    return ALL.stream().map(DrawEstimator::name).toList();
  }

  /**
   * The estimators of these names, each once.
   *
   * @throws org.cusp.contract.InvalidInput where one is not known
   */
  public static List<DrawEstimator> named(List<String> names) {
    return names.stream().distinct().map(DrawEstimators::named).toList();
  }

  /** What one gives, in half a line; nothing of one that this version does not know. */
  public static String describe(String name) {
    return ALL.stream()
        .filter(one -> one.name().equals(name))
        .map(DrawEstimator::describe)
        .findFirst()
        .orElse("");
  }

  private static DrawEstimator named(String name) {
    return ALL.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown("--also", name, names()));
  }

  /**
   * What was found beside an LLC.
   *
   * @param estimates by the names of the estimators
   * @param shares the draws behind shares of the LLC, see {@link DrawEstimator.Seen#shares}
   */
  public record Found(Map<String, List<NamedEstimate>> estimates, Map<String, double[][]> shares) {
    static final Found NOTHING = new Found(Map.of(), Map.of());
  }

  /** Several at one run. */
  record Beside(Map<String, DrawEstimator.Seen> each) {
    static Beside of(List<DrawEstimator> estimators, PosteriorTensors shared, int chains) {
      Map<String, DrawEstimator.Seen> each = new LinkedHashMap<>();
      estimators.forEach(one -> each.put(one.name(), one.begin(shared, chains)));
      return new Beside(each);
    }

    Observer observer() {
      return Observer.all(List.copyOf(each.values()));
    }

    Found found(Draws draws) {
      return new Found(estimates(draws), shares(draws));
    }

    /** The draws behind shares, by what they are of. */
    private Map<String, double[][]> shares(Draws draws) {
      Map<String, double[][]> found = new LinkedHashMap<>();
      if (draws.completeChains().length > 0) {
        each.values().forEach(seen -> found.putAll(seen.shares(draws)));
      }
      return found;
    }

    /** Nothing where there are no draws to say it from. */
    private Map<String, List<NamedEstimate>> estimates(Draws draws) {
      Map<String, List<NamedEstimate>> found = new TreeMap<>();
      if (draws.completeChains().length > 0) {
        each.forEach((name, seen) -> found.put(name, seen.estimate(draws)));
        found.values().removeIf(List::isEmpty);
      }
      return found;
    }
  }
}
