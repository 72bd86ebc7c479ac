package org.cusp.sampler;

import java.util.ArrayList;
import java.util.List;
import org.cusp.posterior.PosteriorPass;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.Clock;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.NoiseStreams;
import org.cusp.tensor.Slab;
import org.cusp.tensor.StepLoop;
import org.cusp.tensor.update.Update;

/**
 * Kicks by what the posterior is more than a Gaussian reference of precision M, and between them
 * the exact flow of that reference. With the velocity v = M^-1 p in place of the momentum, x = w -
 * w* and R the rest of the energy, a step of angle e is
 *
 * <pre>
 * v &lt;- v - (e/2) M^-1 grad R(x)
 * x, v &lt;- x cos e + v sin e, v cos e - x sin e
 * v &lt;- v - (e/2) M^-1 grad R(x),   grad R = nBeta grad L_n - (M - gamma) x
 * </pre>
 *
 * <p>so that M is needed for kicks, velocities and their energy v'Mv/2, and not for the rotation.
 * An even number of steps goes in pairs whose three kicks last b, 1 - 2b and b of the time of both.
 */
final class Rotation implements Dynamics, HasState {
  /**
   * Share of the first and the last kick in two steps: energies err least over many of them.
   * Source: S. Blanes, F. Casas, J. M. Sanz-Serna, "Numerical integrators for the hybrid Monte
   * Carlo method", SIAM J. Sci. Comput. 36 (2014) A1556-A1580, arXiv:1405.3153, the two-stage
   * method.
   */
  private static final double OUTER = 0.21178;

  /** The same of single steps. */
  private static final double EQUAL = 0.25;

  private final PosteriorPass pass;
  private final GaussianReference.OfPass reference;
  private final double gamma;
  private final Slab velocity;
  private final Slab displacement;
  private final Slab spare;
  private final Slab centres;
  private final List<Move> owned = new ArrayList<>();
  private final List<GaussianReference.OfPass.Correction> corrections = new ArrayList<>();
  private final Kick outer;
  private final Kick odd;
  private final Kick even;
  private final Turn turn;
  private final StepLoop begin;
  private final StepLoop toOdd;
  private final StepLoop toEven;
  private final StepLoop end;

  Rotation(PosteriorPass pass, GaussianReference reference) {
    this.pass = pass;
    this.reference = reference.of(pass.kernels(), pass.w());
    this.gamma = pass.posterior().gamma();
    this.velocity = beside(pass);
    this.displacement = beside(pass);
    this.spare = beside(pass);
    this.centres = pass.w().repeatBeside(pass.chains(), pass.posterior().centre());
    this.outer = kick();
    this.odd = kick();
    this.even = kick();
    this.turn = turn();
    this.begin =
        pass.loop(
            () -> {
              placed();
              outer.run();
              turnAndEvaluate();
            });
    this.toOdd =
        pass.loop(
            () -> {
              odd.run();
              turnAndEvaluate();
            });
    this.toEven =
        pass.loop(
            () -> {
              even.run();
              turnAndEvaluate();
            });
    this.end = pass.loop(outer::run);
  }

  private static Slab beside(PosteriorPass pass) {
    return pass.w().zerosBeside(pass.chains(), pass.w().columns());
  }

  /** M^-1 p of every chain. */
  Slab velocity() {
    return velocity;
  }

  /** The reference is that of the pass's posterior: the data's part of it grows with nBeta. */
  @Override
  public void temper(double nBeta) {
    reference.scale(nBeta / pass.posterior().nBeta());
  }

  @Override
  public void refresh(NoiseStreams noise, Clock clock) {
    pass.kernels().normals(velocity, noise, clock);
    reference.velocities(velocity);
  }

  @Override
  public Slab kinetic() {
    return reference.energies(velocity);
  }

  @Override
  public void move(double nBeta, double angle, int kicks) {
    double share = kicks % 2 == 0 ? OUTER : EQUAL;
    outer.set(nBeta, 2 * share * angle);
    odd.set(nBeta, (2 - 4 * share) * angle);
    even.set(nBeta, 4 * share * angle);
    turn.set(angle);
    begin.run();
    for (int i = 1; i < kicks; i++) {
      (i % 2 == 1 ? toOdd : toEven).run();
    }
    end.run();
  }

  private void turnAndEvaluate() {
    turn.run();
    pass.evaluateAll();
  }

  /** The velocities: what else there is follows from where the chains are. */
  @Override
  public void state(State at) {
    velocity.state(at.in("velocity"));
  }

  /** Begins where the chains are. */
  void placed() {
    pass.kernels().accumulate(displacement, 0, pass.w(), 1);
    pass.kernels().accumulate(displacement, 1, centres, -1);
  }

  /** v times {@code keep}, and {@code spread} times velocities from their law. */
  void mixVelocity(double keep, double spread, NoiseStreams noise) {
    pass.kernels().normals(spare, noise, pass.clock());
    reference.velocities(spare);
    pass.kernels().accumulate(velocity, keep, spare, spread);
  }

  /** A kick whose time can be set between steps. */
  Kick kick() {
    return new Kick();
  }

  /** v - time x: with a kick of that time, the whole force, of the Gaussian too. */
  void pull(double time) {
    pass.kernels().accumulate(velocity, 1, displacement, -time);
  }

  /** x + time v, in place of a turn; w follows. */
  void drift(double time) {
    pass.kernels().accumulate(displacement, 1, velocity, time);
    follow();
  }

  private void follow() {
    pass.kernels().accumulate(pass.w(), 0, centres, 1);
    pass.kernels().accumulate(pass.w(), 1, displacement, 1);
  }

  /** A turn whose angle can be set between steps. */
  Turn turn() {
    return new Turn();
  }

  private Move linear(Slab sum, Slab term) {
    Move move = Move.of(Update.LINEAR, new double[2], sum, term);
    owned.add(move);
    return move;
  }

  /** v - time M^-1 grad R, with the gradient of the pass. */
  final class Kick {
    private final Move isotropic = linear(velocity, pass.gradient());
    private final GaussianReference.OfPass.Correction correction =
        reference.correction(
            new GaussianReference.OfPass.Kicked(displacement, pass.gradient()), velocity, spare);

    private Kick() {
      corrections.add(correction);
    }

    void set(double nBeta, double time) {
      isotropic.set(new double[] {1, -time * nBeta / gamma});
      correction.set(nBeta, time);
    }

    void run() {
      pass.kernels().update(isotropic);
      correction.run();
    }
  }

  /** x and v by an angle; w follows. */
  final class Turn {
    private final Move place = linear(displacement, velocity);
    private final Move ofVelocity = linear(velocity, spare);

    private Turn() {}

    void set(double angle) {
      place.set(new double[] {Math.cos(angle), Math.sin(angle)});
      ofVelocity.set(new double[] {Math.cos(angle), -Math.sin(angle)});
    }

    void run() {
      Kernels kernels = pass.kernels();
      kernels.accumulate(spare, 0, displacement, 1);
      kernels.update(place);
      kernels.update(ofVelocity);
      follow();
    }
  }

  @Override
  public void close() {
    owned.forEach(Move::close);
    corrections.forEach(GaussianReference.OfPass.Correction::close);
    reference.close();
    velocity.close();
    displacement.close();
    spare.close();
    centres.close();
  }
}
