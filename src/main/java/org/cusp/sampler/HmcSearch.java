package org.cusp.sampler;

import java.util.OptionalDouble;
import org.cusp.posterior.Posterior;
import org.cusp.sampler.search.StepSource;
import org.cusp.sampler.search.WidthSearch;
import org.cusp.state.State;

/**
 * How {@link Hmc} finds its step size and the length of its trajectories: the one by what is
 * accepted at the whole step size, the other from the width of the posterior.
 */
final class HmcSearch implements Adaptation<Trajectory> {
  private final StepSource steps;
  private final OptionalDouble length;
  private final WidthSearch widths;
  private final double[] centre;
  private boolean hasLeft;

  /**
   * A search at w*.
   *
   * @param length of the longest trajectory, where it is given
   */
  HmcSearch(StepSource steps, OptionalDouble length, Surroundings around) {
    Posterior posterior = around.posterior();
    this.steps = steps;
    this.length = length;
    this.widths = new WidthSearch(posterior.size(), 1 / Math.sqrt(posterior.gamma()));
    this.centre = posterior.centre();
  }

  @Override
  public Trajectory next() {
    return at(steps.current()).unreduced();
  }

  @Override
  public void learn(double acceptance, double[][] positions) {
    steps.learn(acceptance);
    for (double[] w : positions) {
      widths.learn(w, centre);
    }
  }

  /** The first window begins at w*, so that what it sees is no width yet. */
  @Override
  public void endWindow() {
    if (hasLeft) {
      widths.endWindow();
    } else {
      widths.forgetWindow();
    }
    hasLeft = true;
  }

  @Override
  public void state(State at) {
    steps.state(at.in("steps"));
    widths.state(at.in("widths"));
    hasLeft = at.flag("hasLeft", hasLeft);
  }

  @Override
  public double[] mustAgree() {
    return new double[] {Math.log(steps.settled()), Math.log(trajectoryLength())};
  }

  @Override
  public Hmc settled() {
    return at(steps.settled());
  }

  private Hmc at(double step) {
    return Hmc.withinReason(step, trajectoryLength());
  }

  private double trajectoryLength() {
    return length.orElseGet(widths::trajectoryLength);
  }
}
