package org.cusp.sampler;

/**
 * Chains with a Metropolis step, which a warm-up may watch and retune.
 *
 * @param <P> what they propose by
 */
public interface MetropolisChains<P> extends Sampler.Chains {
  /** From the next step on. */
  void retune(P next);

  /** From the next step on every transition is shown. */
  void watch(Watcher next);

  /** Transitions are no longer shown. */
  void unwatch();

  /** Sees every transition, for adaptation. */
  interface Watcher {
    /**
     * @param chain of the pass
     * @param from where the chain was; not to be written to
     * @param acceptance the probability with which the proposal is accepted
     */
    void proposed(int chain, double[] from, double acceptance);
  }
}
