package org.cusp.select;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.LayerRanks;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * A problem of the catalogue as a choice among the models of its family.
 *
 * @param name the problem string
 * @param truth the size of the smallest model that holds the truth
 * @param problem with its law of the data
 */
public record SelectionProblem(
    String name, ModelFamily family, int truth, Problem problem, long seed) {
  /** The families that have a size to choose, by the names of their problems. */
  public static final List<String> FAMILIES =
      List.of(ReducedRankFamily.NAME, DeepLinearFamily.NAME, MixtureFamily.NAME);

  private static final Set<String> MIXTURES = Set.of(MixtureFamily.NAME, "mixture");

  /**
   * The choice that a problem string poses.
   *
   * @param largest model of the family; that of the problem if not given
   * @param seed of the truth and of the data
   * @throws InvalidInput if the problem has no family, or the truth is larger than the largest
   *     model
   */
  public static SelectionProblem parse(String text, OptionalInt largest, long seed) {
    ProblemString parsed = ProblemString.parse(text);
    if (MIXTURES.contains(parsed.name())) {
      return mixture(parsed, largest, seed);
    }
    if (!FAMILIES.contains(parsed.name())) {
      throw new InvalidInput(
          "problem "
              + parsed.name()
              + ": has no models of several sizes to choose from; these have: "
              + String.join(", ", FAMILIES));
    }
    Problem problem = Problems.parse(text, seed);
    double sigma = parsed.doubleAt("sigma", 1);
    return parsed.name().equals(ReducedRankFamily.NAME)
        ? reducedRank(parsed, problem, largest, sigma, seed)
        : deepLinear(parsed, problem, largest, sigma, seed);
  }

  private static SelectionProblem reducedRank(
      ProblemString parsed, Problem problem, OptionalInt largest, double sigma, long seed) {
    int inputs = parsed.intAt("inputs");
    int outputs = parsed.intAt("outputs");
    int own = Math.min(parsed.intAt("hidden"), Math.min(inputs, outputs));
    ModelFamily family = new ReducedRankFamily(inputs, outputs, largest.orElse(own), sigma);
    return of(problem, family, parsed.intAt("rank"), seed);
  }

  private static SelectionProblem deepLinear(
      ProblemString parsed, Problem problem, OptionalInt largest, double sigma, long seed) {
    List<Integer> widths = parsed.intListAt("widths");
    int own = widths.stream().mapToInt(Integer::intValue).min().orElseThrow();
    int rank =
        parsed.has("ranks")
            ? new LayerRanks(widths, parsed.intListAt("ranks")).product()
            : parsed.intAt("rank", 0);
    return of(problem, new DeepLinearFamily(widths, largest.orElse(own), sigma), rank, seed);
  }

  /** The truth itself is drawn as a model of its own size, whose coefficient is always known. */
  private static SelectionProblem mixture(ProblemString parsed, OptionalInt largest, long seed) {
    parsed.requireOnly(List.of("components", "true", "n"));
    int truth = Check.atLeast("true", parsed.intAt("true", 1), 1);
    int own = parsed.intAt("components", 2);
    Map<String, String> values = new LinkedHashMap<>(parsed.values());
    values.put("components", Integer.toString(truth));
    values.put("true", Integer.toString(truth));
    String data = new ProblemString(parsed.name(), "", values).toString();
    ModelFamily family = new MixtureFamily(largest.orElse(own), 1, seed);
    requireHolds(family, truth);
    return new SelectionProblem(parsed.toString(), family, truth, Problems.parse(data, seed), seed);
  }

  private static SelectionProblem of(Problem problem, ModelFamily family, int truth, long seed) {
    requireHolds(family, truth);
    return new SelectionProblem(problem.name(), family, truth, problem, seed);
  }

  private static void requireHolds(ModelFamily family, int truth) {
    if (truth > family.largest()) {
      throw new InvalidInput(
          "the largest "
              + family.size()
              + " must be at least that of the truth, "
              + truth
              + ", got "
              + family.largest());
    }
  }

  /**
   * Data of the problem's law: the truth is the same for all, the inputs and the noise are not.
   *
   * @param repeat 0 gives the data that the seed itself draws
   */
  public DataSet data(int repeat) {
    if (repeat == 0) {
      return problem.data();
    }
    long own = RandomStream.of(seed, Purpose.DESIGN, repeat).bits(0, 0);
    return problem.law().draw(problem.data().n(), own);
  }
}
