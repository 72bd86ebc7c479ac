package org.cusp.foreign.transformer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Settings;
import org.cusp.foreign.plan.Slice;

/** Parts that transformers share, as layers with what their parameters are in a file. */
final class Parts {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";
  private static final double USUAL_EPS = 1e-5;
  private static final double USUAL_BASE = 10000;
  private static final Map<String, String> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("gelu", "gelu"),
          Map.entry("gelu_new", "gelu-tanh"),
          Map.entry("gelu_fast", "gelu-tanh"),
          Map.entry("gelu_pytorch_tanh", "gelu-tanh"),
          Map.entry("relu", "relu"),
          Map.entry("silu", "silu"),
          Map.entry("swish", "silu"),
          Map.entry("tanh", "tanh"),
          Map.entry("sigmoid", "sigmoid"));

  private Parts() {}

  /** The layer that an activation of a configuration is. */
  static String activation(Settings settings, String key, String otherwise) {
    String word = settings.word(key, otherwise);
    String layer = ACTIVATIONS.get(word);
    if (layer == null) {
      throw new InvalidInput(
          settings.source()
              + ": "
              + Nearest.unknown("activation", word, ACTIVATIONS.keySet()).getMessage());
    }
    return layer;
  }

  /** Keys and values of a layer, in this order. */
  static Map<String, Object> keys(Object... keysAndValues) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keys.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return keys;
  }

  /** A layer without keys, or with those there are. */
  static Object layer(String name, Map<String, Object> keys) {
    return keys.isEmpty() ? name : Map.of(name, keys);
  }

  /** A layer norm of these tensors, which may have no bias. */
  static void layerNorm(PlanBuilder plan, String weight, String bias, double eps) {
    Map<String, Object> keys = eps == USUAL_EPS ? keys() : keys("eps", eps);
    Map<String, String> own = new LinkedHashMap<>(Map.of(WEIGHT, weight));
    if (plan.file().has(bias)) {
      own.put(BIAS, bias);
    } else {
      keys.put(BIAS, false);
    }
    plan.whole(layer("layer-norm", keys), own);
  }

  /** The same under one name. */
  static void layerNorm(PlanBuilder plan, String name, double eps) {
    layerNorm(plan, name + ".weight", name + ".bias", eps);
  }

  static void rmsNorm(PlanBuilder plan, String name, double eps) {
    plan.whole(Map.of("rms-norm", keys("eps", eps)), Map.of(WEIGHT, name + ".weight"));
  }

  /** A dense layer of a matrix outputs x inputs under its name. */
  static void dense(PlanBuilder plan, String name, int outputs, int inputs) {
    FileTensors file = plan.file();
    file.require(name + ".weight", outputs, inputs);
    Map<String, String> own = new LinkedHashMap<>(Map.of(WEIGHT, name + ".weight"));
    if (file.has(name + ".bias")) {
      file.require(name + ".bias", outputs);
      own.put(BIAS, name + ".bias");
    }
    plan.whole(dense(outputs, own.size() > 1), own);
  }

  /** A dense layer of a matrix inputs x outputs, transposed. */
  static void turned(PlanBuilder plan, String weight, Optional<String> bias, int in, int out) {
    plan.file().require(weight, in, out);
    Map<String, Slice> own = new LinkedHashMap<>();
    own.put(WEIGHT, Slice.transposed(weight, in, out));
    bias.ifPresent(name -> own.put(BIAS, Slice.whole(name, plan.file().require(name, out))));
    plan.add(dense(out, bias.isPresent()), own);
  }

  private static Object dense(int outputs, boolean biased) {
    return Map.of("dense", biased ? outputs : keys("outputs", outputs, BIAS, false));
  }

  static void embedding(PlanBuilder plan, String name, int vocabulary, int width) {
    plan.file().require(name, vocabulary, width);
    plan.whole(
        Map.of("embedding", keys("vocabulary", vocabulary, "width", width)), Map.of(WEIGHT, name));
  }

  static void positions(PlanBuilder plan, String name, int length, int width) {
    plan.file().require(name, length, width);
    plan.whole(Map.of("positions", length), Map.of(WEIGHT, name));
  }

  /** One matrix embeds and unembeds. */
  static void tied(
      PlanBuilder plan, String name, int vocabulary, int width, Consumer<PlanBuilder> inner) {
    plan.file().require(name, vocabulary, width);
    plan.within(
        inner,
        layers -> Map.of("tied", keys("vocabulary", vocabulary, "width", width, "layers", layers)),
        Map.of(WEIGHT, Slice.whole(name, plan.file().require(name))));
  }

  /** Blocks that read the same and are added: x + F(x) + G(x). */
  static void parallel(PlanBuilder plan, Consumer<PlanBuilder> first, Consumer<PlanBuilder> other) {
    plan.residual(inner -> inner.sum(List.of(first, other)));
  }

  /** Refuses angles of positions that are not those of the plain rotation. */
  static void requirePlainRotary(Settings settings) {
    for (String key :
        List.of("rope_scaling.rope_type", "rope_scaling.type", "rope_parameters.rope_type")) {
      String type = settings.word(key, "default");
      if (!type.equals("default")) {
        throw new InvalidInput(
            settings.source() + ": " + key + " must be default, got '" + type + "'");
      }
    }
  }

  /** Of the angles of positions. */
  static double rotaryBase(Settings settings, String older) {
    return settings.number(
        "rope_parameters.rope_theta",
        settings.number("rope_theta", settings.number(older, USUAL_BASE)));
  }

  /** Heads of this width, or those said. */
  static int divided(Settings settings, int width, int heads) {
    if (width % heads != 0) {
      throw new InvalidInput(
          settings.source() + ": the width " + width + " is not divided by " + heads + " heads");
    }
    return width / heads;
  }
}
