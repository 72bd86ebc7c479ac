package org.cusp.run.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.sampler.Hamiltonian;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.SplitHmc;
import org.cusp.sampler.reference.FisherReference;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * The references that the rungs of a ladder move about, each for those from one temperature to
 * another. Their state is where they were made: of many directions, a reference is far larger.
 */
final class LadderReferences implements AutoCloseable, HasState {
  private static final int NONE = -1;

  private final FisherReference source;
  private final List<Made> all = new ArrayList<>();

  LadderReferences(FisherReference source) {
    this.source = source;
  }

  /**
   * One that was made.
   *
   * @param at parameters, [chain][P]
   * @param nBeta at which what is stiff is in it
   * @param rankBefore of the one before it
   * @param reference with directions that are there until {@code hold} is closed; empty once they
   *     are not
   */
  private record Made(
      double[][] at,
      double nBeta,
      int rankBefore,
      Optional<GaussianReference> reference,
      GaussianReference.Hold hold) {
    static Made of(double[][] at, double nBeta, int rankBefore, GaussianReference reference) {
      return new Made(at, nBeta, rankBefore, Optional.of(reference), reference.hold());
    }

    static Made forgotten() {
      return new Made(new double[0][], 1, 0, Optional.empty(), () -> {});
    }
  }

  /** Its number. */
  int add(double[][] positions, double nBeta) {
    int before = all.isEmpty() ? 0 : last().map(GaussianReference::rank).orElse(0);
    GaussianReference reference = source.stiffAt(nBeta, positions, all.size(), before);
    all.add(Made.of(positions, nBeta, before, reference));
    return all.size() - 1;
  }

  private Optional<GaussianReference> last() {
    return all.get(all.size() - 1).reference();
  }

  GaussianReference get(int number) {
    return all.get(number).reference().orElseThrow();
  }

  /** Gives its directions back. */
  void forget(int number) {
    all.get(number).hold().close();
    all.set(number, Made.forgotten());
  }

  /** The kernel of a rung, and which of these it moves about. */
  Hamiltonian kernel(State at, Hamiltonian now) {
    int reference = (int) at.whole("reference", number(now));
    double step = at.number("step", now.stepSize());
    double length = at.number("length", length(now));
    return reference == NONE
        ? new Hmc(step, length)
        : new SplitHmc(step, length, Optional.of(get(reference)));
  }

  private int number(Hamiltonian kernel) {
    for (int i = 0; i < all.size(); i++) {
      if (kernel.reference().isPresent() && kernel.reference().equals(all.get(i).reference())) {
        return i;
      }
    }
    return NONE;
  }

  private static double length(Hamiltonian kernel) {
    return kernel instanceof SplitHmc split ? split.angle() : ((Hmc) kernel).trajectoryLength();
  }

  @Override
  public void state(State at) {
    int count = (int) at.whole("count", all.size());
    for (int i = 0; i < count; i++) {
      made(at.in("reference" + i), i);
    }
  }

  private void made(State at, int number) {
    Made now = number < all.size() ? all.get(number) : Made.forgotten();
    double[][] positions = at.rows("at", now.at());
    double nBeta = at.number("nBeta", now.nBeta());
    int before = (int) at.whole("rankBefore", now.rankBefore());
    if (number == all.size()) {
      all.add(
          positions.length == 0
              ? Made.forgotten()
              : Made.of(
                  positions,
                  nBeta,
                  before,
                  source.unhurried().stiffAt(nBeta, positions, number, before)));
    }
  }

  @Override
  public void close() {
    all.forEach(made -> made.hold().close());
    all.clear();
  }
}
