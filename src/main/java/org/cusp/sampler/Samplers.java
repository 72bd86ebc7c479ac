package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;

/** The samplers by name. A new one is one entry here. */
public final class Samplers {
  private static final String STEP_SIZE = "stepSize";
  private static final String FRICTION = "friction";
  private static final String RESPONSE = "response";
  private static final String BETA1 = "beta1";
  private static final String BETA2 = "beta2";
  private static final String STABILISER = "stabiliser";

  private static final List<Entry> STOCHASTIC =
      List.of(
          new Entry(new Sgld(1), values -> new Sgld(values.get(STEP_SIZE))),
          new Entry(
              new RmsPropSgld(1),
              values ->
                  new RmsPropSgld(
                      values.get(STEP_SIZE), values.get(BETA2), values.get(STABILISER))),
          new Entry(
              new AdamSgld(1),
              values ->
                  new AdamSgld(
                      values.get(STEP_SIZE),
                      values.get(BETA1),
                      values.get(BETA2),
                      values.get(STABILISER))),
          new Entry(new Sghmc(1), values -> new Sghmc(values.get(STEP_SIZE), values.get(FRICTION))),
          new Entry(
              new Sgnht(1),
              values ->
                  new Sgnht(values.get(STEP_SIZE), values.get(FRICTION), values.get(RESPONSE))));

  private Samplers() {}

  /** A sampler with its defaults, and how to make one from settings that are all there. */
  private record Entry(
      StochasticSampler defaults, Function<Map<String, Double>, StochasticSampler> make) {
    /** The settings beside the step size, with their defaults. */
    SortedMap<String, Double> settings() {
      SortedMap<String, Double> settings = new TreeMap<>();
      defaults.settings().forEach((name, value) -> settings.put(name, (Double) value));
      settings.remove(STEP_SIZE);
      return settings;
    }
  }

  /** The names of the samplers without a Metropolis step, in the order in which they are told. */
  public static List<String> stochasticNames() {
    return STOCHASTIC.stream().map(entry -> entry.defaults().name()).toList();
  }

  /**
   * The settings that a sampler has beside its step size, with their defaults.
   *
   * @throws InvalidInput where no stochastic sampler has this name
   */
  public static SortedMap<String, Double> defaultsOf(String name) {
    return entry(name).settings();
  }

  /** A stochastic sampler with the defaults of its record. */
  public static StochasticSampler stochastic(String name, double stepSize) {
    return stochastic(name, stepSize, Map.of());
  }

  /**
   * A stochastic sampler.
   *
   * @param name one of {@link #stochasticNames}
   * @param stepSize in squared units of w
   * @param settings those that are not to be the defaults, by the names of the record's components
   * @throws InvalidInput where the name, a setting's name or a value is not allowed
   */
  public static StochasticSampler stochastic(
      String name, double stepSize, Map<String, Double> settings) {
    Entry entry = entry(name);
    SortedMap<String, Double> values = entry.settings();
    for (String setting : settings.keySet()) {
      if (!values.containsKey(setting)) {
        throw unknownSetting(name, setting, values);
      }
    }
    values.putAll(settings);
    values.put(STEP_SIZE, stepSize);
    return entry.make().apply(values);
  }

  private static InvalidInput unknownSetting(
      String name, String setting, SortedMap<String, Double> allowed) {
    return allowed.isEmpty()
        ? new InvalidInput("setting '" + setting + "': " + name + " has none beside its step size")
        : Nearest.unknown("setting of " + name, setting, allowed.keySet());
  }

  private static Entry entry(String name) {
    return STOCHASTIC.stream()
        .filter(entry -> entry.defaults().name().equals(name))
        .findFirst()
        .orElseThrow(() -> Nearest.unknown("sampler", name, stochasticNames()));
  }
}
