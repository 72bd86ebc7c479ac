package org.cusp.sampler;

import java.util.Optional;
import java.util.function.DoubleFunction;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.ReferenceSource;
import org.cusp.sampler.search.StepSource;
import org.cusp.state.State;

/**
 * How {@link SplitHmc} finds its reference and its step size. The reference is made anew from where
 * the chains are after {@link #REFRESHED} transitions, each time from later states than the time
 * before; the search for the step begins again with each, and windows can agree only after the
 * last. It is made before the transition that follows, so that a warm-up that has no time for it
 * ends between two transitions, with the reference that it had.
 */
final class SplitSearch implements Adaptation<SplitHmc.Proposal> {
  /** Transitions that are made about the localisation alone. */
  static final int WITHOUT_REFERENCE = 4;

  /** Transitions after which there is another reference. */
  static final int[] REFRESHED = {WITHOUT_REFERENCE, 9, 16};

  /** With stiff directions taken out. */
  private static final double FIRST_STEP = 0.2;

  /** While only the localisation is known a quarter turn would take too many kicks. */
  private static final int FIRST_KICKS = 8;

  private final ReferenceSource references;
  private final DoubleFunction<StepSource> search;
  private final double angle;
  private StepSource steps;
  private Optional<GaussianReference> reference = Optional.empty();
  private int refreshed;
  private int transitions;
  private double[][] positions = {};
  private double[][] madeAt = {};
  private int rankBefore;
  private int sinceRefresh;
  private int inWindow;
  private boolean isWindowOfOneReference;

  /**
   * A search at w*.
   *
   * @param firstStep where the search for the step begins
   * @param search begins one at a step
   */
  SplitSearch(
      ReferenceSource references,
      double firstStep,
      DoubleFunction<StepSource> search,
      double angle) {
    this.references = references;
    this.search = search;
    this.steps = search.apply(firstStep);
    this.angle = angle;
  }

  @Override
  public SplitHmc.Proposal next() {
    if (refreshed < REFRESHED.length && transitions == REFRESHED[refreshed]) {
      refresh();
    }
    double step = steps.current();
    double reach = refreshed == 0 ? Math.min(angle, FIRST_KICKS * step) : angle;
    SplitHmc sampler = new SplitHmc(step, reach, reference);
    return new SplitHmc.Proposal(reference, sampler.unreduced());
  }

  @Override
  public void learn(double acceptance, double[][] from) {
    steps.learn(acceptance);
    transitions++;
    positions = from;
    sinceRefresh++;
    inWindow++;
  }

  private void refresh() {
    int rank = reference.map(GaussianReference::rank).orElse(0);
    reference = Optional.of(references.at(positions, refreshed, rank));
    madeAt = positions.clone();
    rankBefore = rank;
    steps = search.apply(refreshed == 0 ? FIRST_STEP : steps.settled());
    refreshed++;
    sinceRefresh = 0;
  }

  @Override
  public void endWindow() {
    isWindowOfOneReference = refreshed == REFRESHED.length && sinceRefresh >= inWindow;
    inWindow = 0;
  }

  /** The search that is on, and the reference, which are made anew as the chains go on. */
  @Override
  public void state(State at) {
    refreshed = (int) at.whole("refreshed", refreshed);
    transitions = (int) at.whole("transitions", transitions);
    sinceRefresh = (int) at.whole("sinceRefresh", sinceRefresh);
    inWindow = (int) at.whole("inWindow", inWindow);
    isWindowOfOneReference = at.flag("isWindowOfOneReference", isWindowOfOneReference);
    steps.state(at.in("steps"));
    // Of many directions, a reference is far larger than where it was made.
    madeAt = at.rows("madeAt", madeAt);
    rankBefore = (int) at.whole("rankBefore", rankBefore);
    // Where the chains were is of use until the last reference is made of it.
    positions = refreshed < REFRESHED.length ? at.rows("positions", positions) : positions;
    if (reference.isEmpty() && refreshed > 0) {
      reference = Optional.of(references.again(madeAt, refreshed - 1, rankBefore));
    }
  }

  /** Not a number, which agrees with nothing, before the last reference is there. */
  @Override
  public double[] mustAgree() {
    return new double[] {isWindowOfOneReference ? Math.log(steps.settled()) : Double.NaN};
  }

  @Override
  public SplitHmc settled() {
    return new SplitHmc(steps.settled(), angle, reference);
  }
}
