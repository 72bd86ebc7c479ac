package org.cusp.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.training.TrainSpec;

/**
 * Learning curves: losses of several kinds of solution over the number of data, or over the width
 * and depth of a network.
 *
 * @param name of the files' folder
 * @param problem a problem string, or empty for a network on data
 * @param network empty for a problem
 * @param n numbers of training data; empty for all that there are
 * @param repeats independent data sets (or subsets of the data) for each setting
 * @param widths of the hidden layers, of a problem the values of its key {@code hidden}; empty for
 *     as it is
 * @param depths numbers of hidden layers of a network; empty for as it is
 * @param priorSd standard deviation of the prior N(0, sd^2) of every parameter
 * @param test fresh test data of a problem
 * @param starts of the search for the mode of the posterior, the lowest of which counts
 * @param budget seconds to sample a posterior, and for an LLC
 * @param llcOfSgd whether the LLC of the trained networks is estimated
 */
public record LearningCurveSpec(
    String name,
    long seed,
    Optional<String> problem,
    Optional<Network> network,
    List<Integer> n,
    int repeats,
    Set<Method> methods,
    List<Integer> widths,
    List<Integer> depths,
    double priorSd,
    int test,
    int starts,
    double budget,
    boolean llcOfSgd,
    TrainSpec train,
    LlcSpec llc) {
  private static final int DEFAULT_REPEATS = 5;
  private static final int DEFAULT_TEST = 2000;
  private static final int DEFAULT_STARTS = 3;
  private static final double DEFAULT_BUDGET = 10;
  private static final List<String> KEYS =
      List.of(
          Keys.PROBLEM,
          Keys.N,
          Keys.REPEATS,
          Keys.METHODS,
          Keys.WIDTHS,
          Keys.DEPTHS,
          Keys.PRIOR_SD,
          Keys.TEST,
          Keys.STARTS,
          Keys.BUDGET,
          Keys.LLC_OF_SGD);

  /** A network and its data. */
  public record Network(DataSpec data, ModelSpec model) {}

  /** A kind of solution. */
  public enum Method {
    /** The weights after training. */
    SGD,
    /** The mode of the posterior. */
    MAP,
    /** The predictive density of the posterior. */
    BAYES,
    /** The mean over the posterior of a parameter's loss. */
    GIBBS;

    /** As a user writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of this name. */
    public static Method named(String text) {
      for (Method method : values()) {
        if (method.id().equals(text)) {
          return method;
        }
      }
      throw Nearest.unknown(
          "method", text, EnumSet.allOf(Method.class).stream().map(Method::id).toList());
    }
  }

  public LearningCurveSpec {
    n = increasing(Keys.N, n, 4);
    widths = increasing(Keys.WIDTHS, widths, 1);
    depths = increasing(Keys.DEPTHS, depths, 1);
    methods = Collections.unmodifiableSet(EnumSet.copyOf(methods));
    Check.inRange(Keys.REPEATS, repeats, 1, 100_000);
    Check.positive(Keys.PRIOR_SD, priorSd);
    Check.atLeast(Keys.TEST, test, 2);
    Check.atLeast(Keys.STARTS, starts, 1);
    Check.positive(Keys.BUDGET, budget);
    if (problem.isPresent() && !depths.isEmpty()) {
      throw new InvalidInput(Keys.DEPTHS + " is for a network, not for a problem");
    }
  }

  private static List<Integer> increasing(String key, List<Integer> values, int least) {
    for (int i = 0; i < values.size(); i++) {
      Check.atLeast(key, values.get(i), least);
      if (i > 0 && values.get(i) <= values.get(i - 1)) {
        throw new InvalidInput(key + " must be increasing, got " + values);
      }
    }
    return List.copyOf(values);
  }

  /** The curves of a problem with all defaults. */
  public static LearningCurveSpec ofProblem(String problem, long seed) {
    return read(
        problem,
        seed,
        new Section(
            Keys.LEARNING_CURVE,
            com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put(Keys.PROBLEM, problem)),
        TrainSpec.read(Section.empty(Keys.TRAIN)),
        LlcSpec.defaults(seed),
        () -> null);
  }

  static LearningCurveSpec read(
      String name,
      long seed,
      Section section,
      TrainSpec train,
      LlcSpec llc,
      Supplier<Network> network) {
    section.allow(Keys.LEARNING_CURVE, KEYS, List.of());
    Optional<String> problem = section.text(Keys.PROBLEM);
    Set<Method> methods = EnumSet.noneOf(Method.class);
    if (section.has(Keys.METHODS)) {
      section.words(Keys.METHODS).forEach(word -> methods.add(Method.named(word)));
    } else {
      methods.addAll(EnumSet.allOf(Method.class));
    }
    return new LearningCurveSpec(
        name,
        seed,
        problem,
        problem.isPresent() ? Optional.empty() : Optional.of(network.get()),
        wholes(section, Keys.N),
        section.whole(Keys.REPEATS).orElse(DEFAULT_REPEATS),
        methods,
        wholes(section, Keys.WIDTHS),
        wholes(section, Keys.DEPTHS),
        section.number(Keys.PRIOR_SD).orElse(1),
        section.whole(Keys.TEST).orElse(DEFAULT_TEST),
        section.whole(Keys.STARTS).orElse(DEFAULT_STARTS),
        section.number(Keys.BUDGET).orElse(DEFAULT_BUDGET),
        section.truth(Keys.LLC_OF_SGD).orElse(false),
        train,
        llc);
  }

  private static List<Integer> wholes(Section section, String key) {
    return section.has(key) ? section.wholes(key) : List.of();
  }

  /** The precision of the prior, 1 / sd^2. */
  public double gamma() {
    return 1 / (priorSd * priorSd);
  }

  /** The network, or its model with hidden layers of another width and number. */
  public ModelSpec model(int width, int depth) {
    return network.orElseThrow().model().hidden(depth, width);
  }

  /** All that a result depends on but its n, width, depth and repeat. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.SEED, Long.toString(seed));
    problem.ifPresent(text -> facts.put(Keys.PROBLEM, text));
    network.ifPresent(
        it -> {
          it.data().facts().forEach((key, value) -> facts.put(Keys.data(key), value));
          it.model().facts().forEach((key, value) -> facts.put(Keys.model(key), value));
        });
    facts.put(Keys.PRIOR_SD, Double.toString(priorSd));
    facts.put(Keys.TEST, Integer.toString(test));
    facts.put(Keys.STARTS, Integer.toString(starts));
    facts.put(Keys.BUDGET, Double.toString(budget));
    facts.put(Keys.LLC_OF_SGD, Boolean.toString(llcOfSgd));
    train.facts().forEach((key, value) -> facts.put(Keys.train(key), value));
    llc.request().forEach((key, value) -> facts.put(Keys.llc(key), String.valueOf(value)));
    return facts;
  }

  /** These settings with some replaced; null keeps one. */
  public LearningCurveSpec with(
      List<Integer> newN,
      Integer newRepeats,
      Set<Method> newMethods,
      List<Integer> newWidths,
      List<Integer> newDepths,
      Double newPriorSd,
      Double newBudget) {
    return new LearningCurveSpec(
        name,
        seed,
        problem,
        network,
        newN == null ? n : newN,
        newRepeats == null ? repeats : newRepeats,
        newMethods == null ? methods : newMethods,
        newWidths == null ? widths : newWidths,
        newDepths == null ? depths : newDepths,
        newPriorSd == null ? priorSd : newPriorSd,
        test,
        starts,
        newBudget == null ? budget : newBudget,
        llcOfSgd,
        train,
        llc);
  }
}
