package org.cusp.cli.options;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cusp.model.Model;
import org.cusp.model.part.Components;
import picocli.CommandLine.Option;

/** By what an LLC is to be told in parts. */
public final class ByOption {
  private static final String COMPONENT = "component";
  private static final String HEAD = "head";

  /** Shares that the same draws give, by the names of their estimators. */
  private static final Map<String, String> SHARES =
      Map.of("class", "by-class", "position", "by-position");

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "PART",
      description =
          "Tell it in parts, joined by commas: class, position (shares, of the same draws), head,"
              + " component (heads, dense parts and embeddings of a transformer, else layers), or"
              + " names as for --only with wildcards (each with it alone free, in as many seconds)."
              + " For example head,class or l0h*,embed.")
  private List<String> by = List.of();

  /** Those that are shares, by the names of {@code --also}. */
  public List<String> shares() {
    return by.stream().filter(SHARES::containsKey).map(SHARES::get).toList();
  }

  /** Whether any of them are components. */
  public boolean hasComponents() {
    return by.stream().anyMatch(part -> !SHARES.containsKey(part));
  }

  /**
   * The names of the components, each once.
   *
   * @param inFile the names in the file of a checkpoint, by those of the model's tensors
   * @throws org.cusp.contract.InvalidInput if one of them names nothing
   */
  public List<String> components(Model model, Map<String, String> inFile) {
    Set<String> names = new LinkedHashSet<>();
    for (String part : by) {
      switch (part) {
        case COMPONENT -> names.addAll(Components.of(model, inFile, Optional.empty()));
        case HEAD -> names.addAll(Components.heads(model, inFile));
        default -> {
          if (!SHARES.containsKey(part)) {
            names.addAll(Components.of(model, inFile, Optional.of(part)));
          }
        }
      }
    }
    return List.copyOf(names);
  }
}
