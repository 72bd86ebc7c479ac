package org.cusp.model.layer.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;
import org.cusp.model.layer.BatchNorm;
import org.cusp.model.layer.Dense;
import org.cusp.model.layer.Gated;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerNorm;
import org.cusp.model.layer.LayerText;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.LeakyRelu;
import org.cusp.model.layer.Pointwise;
import org.cusp.model.layer.Residual;
import org.cusp.model.layer.RmsNorm;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.Shared;
import org.cusp.model.layer.Sum;
import org.cusp.model.layer.Unchanged;
import org.cusp.model.layer.image.AvgPool2d;
import org.cusp.model.layer.image.Conv2d;
import org.cusp.model.layer.image.MaxPool2d;
import org.cusp.model.layer.image.PadChannels;
import org.cusp.model.layer.sequence.Attention;
import org.cusp.model.layer.sequence.Embedding;
import org.cusp.model.layer.sequence.Positions;
import org.cusp.model.layer.sequence.Select;
import org.cusp.model.layer.sequence.Tied;
import org.cusp.tensor.Activation;

/** The registry of layers, and their reader. */
@Registry("a layer")
public final class Layers {
  private static final List<LayerType> OWN =
      List.of(
          Dense.TYPE, //
          Conv2d.TYPE,
          MaxPool2d.TYPE,
          AvgPool2d.TYPE,
          AvgPool2d.GLOBAL,
          Unchanged.FLATTEN.layerType(),
          Unchanged.DROPOUT.layerType(),
          LayerNorm.TYPE,
          Embedding.TYPE,
          Positions.TYPE,
          Tied.TYPE,
          RmsNorm.TYPE,
          Gated.TYPE,
          Attention.TYPE,
          Select.TYPE,
          BatchNorm.TYPE,
          PadChannels.TYPE,
          LeakyRelu.TYPE,
          Sum.TYPE,
          Shared.TYPE,
          Residual.TYPE,
          Sequential.TYPE);

  /** All that a spec file may name. */
  public static final List<LayerType> ALL = Stream.concat(OWN.stream(), activations()).toList();

  private Layers() {}

  private static Stream<LayerType> activations() {
    return Arrays.stream(Activation.values())
        .filter(activation -> activation != Activation.IDENTITY)
        .map(Pointwise::typeOf)
        .filter(type -> !type.name().equals(LeakyRelu.TYPE.name()));
  }

  /**
   * Layers one after the other, as a spec file lists them. Each is a name, or a mapping of one name
   * to a value or to keys and values.
   *
   * @param place what messages put before the name of a layer, such as "model."
   * @param prefix what names of layers begin with, such as "layers."
   */
  public static Sequential read(String place, String prefix, List<?> items) {
    if (items.isEmpty()) {
      throw new InvalidInput(place + prefix + "0 is missing: a list of layers needs at least one");
    }
    List<Layer> layers = new ArrayList<>();
    for (Object item : items) {
      layers.add(read(place + prefix + layers.size(), item));
    }
    return Sequential.numbered(prefix, layers);
  }

  private static Layer read(String place, Object item) {
    if (item instanceof String name) {
      return read(place, name, Optional.empty());
    }
    if (item instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      return read(place, String.valueOf(only.getKey()), Optional.ofNullable(only.getValue()));
    }
    throw new InvalidInput(
        place + " must be a layer such as tanh or dense: 32, got " + LayerText.shown(item));
  }

  private static Layer read(String place, String name, Optional<Object> value) {
    LayerType type =
        ALL.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    Nearest.unknown(
                        "layer at " + place,
                        LayerText.shown(name),
                        ALL.stream().map(LayerType::name).toList()));
    return type.reader()
        .apply(
            new LayerText(
                place,
                name,
                value.map(it -> keyed(place, type, it)).orElse(Map.of()),
                Layers::read));
  }

  private static Map<String, Object> keyed(String place, LayerType type, Object value) {
    if (type.keys().isEmpty()) {
      throw new InvalidInput(
          place + " (" + type.name() + ") takes no value, got " + LayerText.shown(value));
    }
    if (!(value instanceof Map<?, ?> map)) {
      return Map.of(type.keys().get(0), value);
    }
    Map<String, Object> keyed = new LinkedHashMap<>();
    map.forEach(
        (key, entry) -> {
          if (!type.keys().contains(String.valueOf(key))) {
            throw Nearest.unknown(
                "key of " + type.name() + " at " + place, LayerText.shown(key), type.keys());
          }
          keyed.put(String.valueOf(key), entry);
        });
    return keyed;
  }
}
