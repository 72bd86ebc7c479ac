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
import java.util.stream.Collectors;
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
 */
public record LearningCurveSpec(
    String name, long seed, Subject subject, Grid grid, Solving solving, Sgd sgd) {
  private static final int DEFAULT_REPEATS = 5;
  private static final int DEFAULT_TEST = 2000;
  private static final int DEFAULT_STARTS = 3;
  private static final double DEFAULT_BUDGET = 10;
  private static final boolean LLC_UNLESS_SAID = false;
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

  /**
   * What learns.
   *
   * @param problem a problem string, or empty for a network on data
   * @param network empty for a problem
   */
  public record Subject(Optional<String> problem, Optional<Network> network) {}

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

  /**
   * The places of the curves.
   *
   * @param n numbers of training data; empty for all that there are
   * @param repeats independent data sets (or subsets of the data) for each setting
   * @param widths of the hidden layers, of a problem the values of its key {@code hidden}; empty
   *     for as it is
   * @param depths numbers of hidden layers of a network; empty for as it is
   */
  public record Grid(List<Integer> n, int repeats, List<Integer> widths, List<Integer> depths) {
    public Grid {
      n = increasing(Keys.N, n, 4);
      widths = increasing(Keys.WIDTHS, widths, 1);
      depths = increasing(Keys.DEPTHS, depths, 1);
      Check.inRange(Keys.REPEATS, repeats, 1, 100_000);
    }

    public Grid withN(List<Integer> values) {
      return new Grid(values, repeats, widths, depths);
    }

    public Grid withRepeats(int value) {
      return new Grid(n, value, widths, depths);
    }

    public Grid withWidths(List<Integer> values) {
      return new Grid(n, repeats, values, depths);
    }

    public Grid withDepths(List<Integer> values) {
      return new Grid(n, repeats, widths, values);
    }
  }

  /**
   * Which solutions are found, and how.
   *
   * @param priorSd standard deviation of the prior N(0, sd^2) of every parameter
   * @param test fresh test data of a problem
   * @param starts of the search for the mode of the posterior, the lowest of which counts
   * @param budget seconds to sample a posterior, and for an LLC
   */
  public record Solving(Set<Method> methods, double priorSd, int test, int starts, double budget) {
    public Solving {
      methods = Collections.unmodifiableSet(EnumSet.copyOf(methods));
      Check.positive(Keys.PRIOR_SD, priorSd);
      Check.atLeast(Keys.TEST, test, 2);
      Check.atLeast(Keys.STARTS, starts, 1);
      Check.positive(Keys.BUDGET, budget);
    }

    public Solving withMethods(Set<Method> values) {
      return new Solving(values, priorSd, test, starts, budget);
    }

    public Solving withPriorSd(double value) {
      return new Solving(methods, value, test, starts, budget);
    }

    public Solving withBudget(double value) {
      return new Solving(methods, priorSd, test, starts, value);
    }
  }

  /**
   * The trained networks.
   *
   * @param withLlc whether their LLC is estimated
   */
  public record Sgd(TrainSpec train, boolean withLlc, LlcSpec llc) {}

  public LearningCurveSpec {
    if (subject.problem().isPresent() && !grid.depths().isEmpty()) {
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
    return new LearningCurveSpec(
        problem,
        seed,
        new Subject(Optional.of(problem), Optional.empty()),
        grid(Section.empty(Keys.LEARNING_CURVE)),
        solving(Section.empty(Keys.LEARNING_CURVE)),
        new Sgd(
            TrainSpec.read(Section.empty(Keys.TRAIN)), LLC_UNLESS_SAID, LlcSpec.defaults(seed)));
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
    return new LearningCurveSpec(
        name,
        seed,
        new Subject(problem, problem.isPresent() ? Optional.empty() : Optional.of(network.get())),
        grid(section),
        solving(section),
        new Sgd(train, section.truth(Keys.LLC_OF_SGD).orElse(LLC_UNLESS_SAID), llc));
  }

  private static Grid grid(Section section) {
    return new Grid(
        wholes(section, Keys.N),
        section.whole(Keys.REPEATS).orElse(DEFAULT_REPEATS),
        wholes(section, Keys.WIDTHS),
        wholes(section, Keys.DEPTHS));
  }

  private static Solving solving(Section section) {
    return new Solving(
        section.has(Keys.METHODS)
            ? section.words(Keys.METHODS).stream()
                .map(Method::named)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Method.class)))
            : EnumSet.allOf(Method.class),
        section.number(Keys.PRIOR_SD).orElse(1),
        section.whole(Keys.TEST).orElse(DEFAULT_TEST),
        section.whole(Keys.STARTS).orElse(DEFAULT_STARTS),
        section.number(Keys.BUDGET).orElse(DEFAULT_BUDGET));
  }

  private static List<Integer> wholes(Section section, String key) {
    return section.has(key) ? section.wholes(key) : List.of();
  }

  /** The precision of the prior, 1 / sd^2. */
  public double gamma() {
    return 1 / (solving.priorSd() * solving.priorSd());
  }

  /** The network, or its model with hidden layers of another width and number. */
  public ModelSpec model(int width, int depth) {
    return network().orElseThrow().model().hidden(depth, width);
  }

  /** All that a result depends on but its n, width, depth and repeat. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.SEED, Long.toString(seed));
    problem().ifPresent(text -> facts.put(Keys.PROBLEM, text));
    network()
        .ifPresent(
            it -> {
              it.data().facts().forEach((key, value) -> facts.put(Keys.data(key), value));
              it.model().facts().forEach((key, value) -> facts.put(Keys.model(key), value));
            });
    facts.put(Keys.PRIOR_SD, Double.toString(solving.priorSd()));
    facts.put(Keys.TEST, Integer.toString(solving.test()));
    facts.put(Keys.STARTS, Integer.toString(solving.starts()));
    facts.put(Keys.BUDGET, Double.toString(solving.budget()));
    facts.put(Keys.LLC_OF_SGD, Boolean.toString(sgd.withLlc()));
    train().facts().forEach((key, value) -> facts.put(Keys.train(key), value));
    llc().request().forEach((key, value) -> facts.put(Keys.llc(key), String.valueOf(value)));
    return facts;
  }

  public Optional<String> problem() {
    return subject.problem();
  }

  public Optional<Network> network() {
    return subject.network();
  }

  public TrainSpec train() {
    return sgd.train();
  }

  public LlcSpec llc() {
    return sgd.llc();
  }

  public LearningCurveSpec with(Grid places) {
    return new LearningCurveSpec(name, seed, subject, places, solving, sgd);
  }

  public LearningCurveSpec with(Solving how) {
    return new LearningCurveSpec(name, seed, subject, grid, how, sgd);
  }
}
