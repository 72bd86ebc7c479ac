package org.cusp.sampler;

import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * How an exact sampler finds its settings in one warm-up, from what all chains do together. The
 * warm-up goes on in windows of transitions until what must agree does between two of them.
 *
 * @param <P> what the chains propose by
 */
public interface Adaptation<P> extends HasState {
  /** For the next transition. */
  P next();

  /**
   * Takes in one transition of all chains.
   *
   * @param acceptance mean probability of acceptance
   * @param positions where the chains were, [chain][parameter]; not to be written to
   */
  void learn(double acceptance, double[][] positions);

  /** A window of transitions is over. */
  void endWindow();

  /** What must be nearly the same at the end of two windows, as logarithms. */
  double[] mustAgree();

  /** The sampler with what was found. */
  ExactSampler<P> settled();

  /** Of a sampler that has all its settings: it is only taken away from w*. */
  static <P> Adaptation<P> none(ExactSampler<P> sampler) {
    return new Adaptation<>() {
      @Override
      public P next() {
        return sampler.proposal();
      }

      @Override
      public void learn(double acceptance, double[][] positions) {
        // There is nothing to learn.
      }

      @Override
      public void endWindow() {
        // Windows differ in nothing.
      }

      @Override
      public double[] mustAgree() {
        return new double[0];
      }

      @Override
      public ExactSampler<P> settled() {
        return sampler;
      }

      @Override
      public void state(State at) {
        // There is nothing that changes.
      }
    };
  }
}
