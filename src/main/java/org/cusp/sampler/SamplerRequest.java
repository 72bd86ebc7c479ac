package org.cusp.sampler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;

/**
 * A sampler that is asked for, with the settings that are given; the others are still open:
 * defaults, or to be found.
 *
 * @param prototype the sampler with the given settings; what it says of those that are to be found
 *     means nothing
 * @param given keys of the settings that are given
 */
public record SamplerRequest(Sampler prototype, Set<String> given) {
  public SamplerRequest {
    given = Set.copyOf(given);
    if (!(prototype instanceof ExactSampler) && !(prototype instanceof StochasticSampler)) {
      throw new InvalidInput(
          "sampler " + prototype.name() + " is neither an ExactSampler nor a StochasticSampler");
    }
    Set<String> keys = prototype.values().keySet();
    if (!keys.contains(Setting.STEP) || !keys.containsAll(given)) {
      throw new InvalidInput("sampler " + prototype.name() + ": settings " + keys);
    }
  }

  /** A sampler as it is, with all its settings. */
  public static SamplerRequest of(Sampler sampler) {
    return new SamplerRequest(sampler, sampler.values().keySet());
  }

  /** A sampler of which nothing is given. */
  public static SamplerRequest open(Sampler prototype) {
    return new SamplerRequest(prototype, Set.of());
  }

  /** The name of the sampler. */
  public String name() {
    return prototype.name();
  }

  /** Whether it has a Metropolis step on all data. */
  public boolean isExact() {
    return prototype.isExact();
  }

  /** The step size, where it is given. */
  public OptionalDouble step() {
    return given.contains(Setting.STEP)
        ? OptionalDouble.of(prototype.stepSize())
        : OptionalDouble.empty();
  }

  /**
   * This with a setting given.
   *
   * @throws InvalidInput where there is none of this key, or the value is out of its range
   */
  public SamplerRequest with(String key, double value) {
    SortedMap<String, Double> values = prototype.values();
    values.put(key, value);
    Set<String> more = new TreeSet<>(given);
    more.add(key);
    return new SamplerRequest(prototype.with(values), more);
  }

  /** This with the step size open. */
  public SamplerRequest withoutStep() {
    Set<String> fewer = new TreeSet<>(given);
    fewer.remove(Setting.STEP);
    return new SamplerRequest(prototype, fewer);
  }

  /** The chosen settings, in the order in which the sampler tells them. */
  private Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    prototype.parameters().stream()
        .filter(setting -> given.contains(setting.key()))
        .forEach(setting -> values.put(setting.key(), setting.value()));
    return values;
  }

  /** As it is typed: two requests are equal where this is. */
  @Override
  public String toString() {
    return values().isEmpty()
        ? name()
        : values().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(",", name() + ":", ""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SamplerRequest that
        && prototype.getClass() == that.prototype.getClass()
        && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
