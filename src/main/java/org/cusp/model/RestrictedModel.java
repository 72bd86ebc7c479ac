package org.cusp.model;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/**
 * A model of which only some parameters are free: its parameter vector has the free ones alone, in
 * their order ({@link Restriction#freeSpace}), and the others stand where they were frozen. Loss
 * and outputs are those of the whole model there; the gradient is the free part of its gradient.
 *
 * <p>Wholly frozen tensors are not copied for each chain: all evaluators of this object, in
 * whichever threads, read one row of them, which is there as long as any evaluator is open.
 */
public final class RestrictedModel implements Model {
  private final PlacedModel base;
  private final Restriction restriction;
  private final ParamSpace space;
  private final double[] frozenAt;
  private final FrozenTensors frozenTensors;

  private RestrictedModel(PlacedModel base, Restriction restriction, double[] frozenAt) {
    this.base = base;
    this.restriction = restriction;
    this.space = restriction.freeSpace();
    this.frozenAt = frozenAt;
    this.frozenTensors = new FrozenTensors(restriction, frozenAt);
  }

  /**
   * The restriction of a model.
   *
   * @param restriction of the parameters of this model
   * @param w all parameters of the model: the frozen ones keep these values. Taken over, not copied
   * @throws InvalidInput if the restriction is of another parameter space, or the model is itself
   *     one in other coordinates, which are to be put on top of a restriction
   */
  public static RestrictedModel of(Model model, Restriction restriction, double[] w) {
    Check.equal("parameters", w.length, model.size());
    if (!restriction.space().equals(model.parameters())) {
      throw new InvalidInput("a restriction of another model: its tensors are others");
    }
    if (!(model instanceof PlacedModel base)) {
      throw new InvalidInput("a model of type " + model.type() + " cannot be restricted");
    }
    return new RestrictedModel(base, restriction, w);
  }

  @Override
  public String type() {
    return base.type();
  }

  @Override
  public String describe() {
    return base.describe();
  }

  /** The free parameters alone. */
  @Override
  public ParamSpace parameters() {
    return space;
  }

  /** Those of the whole model, as far as they are free. */
  @Override
  public List<ParamSpace.Tensor> offsets() {
    List<String> names = base.offsets().stream().map(ParamSpace.Tensor::name).toList();
    return space.tensors().stream().filter(tensor -> names.contains(tensor.name())).toList();
  }

  /** Those of the whole model that were left free. */
  @Override
  public List<ParamSpace.Tensor> fixed() {
    List<String> names = base.fixed().stream().map(ParamSpace.Tensor::name).toList();
    return space.tensors().stream().filter(tensor -> names.contains(tensor.name())).toList();
  }

  @Override
  public int inputs() {
    return base.inputs();
  }

  @Override
  public double multiplications() {
    return base.multiplications();
  }

  @Override
  public void requireInputs(DataSet data) {
    base.requireInputs(data);
  }

  @Override
  public int sliceUpTo(int most) {
    return base.sliceUpTo(most);
  }

  @Override
  public Likelihood likelihood() {
    return base.likelihood();
  }

  /** The free ones of the whole model's initial parameters. */
  @Override
  public double[] initialise(RandomStream stream) {
    return restriction.select(base.initialise(stream));
  }

  @Override
  public boolean isLinearInInputs() {
    return base.isLinearInInputs();
  }

  @Override
  public Evaluator evaluator(Kernels kernels, Slab w, int capacity) {
    return new RestrictedEvaluator(this, kernels, w, capacity);
  }

  /** Which parameters are free. */
  public Restriction restriction() {
    return restriction;
  }

  /** The free ones of all parameters of the whole model. */
  public double[] fromWhole(double[] all) {
    return restriction.select(all);
  }

  /** All parameters of the whole model, the frozen ones among them. */
  public double[] toWhole(double[] free) {
    return restriction.insert(free, frozenAt);
  }

  /** Parts of tensors are put in their places on the host. */
  @Override
  public boolean isOnHost() {
    return base.isOnHost()
        || restriction.counts().stream().anyMatch(it -> !it.isWhole() && !it.isFrozen());
  }

  PlacedModel base() {
    return base;
  }

  double[] frozenAt() {
    return frozenAt;
  }

  FrozenTensors frozenTensors() {
    return frozenTensors;
  }

  @Override
  public String toString() {
    return base + ", " + restriction.size() + " of " + base.size() + " parameters free";
  }
}
