package org.cusp.sampler.reference;

import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.Term;
import org.cusp.tensor.update.Update;

/** Stiff directions that have nothing to do with each other: M = diag(gamma + d). */
final class OwnPrecision implements InsidePrecision {
  /** Operands: coordinates, stiffness; factor gamma. */
  private static final Update SPREAD =
      Update.named("spread")
          .set(0, Term.value(0).times(width(1).minus(Term.constant(1))))
          .inDouble();

  /** Operands: coordinates, stiffness; adds the energy of the stiff directions. */
  static final Update ENERGY =
      Update.named("stiff-energy")
          .with(new Update.Sum.Added(Term.value(1).times(Term.value(0)).times(Term.value(0))))
          .inDouble();

  /** Operands: coordinates of x + (nBeta/gamma) g, stiffness; factors gamma, time. */
  private static final Update CORRECT =
      Update.named("correct")
          .set(
              0,
              Term.value(0)
                  .times(
                      Term.factor(1).times(Term.value(1)).over(Term.factor(0).plus(Term.value(1)))))
          .inDouble();

  /** (gamma / (gamma + d))^1/2, with factor 0 = gamma and d that operand. */
  static Term width(int stiffness) {
    return Term.factor(0).over(Term.factor(0).plus(Term.value(stiffness))).root();
  }

  private final Kernels kernels;
  private final double gamma;
  private final Slab inside;
  private final Slab stiffness;
  private final Move spread;
  private final Move energy;

  /**
   * For the chains of a pass.
   *
   * @param w their parameters
   * @param stiffness d [k]
   * @param energies of every chain, [chains, 1]
   */
  OwnPrecision(Kernels kernels, double gamma, Slab w, double[] stiffness, Slab energies) {
    int k = stiffness.length;
    this.kernels = kernels;
    this.gamma = gamma;
    this.inside = w.zerosBeside(w.rows(), k);
    this.stiffness = w.doublesBeside(1, k);
    this.stiffness.setRow(0, stiffness);
    this.spread = Move.of(SPREAD, new double[] {gamma}, inside, this.stiffness);
    this.energy = Move.of(ENERGY, new double[0], inside, this.stiffness).summing(energies);
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
    kernels.update(spread);
  }

  @Override
  public void addEnergies() {
    kernels.update(energy);
  }

  @Override
  public Missing missing() {
    Move correct = Move.of(CORRECT, new double[] {gamma, 0}, inside, stiffness);
    return new Missing(kernels, gamma, () -> {}, correct);
  }

  @Override
  public void close() {
    spread.close();
    energy.close();
    inside.close();
    stiffness.close();
  }
}
