package org.cusp.spec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Registry;
import org.cusp.data.Shape;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.LayerNetwork;
import org.cusp.model.Mlp;
import org.cusp.model.Model;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.registry.Layers;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.tensor.Activation;

/** The registry of models: the name in a spec file, the keys it takes, and its reader. */
@Registry("a model")
public enum ModelType {
  MLP("mlp", List.of(Keys.WIDTHS, Keys.ACTIVATION, Keys.BIAS)) {
    @Override
    Model read(Section section, Likelihood likelihood) {
      Activation activation =
          section
              .choice(Keys.ACTIVATION, Activation.values(), ModelType::idOf)
              .orElse(DEFAULT_ACTIVATION);
      Mlp.Biases biases =
          section.truth(Keys.BIAS).orElse(true) ? Mlp.Biases.PRESENT : Mlp.Biases.ABSENT;
      return new Mlp(section.wholes(Keys.WIDTHS), activation, likelihood, biases);
    }

    @Override
    Optional<InvalidInput> missing(Section section, Model model) {
      boolean hidden = ((Mlp) model).widths().size() > 2;
      return hidden && !section.has(Keys.ACTIVATION)
          ? Optional.of(
              new InvalidInput(
                  Keys.model(Keys.ACTIVATION)
                      + " is not stated, and the function depends on it: give one of "
                      + String.join(
                          ", ", Arrays.stream(Activation.values()).map(ModelType::idOf).toList())))
          : Optional.empty();
    }

    @Override
    Model resized(Model model, List<Integer> widths) {
      Mlp mlp = (Mlp) model;
      return new Mlp(widths, mlp.activation(), mlp.likelihood(), mlp.biases());
    }

    @Override
    List<Integer> widths(Model model) {
      return ((Mlp) model).widths();
    }

    @Override
    Map<String, String> facts(Model model) {
      Mlp mlp = (Mlp) model;
      Map<String, String> facts =
          architecture(mlp.widths(), Map.of(Keys.ACTIVATION, idOf(mlp.activation())));
      if (mlp.biases() == Mlp.Biases.ABSENT) {
        facts.put(Keys.BIAS, "false");
      }
      return facts;
    }
  },
  DEEP_LINEAR("deep-linear", List.of(Keys.WIDTHS)) {
    @Override
    Model read(Section section, Likelihood likelihood) {
      return new DeepLinearNetwork(section.wholes(Keys.WIDTHS), likelihood);
    }

    @Override
    Model resized(Model model, List<Integer> widths) {
      return new DeepLinearNetwork(widths, model.likelihood());
    }

    @Override
    List<Integer> widths(Model model) {
      return ((DeepLinearNetwork) model).widths();
    }

    @Override
    Map<String, String> facts(Model model) {
      return architecture(((DeepLinearNetwork) model).widths(), Map.of());
    }
  },
  LAYERS("layers", List.of(Keys.INPUTS, Keys.LAYERS)) {
    @Override
    Model read(Section section, Likelihood likelihood) {
      return new LayerNetwork(inputs(section), layers(section), likelihood);
    }

    @Override
    Shape outputs(Section section) {
      return layers(section).output(inputs(section));
    }

    private Shape inputs(Section section) {
      List<Integer> axes =
          section.isList(Keys.INPUTS)
              ? section.wholes(Keys.INPUTS)
              : List.of(section.whole(Keys.INPUTS).orElseThrow(() -> section.missing(Keys.INPUTS)));
      axes.forEach(length -> Check.atLeast(Keys.model(Keys.INPUTS), length, 1));
      return new Shape(axes);
    }

    private Sequential layers(Section section) {
      return Layers.read(Keys.model(""), Keys.LAYERS + ".", section.list(Keys.LAYERS));
    }

    @Override
    Model resized(Model model, List<Integer> widths) {
      throw noWidths();
    }

    @Override
    List<Integer> widths(Model model) {
      throw noWidths();
    }

    private InvalidInput noWidths() {
      return new InvalidInput(
          Keys.model(Keys.TYPE) + " " + id() + " has no widths that could be set from outside");
    }

    @Override
    String sizeKey() {
      return Keys.LAYERS;
    }

    @Override
    String inputsKey() {
      return Keys.model(Keys.INPUTS) + " is";
    }

    @Override
    Map<String, String> facts(Model model) {
      LayerNetwork network = (LayerNetwork) model;
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put(Keys.INPUTS, network.inputShape().toString());
      facts.put(Keys.LAYERS, "[" + network.layers().listed() + "]");
      return facts;
    }
  };

  private static final Activation DEFAULT_ACTIVATION = Activation.TANH;

  private final String id;
  private final List<String> keys;

  ModelType(String id, List<String> keys) {
    this.id = id;
    this.keys = keys;
  }

  /** The name that a user types. */
  public String id() {
    return id;
  }

  List<String> keys() {
    return keys;
  }

  abstract Model read(Section section, Likelihood likelihood);

  /** The shape of its outputs, which the likelihood is about. */
  Shape outputs(Section section) {
    List<Integer> widths = section.wholes(Keys.WIDTHS);
    String key = Keys.model(Keys.WIDTHS);
    if (widths.size() < 2) {
      throw new InvalidInput(key + " must name at least inputs and outputs, got " + widths);
    }
    for (int i = 0; i < widths.size(); i++) {
      Check.atLeast(key + "[" + i + "]", widths.get(i), 1);
    }
    return Shape.vector(widths.get(widths.size() - 1));
  }

  /** The key that says how many parameters there are. */
  String sizeKey() {
    return Keys.WIDTHS;
  }

  /** What its number of inputs is called, before the number. */
  String inputsKey() {
    return Keys.model(Keys.WIDTHS) + " begins with";
  }

  /** What the function depends on and the section leaves to a default, as a fault. */
  Optional<InvalidInput> missing(Section section, Model model) {
    return Optional.empty();
  }

  /** The same model with layers of other widths. */
  abstract Model resized(Model model, List<Integer> widths);

  /** The widths of inputs, hidden layers and outputs. */
  abstract List<Integer> widths(Model model);

  /** The values of its keys. */
  abstract Map<String, String> facts(Model model);

  private static Map<String, String> architecture(List<Integer> widths, Map<String, String> more) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.WIDTHS, widths.toString());
    facts.putAll(more);
    return facts;
  }

  /** A constant as a user writes it. */
  static String idOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
