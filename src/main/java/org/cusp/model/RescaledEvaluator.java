package org.cusp.model;

import java.util.List;
import org.cusp.model.batch.Batch;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/** Evaluates a {@link RescaledModel}: the chains' w = s u is kept in working memory. */
final class RescaledEvaluator implements Evaluator {
  private final Kernels kernels;
  private final ParamSpace space;
  private final double[] scales;
  private final List<MatrixStack> scaled;
  private final Slab w;
  private final List<MatrixStack> unscaled;
  private final Evaluator base;
  private Slab bound;
  private List<MatrixStack> slopes;

  RescaledEvaluator(RescaledModel model, Kernels kernels, Slab u, int capacity) {
    this.kernels = kernels;
    this.space = model.parameters();
    this.scales = space.tensors().stream().mapToDouble(model.scales()::of).toArray();
    this.scaled = rows(u);
    this.w = u.zerosBeside(u.rows(), u.columns());
    this.unscaled = rows(w);
    this.base = model.base().evaluator(kernels, w, capacity);
  }

  private List<MatrixStack> rows(Slab slab) {
    return space.tensors().stream()
        .map(tensor -> MatrixStack.of(slab, tensor.offset(), 1, tensor.size()))
        .toList();
  }

  private void scale(List<MatrixStack> from, List<MatrixStack> to) {
    for (int t = 0; t < scales.length; t++) {
      kernels.scale(from.get(t), scales[t], to.get(t));
    }
  }

  @Override
  public void losses(Batch batch, Slab losses) {
    scale(scaled, unscaled);
    base.losses(batch, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Slab gradient, Slab losses) {
    if (bound != gradient) {
      slopes = rows(gradient);
      bound = gradient;
    }
    scale(scaled, unscaled);
    base.lossesAndGradient(batch, gradient, losses);
    scale(slopes, slopes);
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    scale(scaled, unscaled);
    return base.outputs(batch);
  }

  @Override
  public void close() {
    base.close();
    w.close();
  }
}
