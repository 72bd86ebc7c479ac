package org.cusp.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;

/**
 * A choice of tensors by name: {@code *} stands for any characters, {@code ?} for any one; a
 * layer's name (all of a tensor's name up to one of its dots) stands for all its tensors. So {@code
 * layers.1}, {@code layers.1.*}, {@code *.bias} and {@code layers.1.weight} are patterns; {@code
 * layers.1} does not match {@code layers.10.weight}.
 */
public record TensorPattern(String text) {
  private static final int NEAREST = 3;

  public TensorPattern {
    if (text.isBlank()) {
      throw new InvalidInput("a pattern of tensor names must not be empty");
    }
  }

  /**
   * Patterns joined by commas.
   *
   * @throws InvalidInput if one is empty
   */
  public static List<TensorPattern> list(String joined) {
    return Arrays.stream(joined.split(",", -1)).map(String::strip).map(TensorPattern::new).toList();
  }

  /**
   * The tensors of a model that are meant by names as the model or the file of a checkpoint has
   * them.
   *
   * @param joined patterns joined by commas
   * @param inFile the names in the file, by those of the model's tensors; empty without a file
   * @throws InvalidInput if a pattern matches no tensor, or other ones by the file than by the
   *     model
   */
  public static Set<String> chosen(String joined, ParamSpace space, Map<String, String> inFile) {
    Set<String> chosen = new LinkedHashSet<>();
    for (TensorPattern pattern : list(joined)) {
      Set<String> byModel = pattern.byModel(space);
      Set<String> byFile = pattern.byFile(space, inFile);
      if (areTwo(byModel, byFile)) {
        throw new InvalidInput(
            "'"
                + pattern.text()
                + "' means "
                + String.join(", ", byFile)
                + " by the names in the file and "
                + String.join(", ", byModel)
                + " by those of the model: write a name that only one has, or give --mask");
      }
      if (byFile.isEmpty() && byModel.isEmpty()) {
        Set<String> known = new LinkedHashSet<>(names(space));
        // In the order of the model: of names that are equally near the first is told first.
        space.tensors().stream()
            .map(tensor -> inFile.get(tensor.name()))
            .filter(Objects::nonNull)
            .forEach(known::add);
        throw pattern.nothing(known);
      }
      chosen.addAll(byFile);
      chosen.addAll(byModel);
    }
    return chosen;
  }

  private Set<String> byModel(ParamSpace space) {
    return among(space.tensors(), ParamSpace.Tensor::name);
  }

  private Set<String> byFile(ParamSpace space, Map<String, String> inFile) {
    return among(space.tensors(), tensor -> inFile.getOrDefault(tensor.name(), tensor.name()));
  }

  private static boolean areTwo(Set<String> byModel, Set<String> byFile) {
    return !byModel.isEmpty() && !byFile.isEmpty() && !byModel.equals(byFile);
  }

  /** Whether it means other tensors by the names in a file than by those of the model. */
  public boolean isAmbiguous(ParamSpace space, Map<String, String> inFile) {
    return areTwo(byModel(space), byFile(space, inFile));
  }

  /** The names of a space that can be chosen without wildcards: its layers and its tensors. */
  public static List<String> names(ParamSpace space) {
    Set<String> names = new LinkedHashSet<>();
    for (ParamSpace.Tensor tensor : space.tensors()) {
      layer(tensor).ifPresent(names::add);
      names.add(tensor.name());
    }
    return List.copyOf(names);
  }

  private static Optional<String> layer(ParamSpace.Tensor tensor) {
    int dot = tensor.name().lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(tensor.name().substring(0, dot));
  }

  /**
   * The tensors that match.
   *
   * @throws InvalidInput if there are none; the message gives the nearest names
   */
  public List<ParamSpace.Tensor> in(ParamSpace space) {
    Pattern glob = compiled();
    List<ParamSpace.Tensor> found =
        space.tensors().stream().filter(tensor -> glob.matcher(tensor.name()).matches()).toList();
    if (found.isEmpty()) {
      throw nothing(names(space));
    }
    return found;
  }

  private InvalidInput nothing(Collection<String> known) {
    return new InvalidInput(
        "no tensor of the model matches '"
            + text
            + "'; nearest names: "
            + String.join(", ", Nearest.several(text, known, NEAREST)));
  }

  /**
   * The names in the model of the tensors that match under some names of theirs.
   *
   * @param name of a tensor; names without a dot have no layer
   */
  public Set<String> among(
      List<ParamSpace.Tensor> tensors, Function<ParamSpace.Tensor, String> name) {
    Pattern glob = compiled();
    return tensors.stream()
        .filter(tensor -> glob.matcher(name.apply(tensor)).matches())
        .map(ParamSpace.Tensor::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Pattern compiled() {
    String glob =
        text.chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(glob + "(\\..*)?");
  }
}
