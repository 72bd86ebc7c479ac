package org.cusp.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.tensor.Precision;

/**
 * The section {@code model}.
 *
 * @param type the family
 * @param build the model, a value
 * @param precision of its parameters
 */
public record ModelSpec(ModelType type, Model build, Precision precision) {
  private static final Precision DEFAULT_PRECISION = Precision.FLOAT32;
  private static final List<String> COMMON = List.of(Keys.TYPE, Keys.LIKELIHOOD, Keys.PRECISION);

  static ModelSpec read(Section section) {
    ModelType type = section.requiredChoice(Keys.TYPE, ModelType.values(), ModelType::id);
    LikelihoodType likelihood =
        section
            .choice(Keys.LIKELIHOOD, LikelihoodType.values(), LikelihoodType::id)
            .orElse(LikelihoodType.CATEGORICAL);
    List<String> own = new ArrayList<>(type.keys());
    own.addAll(likelihood.keys());
    section.allow(
        Keys.MODEL + " with type " + type.id() + " and likelihood " + likelihood.id(), COMMON, own);
    int outputs = outputs(section.wholes(Keys.WIDTHS));
    return new ModelSpec(
        type,
        checked(() -> type.read(section, likelihood.read(section, outputs))),
        section
            .choice(Keys.PRECISION, Precision.values(), ModelType::idOf)
            .orElse(DEFAULT_PRECISION));
  }

  /**
   * The model of the text of a whole spec file, such as a checkpoint carries.
   *
   * @param nameForMessages what messages call the text
   */
  public static ModelSpec fromSpecText(String text, String nameForMessages) {
    return SpecReader.model(text, nameForMessages);
  }

  /** The widths of inputs, hidden layers and outputs. */
  public List<Integer> widths() {
    return type.widths(build);
  }

  /** The same model with so many hidden layers of one width. */
  public ModelSpec hidden(int depth, int width) {
    List<Integer> widths = new ArrayList<>(java.util.Collections.nCopies(depth, width));
    widths.add(0, widths().get(0));
    widths.add(widths().get(widths().size() - 1));
    return new ModelSpec(type, checked(() -> type.resized(build, widths)), precision);
  }

  /** Refuses data with other features or targets than the model has. */
  public void requireFits(DataSet data) {
    if (data.features() != build.inputs()) {
      throw new InvalidInput(
          data.name()
              + ": has "
              + data.features()
              + " features, but "
              + Keys.model(Keys.WIDTHS)
              + " begins with "
              + build.inputs());
    }
    build.likelihood().requireFits(data);
  }

  private static int outputs(List<Integer> widths) {
    String key = Keys.model(Keys.WIDTHS);
    if (widths.size() < 2) {
      throw new InvalidInput(key + " must name at least inputs and outputs, got " + widths);
    }
    for (int i = 0; i < widths.size(); i++) {
      Check.atLeast(key + "[" + i + "]", widths.get(i), 1);
    }
    return widths.get(widths.size() - 1);
  }

  private static Model checked(Supplier<Model> reading) {
    try {
      Model model = reading.get();
      Check.atLeast("parameters", model.size(), 1);
      return model;
    } catch (InvalidInput e) {
      String path = Keys.model("");
      throw e.getMessage().contains(path) ? e : new InvalidInput(path + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new InvalidInput(
          Keys.model(Keys.WIDTHS) + " must give fewer than 2^31 parameters in all", e);
    }
  }

  /** The values of the keys. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.TYPE, type.id());
    facts.putAll(type.facts(build));
    facts.put(Keys.LIKELIHOOD, build.likelihood().describe());
    facts.put(Keys.PRECISION, ModelType.idOf(precision));
    return facts;
  }
}
