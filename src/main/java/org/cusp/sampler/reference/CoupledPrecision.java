package org.cusp.sampler.reference;

import java.util.List;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/**
 * Stiff directions that have to do with each other: with D = gamma + d
 *
 * <pre>
 * M     = D^1/2 (I + W' diag(s) W) D^1/2
 * M^-1  = D^-1/2 (I - W' diag(s / (1 + s)) W) D^-1/2
 * R     = D^-1/2 (I + W' diag((1 + s)^-1/2 - 1) W),   R R' = M^-1
 * </pre>
 */
final class CoupledPrecision implements InsidePrecision {
  /** Operands: target, coordinates, stiffness; factor gamma: D^-1/2 in units of gamma. */
  private static final Update NARROW =
      Update.named("narrow").set(0, Term.value(1).times(OwnPrecision.width(2))).inDouble();

  /** Operands: target, coordinates, stiffness; factor gamma: D^1/2. */
  private static final Update STIFF =
      Update.named("stiff")
          .set(0, Term.value(1).times(Term.factor(0).plus(Term.value(2)).root()))
          .inDouble();

  /** Operands: coordinates, what they become, stiffness; factor gamma. */
  private static final Update BESIDE =
      Update.named("beside")
          .set(0, Term.value(1).times(OwnPrecision.width(2)).minus(Term.value(0)))
          .inDouble();

  /** Operands: coordinates, what stays of them, stiffness; factors gamma, time. */
  private static final Update CORRECT =
      Update.named("correct-coupled")
          .set(
              0,
              Term.factor(1).times(Term.value(0).minus(Term.value(1).times(OwnPrecision.width(2)))))
          .inDouble();

  /** Operands: numbers along W, s. */
  private static final Update ROOT =
      Update.named("coupled-root")
          .set(
              0,
              Term.value(0)
                  .times(
                      Term.constant(1)
                          .over(Term.constant(1).plus(Term.value(1)).root())
                          .minus(Term.constant(1))))
          .inDouble();

  /** Operands: numbers along W, s. */
  private static final Update INVERSE =
      Update.named("coupled-inverse")
          .set(
              0,
              Term.value(0)
                  .times(
                      Term.constant(0)
                          .minus(Term.value(1).over(Term.constant(1).plus(Term.value(1))))))
          .inDouble();

  private final Kernels kernels;
  private final double gamma;
  private final Directions.OfPass shared;
  private final Slab inside;
  private final Slab stiffness;
  private final Slab spare;
  private final Slab along;
  private final Slab excess;
  private final Move narrow;
  private final Move stiff;
  private final Move beside;
  private final Move root;
  private final Move inverse;
  private final Move energy;
  private final Move energyAlong;

  /**
   * For the chains of a pass.
   *
   * @param w their parameters
   * @param stiffness d [k]
   * @param energies of every chain, [chains, 1]
   */
  CoupledPrecision(
      Kernels kernels, double gamma, Slab w, double[] stiffness, Coupling coupling, Slab energies) {
    int k = stiffness.length;
    double[] unit = {gamma};
    this.kernels = kernels;
    this.gamma = gamma;
    this.inside = w.zerosBeside(w.rows(), k);
    this.spare = w.zerosBeside(w.rows(), k);
    this.along = w.zerosBeside(w.rows(), coupling.count());
    this.stiffness = w.doublesBeside(1, k);
    this.excess = w.doublesBeside(1, coupling.count());
    this.stiffness.setRow(0, stiffness);
    this.excess.setRow(0, coupling.excess());
    this.shared = new StiffRows(coupling.directions()).of(kernels, inside);
    this.narrow = Move.of(NARROW, unit, spare, inside, this.stiffness);
    this.stiff = Move.of(STIFF, unit, spare, inside, this.stiffness);
    this.beside = Move.of(BESIDE, unit, inside, spare, this.stiffness);
    this.root = Move.of(ROOT, new double[0], along, excess);
    this.inverse = Move.of(INVERSE, new double[0], along, excess);
    this.energy =
        Move.of(OwnPrecision.ENERGY, new double[0], inside, this.stiffness).summing(energies);
    this.energyAlong = Move.of(OwnPrecision.ENERGY, new double[0], along, excess).summing(energies);
  }

  @Override
  public Slab coordinates() {
    return inside;
  }

  @Override
  public void stiffness(double[] others) {
    stiffness.setRow(0, others);
  }

  @Override
  public void spread() {
    kernels.accumulate(spare, 0, inside, 1);
    shared.project(spare, along);
    kernels.update(root);
    shared.addTo(along, spare);
    kernels.update(beside);
  }

  @Override
  public void addEnergies() {
    kernels.update(energy);
    kernels.update(stiff);
    shared.project(spare, along);
    kernels.update(energyAlong);
  }

  @Override
  public Missing missing() {
    Move correct = Move.of(CORRECT, new double[] {gamma, 0}, inside, spare, stiffness);
    return new Missing(kernels, gamma, this::withoutWhatIsShared, correct);
  }

  /** What stays of the coordinates, in the spare ones. */
  private void withoutWhatIsShared() {
    kernels.update(narrow);
    shared.project(spare, along);
    kernels.update(inverse);
    shared.addTo(along, spare);
  }

  @Override
  public void close() {
    List.of(narrow, stiff, beside, root, inverse, energy, energyAlong).forEach(Move::close);
    shared.close();
    List.of(inside, stiffness, spare, along, excess).forEach(Slab::close);
  }
}
