package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;

/**
 * A Markov kernel: an immutable record of validated settings. What it needs from step to step lives
 * in the {@link Chains} that it starts.
 *
 * <p>It is an {@link ExactSampler} or a {@link StochasticSampler}, and says all that the rest of
 * Cusp has to know of it. A new one is a file and an entry in {@link Samplers}.
 */
public interface Sampler {
  /** The name that a user types. */
  String name();

  /** What it is, in a line. */
  String summary();

  /** Who published it. */
  String source();

  /** Its settings with their values here, the step size first. */
  List<Setting> parameters();

  /**
   * This sampler with other settings.
   *
   * @param values of every one of {@link #parameters}, by key
   * @throws org.cusp.contract.InvalidInput where one is out of its range
   */
  Sampler with(Map<String, Double> values);

  /**
   * A step size for what is known of the posterior: where a warm-up begins, or, without one, the
   * larger of the two at which the sampler is run.
   */
  double firstStep(Surroundings around);

  /** Whether it can draw from this posterior; where not, its adaptation says what it needs. */
  default boolean suits(Posterior posterior) {
    return true;
  }

  /** Whether its draws are of the posterior itself, by a Metropolis step on all data. */
  boolean isExact();

  /**
   * Chains at the parameters that the pass holds.
   *
   * @param noise the stream of each chain
   */
  Chains start(PosteriorPass pass, RandomStream[] noise);

  /** The Gaussian about which it moves; absent where there is none. */
  default Optional<GaussianReference> reference() {
    return Optional.empty();
  }

  /** The settings to record, by name. */
  default SortedMap<String, Object> settings() {
    SortedMap<String, Object> settings = new TreeMap<>();
    parameters().forEach(setting -> settings.put(setting.recorded(), setting.value()));
    return settings;
  }

  /** The values of the settings, by key. */
  default SortedMap<String, Double> values() {
    SortedMap<String, Double> values = new TreeMap<>();
    parameters().forEach(setting -> values.put(setting.key(), setting.value()));
    return values;
  }

  /** The step size, in the sampler's own units. */
  double stepSize();

  /**
   * The chains of one pass. Their state is what they keep from step to step beside the parameters
   * and the number of the step, which others keep.
   */
  interface Chains extends AutoCloseable, HasState {
    /**
     * One step of every chain.
     *
     * @param t the number of the step; with the chain it addresses noise and batch
     * @return the same at every step
     */
    StepInfo step(long t);

    @Override
    void close();
  }
}
