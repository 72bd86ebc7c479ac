package org.cusp.model;

import org.cusp.model.batch.Batch;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/** All tensors in one slab, all their gradients in another. */
final class WholeEvaluator implements Evaluator {
  private final ParamSpace space;
  private final PlacedEvaluator evaluator;
  private Slab bound;
  private Places places;

  WholeEvaluator(ParamSpace space, PlacedEvaluator evaluator) {
    this.space = space;
    this.evaluator = evaluator;
  }

  @Override
  public void losses(Batch batch, Slab losses) {
    evaluator.losses(batch, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Slab gradient, Slab losses) {
    if (bound != gradient) {
      bound = gradient;
      places = Places.of(space, gradient);
    }
    evaluator.lossesAndGradient(batch, places, losses);
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    return evaluator.outputs(batch);
  }

  @Override
  public void close() {
    evaluator.close();
  }
}
