package org.cusp.sampler;

import java.util.SortedMap;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;

/**
 * A Markov kernel: an immutable record of validated settings. What it needs from step to step lives
 * in the {@link Chains} that it starts.
 */
public interface Sampler {
  /** The name that a user types. */
  String name();

  /** The settings to record, by name. */
  SortedMap<String, Object> settings();

  /**
   * Chains at the parameters that the pass holds.
   *
   * @param noise the stream of each chain
   */
  Chains start(PosteriorPass pass, RandomStream[] noise);

  /** The chains of one pass. */
  interface Chains extends AutoCloseable {
    /**
     * One step of every chain.
     *
     * @param t the number of the step; with the chain it addresses noise and batch
     * @param info (Output)
     */
    void step(long t, StepInfo info);

    @Override
    void close();
  }
}
