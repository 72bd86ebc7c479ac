package org.cusp.model;

import java.util.HashMap;
import java.util.Map;
import org.cusp.model.batch.Batch;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Evaluates a {@link RestrictedModel}: wholly free tensors where the chains have them, frozen ones
 * in the row that all chains share, partly free ones in working memory.
 */
final class RestrictedEvaluator implements Evaluator {
  private final Slab w;
  private final Map<String, Integer> wholes;
  private final FrozenTensors frozen;
  private final PartlyFree partly;
  private final PlacedEvaluator base;
  private Slab bound;
  private Places gradientPlaces;

  RestrictedEvaluator(RestrictedModel model, Kernels kernels, Slab w, int capacity) {
    this.w = w;
    this.wholes = wholes(model.restriction());
    this.frozen = model.frozenTensors();
    this.partly = new PartlyFree(model.restriction(), model.frozenAt(), w);
    Map<String, Places.Place> values = places(w);
    values.putAll(partly.values());
    values.putAll(frozen.lend(w));
    this.base = model.base().placed(kernels, new Places(values), capacity);
  }

  /** Where the wholly free tensors begin among the free parameters, by name. */
  private static Map<String, Integer> wholes(Restriction restriction) {
    Map<String, Integer> offsets = new HashMap<>();
    int offset = 0;
    for (Restriction.Count count : restriction.counts()) {
      if (count.isWhole()) {
        offsets.put(count.tensor().name(), offset);
      }
      offset += count.free();
    }
    return offsets;
  }

  private Map<String, Places.Place> places(Slab slab) {
    Map<String, Places.Place> places = new HashMap<>();
    wholes.forEach((name, offset) -> places.put(name, new Places.Place(slab, offset)));
    return places;
  }

  @Override
  public void losses(Batch batch, Slab losses) {
    partly.scatter(w);
    base.losses(batch, losses);
  }

  @Override
  public void lossesAndGradient(Batch batch, Slab gradient, Slab losses) {
    if (bound != gradient) {
      Map<String, Places.Place> places = places(gradient);
      places.putAll(partly.gradients());
      gradientPlaces = new Places(places);
      bound = gradient;
    }
    partly.scatter(w);
    base.lossesAndGradient(batch, gradientPlaces, losses);
    partly.gather(gradient);
  }

  @Override
  public MatrixStack outputs(Batch batch) {
    partly.scatter(w);
    return base.outputs(batch);
  }

  @Override
  public void close() {
    base.close();
    partly.close();
    frozen.giveBack(w);
  }
}
