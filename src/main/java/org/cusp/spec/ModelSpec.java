package org.cusp.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.TargetKind;
import org.cusp.model.Model;
import org.cusp.problem.Problem;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.tensor.Precision;

/**
 * The section {@code model}.
 *
 * @param type the family, as in the file
 * @param build the model, a value
 * @param precision of its parameters
 * @param architecture the values of the keys that are the family's own
 * @param unstated what the section leaves to defaults
 * @param tensors the names in a file of weights, by those of tensors or layers of the model
 */
public record ModelSpec(
    String type,
    Model build,
    Precision precision,
    Map<String, String> architecture,
    Unstated unstated,
    Map<String, String> tensors) {
  /** The type of a model that a problem of the catalogue gives. */
  static final String OF_PROBLEM = ProblemSource.ID;

  private static final Precision DEFAULT_PRECISION = Precision.FLOAT32;
  private static final List<String> COMMON =
      List.of(Keys.TYPE, Keys.LIKELIHOOD, Keys.DATUM, Keys.PRECISION, Keys.TENSORS);

  /**
   * What a section leaves to defaults: documented ones for a network that is trained here, guesses
   * about weights that come from elsewhere.
   *
   * @param missing what cannot be guessed
   * @param assumed keys and what they are taken to be
   */
  public record Unstated(Optional<InvalidInput> missing, Map<String, String> assumed) {
    static final Unstated NOTHING = new Unstated(Optional.empty(), Map.of());

    /** What is assumed about foreign weights, for the user to see. */
    public List<String> notes() {
      return assumed.entrySet().stream()
          .map(
              entry ->
                  Keys.model(entry.getKey())
                      + ": "
                      + entry.getValue()
                      + " is assumed, the spec does not state it")
          .toList();
    }
  }

  /**
   * That of a whole spec: where the data are those of a problem, the model may be the problem's
   * own, and is where none is given.
   */
  static ModelSpec read(Section spec, Path folder) {
    Section section = spec.section(Keys.MODEL);
    Optional<ProblemSource> problem = problem(spec, folder);
    boolean given = section.has(Keys.TYPE) || section.has(Keys.WIDTHS) || section.has(Keys.LAYERS);
    if (section.text(Keys.TYPE).filter(OF_PROBLEM::equals).isPresent()) {
      return ofProblem(
          problem.orElseThrow(
              () -> section.wrong(Keys.TYPE, "another type where data.source is not problem")),
          section);
    }
    if (problem.isPresent() && !given) {
      return ofProblem(problem.get(), section);
    }
    if (!spec.has(Keys.MODEL)) {
      throw new InvalidInput("section " + Keys.MODEL + " is missing");
    }
    return read(section);
  }

  private static Optional<ProblemSource> problem(Section spec, Path folder) {
    Section data = spec.section(Keys.DATA);
    return data.text(Keys.SOURCE)
        .filter(ProblemSource.ID::equals)
        .map(source -> ProblemSource.read(data, folder));
  }

  private static ModelSpec ofProblem(ProblemSource source, Section section) {
    section.allow(
        Keys.MODEL + " with type " + OF_PROBLEM,
        List.of(Keys.TYPE, Keys.PRECISION, Keys.TENSORS),
        List.of());
    Problem problem = source.problem(Spec.DEFAULT_SEED);
    return new ModelSpec(
        OF_PROBLEM,
        problem.model(),
        precision(section).orElse(problem.precision()),
        Map.of(Keys.PROBLEM, source.text()),
        Unstated.NOTHING,
        section.texts(Keys.TENSORS));
  }

  private static Optional<Precision> precision(Section section) {
    return section.choice(Keys.PRECISION, Precision.values(), ModelType::idOf);
  }

  private static ModelSpec read(Section section) {
    ModelType type = section.requiredChoice(Keys.TYPE, ModelType.values(), ModelType::id);
    Optional<LikelihoodType> stated =
        section.choice(Keys.LIKELIHOOD, LikelihoodType.values(), LikelihoodType::id);
    LikelihoodType likelihood = stated.orElse(LikelihoodType.CATEGORICAL);
    List<String> own = new ArrayList<>(type.keys());
    own.addAll(likelihood.keys());
    section.allow(
        Keys.MODEL + " with type " + type.id() + " and likelihood " + likelihood.id(), COMMON, own);
    Model model =
        checked(type, () -> type.read(section, likelihood.of(section, type.outputs(section))));
    Map<String, String> assumed = new LinkedHashMap<>(likelihood.assumed(section));
    if (stated.isEmpty()) {
      assumed.put(Keys.LIKELIHOOD, likelihood.id());
    }
    return new ModelSpec(
        type.id(),
        model,
        precision(section).orElse(DEFAULT_PRECISION),
        type.facts(model),
        new Unstated(type.missing(section, model), assumed),
        section.texts(Keys.TENSORS));
  }

  /**
   * The model of the text of a whole spec file, such as a checkpoint carries.
   *
   * @param nameForMessages what messages call the text
   */
  public static ModelSpec fromSpecText(String text, String nameForMessages) {
    return SpecReader.model(text, nameForMessages);
  }

  /**
   * What this section leaves open about weights that come from elsewhere.
   *
   * @param source what messages call the weights
   * @param trainedAs the model that the weights were trained as, where they say it
   * @return what is assumed, for the user to see
   * @throws InvalidInput if the function is not stated, and the weights do not say it themselves
   */
  public List<String> unstatedOf(String source, Optional<ModelSpec> trainedAs) {
    if (trainedAs.isPresent() && trainedAs.get().build.equals(build)) {
      return List.of();
    }
    if (unstated.missing().isPresent()) {
      throw new InvalidInput(source + ": " + unstated.missing().get().getMessage());
    }
    List<String> notes = new ArrayList<>(unstated.notes());
    trainedAs.ifPresent(
        other ->
            notes.add(
                source + ": was trained as " + other.inWords() + "; the spec says " + inWords()));
    return notes;
  }

  private String inWords() {
    return build.describe() + ", " + build.likelihood().describe();
  }

  /** The kind of targets that the likelihood is about. */
  DataSource.Kind kind() {
    if (build.targets() instanceof TargetKind.Sequences) {
      return DataSource.Kind.SEQUENCES;
    }
    return build.targets() instanceof TargetKind.Classes
        ? DataSource.Kind.CLASSES
        : DataSource.Kind.VALUES;
  }

  /** The widths of inputs, hidden layers and outputs. */
  public List<Integer> widths() {
    return family().widths(build);
  }

  /** The same model with so many hidden layers of one width. */
  public ModelSpec hidden(int depth, int width) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(depth, width));
    widths.add(0, widths().get(0));
    widths.add(widths().get(widths().size() - 1));
    ModelType family = family();
    Model model = checked(family, () -> family.resized(build, widths));
    return new ModelSpec(type, model, precision, family.facts(model), unstated, Map.of());
  }

  private Optional<ModelType> knownFamily() {
    return Arrays.stream(ModelType.values()).filter(known -> known.id().equals(type)).findFirst();
  }

  private ModelType family() {
    return knownFamily()
        .orElseThrow(
            () ->
                new InvalidInput(
                    Keys.model(Keys.TYPE)
                        + " "
                        + type
                        + " has no hidden layers of its own to set"));
  }

  /** Refuses data with other features or targets than the model has. */
  public void requireFits(DataSet data) {
    if (data.features() != build.inputs()) {
      throw new InvalidInput(
          data.name()
              + ": has "
              + data.features()
              + " features, but "
              + knownFamily().map(ModelType::inputsKey).orElse("the model has")
              + " "
              + build.inputs());
    }
    build.requireInputs(data);
    build.likelihood().requireFits(data);
  }

  /** Refuses a batch that has no statistics where the model takes them. */
  public void requireTrainable(int batch) {
    if (!build.fixed().isEmpty()) {
      Check.atLeast(Keys.train(Keys.BATCH) + " with batch-norm", batch, 2);
    }
  }

  private static Model checked(ModelType type, Supplier<Model> reading) {
    try {
      Model model = reading.get();
      Check.atLeast("parameters", model.size(), 1);
      return model;
    } catch (InvalidInput e) {
      String path = Keys.model("");
      String said = e.getMessage();
      boolean ofAll = said.startsWith("the model");
      throw said.contains(path)
          ? e
          : new InvalidInput((ofAll ? Keys.MODEL + ": " : path) + said, e);
    } catch (ArithmeticException e) {
      throw new InvalidInput(
          Keys.model(type.sizeKey()) + " must give fewer than 2^31 parameters in all", e);
    }
  }

  /** The values of the keys. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.TYPE, type);
    facts.putAll(architecture);
    facts.put(Keys.LIKELIHOOD, build.likelihood().describe());
    facts.put(Keys.PRECISION, ModelType.idOf(precision));
    return facts;
  }
}
