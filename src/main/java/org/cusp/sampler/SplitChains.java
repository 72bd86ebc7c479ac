package org.cusp.sampler;

import java.util.Optional;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.State;

/** Hamiltonian chains whose reference may be replaced. */
final class SplitChains implements MetropolisChains<SplitHmc.Proposal> {
  private final HamiltonianChains chains;
  private Optional<GaussianReference> reference;

  SplitChains(HamiltonianChains chains, Optional<GaussianReference> reference) {
    this.chains = chains;
    this.reference = reference;
  }

  @Override
  public void retune(SplitHmc.Proposal next) {
    if (next.reference().isPresent() && !next.reference().equals(reference)) {
      reference = next.reference();
      chains.refer(reference.get());
    }
    chains.retune(next.trajectory());
  }

  @Override
  public void watch(Watcher next) {
    chains.watch(next);
  }

  @Override
  public void unwatch() {
    chains.unwatch();
  }

  @Override
  public StepInfo step(long t) {
    return chains.step(t);
  }

  /** The reference comes back with what the chains are next tuned to. */
  @Override
  public void state(State at) {
    chains.state(at);
  }

  @Override
  public void close() {
    chains.close();
  }
}
