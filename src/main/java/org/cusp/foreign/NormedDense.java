package org.cusp.foreign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.foreign.plan.Slice;

/**
 * Dense layers and the batch normalisations between them, as layers of Cusp. A file does not say
 * whether these stand before the activation or after it.
 *
 * @param first that of the inputs
 * @param after the normalisation of a layer's outputs, by the layer
 */
record NormedDense(
    FileTensors file, LayerSequence sequence, Optional<Layer> first, Map<Layer, Layer> after) {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  /** The readings; none where a normalisation has no factors or terms of its own. */
  List<Reading> readings() {
    boolean whole =
        Stream.concat(first.stream(), after.values().stream())
            .allMatch(norm -> norm.scale().isPresent() && norm.shift().isPresent());
    if (!whole) {
      return List.of();
    }
    List<Layer> dense = sequence.layers();
    boolean open = dense.subList(0, dense.size() - 1).stream().anyMatch(after::containsKey);
    return open
        ? List.of(
            new Reading(Optional.of("batch norm before activations"), to -> plan(true, to)),
            new Reading(Optional.of("batch norm after activations"), to -> plan(false, to)))
        : List.of(new Reading(Optional.empty(), to -> plan(true, to)));
  }

  private Plan plan(boolean before, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    first.ifPresent(norm -> normalise(plan, norm, open));
    List<Layer> layers = sequence.layers();
    for (Layer layer : layers) {
      dense(plan, layer);
      Optional<Layer> norm = Optional.ofNullable(after.get(layer));
      boolean last = layer == layers.get(layers.size() - 1);
      if (before || last) {
        norm.ifPresent(it -> normalise(plan, it, open));
      }
      if (!last) {
        plan.bend(open.activation());
      }
      if (!before && !last) {
        norm.ifPresent(it -> normalise(plan, it, open));
      }
    }
    return plan.plan(Shape.vector(sequence.widths().get(0)));
  }

  private void dense(PlanBuilder plan, Layer layer) {
    LayerSequence.Storage storage = sequence.storage();
    int inputs = storage.inputs(layer);
    int outputs = storage.outputs(layer);
    String weight = layer.weight().name();
    Map<String, Slice> own = new LinkedHashMap<>();
    own.put(
        WEIGHT,
        storage == LayerSequence.Storage.OUTPUTS_FIRST
            ? Slice.run(weight, 0, Math.multiplyExact(inputs, outputs))
            : Slice.transposed(weight, inputs, outputs));
    layer.bias().ifPresent(bias -> own.put(BIAS, Slice.run(bias.name(), 0, outputs)));
    plan.add(
        layer.bias().isPresent()
            ? Map.of("dense", outputs)
            : Map.of("dense", Map.of("outputs", outputs, BIAS, false)),
        own);
  }

  private void normalise(PlanBuilder plan, Layer norm, Open open) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put(WEIGHT, norm.scale().orElseThrow().name());
    own.put(BIAS, norm.shift().orElseThrow().name());
    own.put("running_mean", norm.mean().name());
    own.put("running_var", norm.variance().name());
    boolean usual = open.eps() == Open.USUAL.eps();
    plan.whole(usual ? "batch-norm" : Map.of("batch-norm", Map.of("eps", open.eps())), own);
  }
}
