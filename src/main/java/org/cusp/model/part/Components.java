package org.cusp.model.part;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.TensorPattern;

/**
 * Parts of a model that are looked at one by one, by the names of {@link ModelParts}. Where a name
 * has wildcards and short names of a transformer match it, each of those is a component: {@code
 * l0h*} are the heads of the first layer. Any other name is one component, with all that it means.
 */
public final class Components {
  private static final Pattern AGGREGATE = Pattern.compile("l\\d+( attn)?");

  private Components() {}

  /**
   * Their names, each once, in order.
   *
   * @param asked names joined by commas; empty for the heads and dense parts of a transformer with
   *     its embeddings, and for the layers of any other model
   * @param inFile the names in the file of a checkpoint, by those of the model's tensors
   * @throws InvalidInput if one of them names nothing
   */
  public static List<String> of(Model model, Map<String, String> inFile, Optional<String> asked) {
    ModelParts parts = new ModelParts(model, inFile);
    List<String> all = parts.names();
    if (asked.isEmpty()) {
      return all.isEmpty()
          ? layers(model.parameters())
          : all.stream().filter(name -> !AGGREGATE.matcher(name).matches()).toList();
    }
    Set<String> names = new LinkedHashSet<>();
    for (TensorPattern part : TensorPattern.list(asked.get())) {
      List<String> matching = matching(part.text(), all);
      if (matching.isEmpty()) {
        parts.chosen(part.text());
        names.add(part.text());
      }
      names.addAll(matching);
    }
    return List.copyOf(names);
  }

  /**
   * Every head of a transformer.
   *
   * @throws InvalidInput of a model without any
   */
  public static List<String> heads(Model model, Map<String, String> inFile) {
    List<String> heads =
        new ModelParts(model, inFile).names().stream().filter(ModelParts::isHead).toList();
    if (heads.isEmpty()) {
      throw new InvalidInput("this network has no heads of attention");
    }
    return heads;
  }

  private static List<String> matching(String pattern, List<String> names) {
    if (!pattern.contains("*") && !pattern.contains("?")) {
      return List.of();
    }
    Pattern glob =
        Pattern.compile(
            Arrays.stream(pattern.split("(?<=[*?])|(?=[*?])"))
                .map(
                    piece ->
                        switch (piece) {
                          case "*" -> ".*";
                          case "?" -> ".";
                          default -> Pattern.quote(piece);
                        })
                .collect(Collectors.joining()));
    return names.stream().filter(name -> glob.matcher(name).matches()).toList();
  }

  private static List<String> layers(ParamSpace space) {
    Set<String> tensors =
        space.tensors().stream().map(ParamSpace.Tensor::name).collect(Collectors.toSet());
    List<String> layers =
        TensorPattern.names(space).stream().filter(name -> !tensors.contains(name)).toList();
    return layers.isEmpty() ? TensorPattern.names(space) : layers;
  }
}
