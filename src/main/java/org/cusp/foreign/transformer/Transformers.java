package org.cusp.foreign.transformer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Registry;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;

/** The registry of transformers that are known by their names. */
@Registry("a transformer of another programme")
public final class Transformers {
  private static final List<Function<FileTensors, Optional<Transformer>>> ALL =
      List.of(Gpt2::of, NeoX::of, Llama::of, Lens::of, InContext::of, ModularAddition::of);
  private static final int LISTED = 5;

  private Transformers() {}

  /**
   * What the file shows, if it is known.
   *
   * @throws InvalidInput if a tensor is missing or is not as the configuration says, or if there
   *     are tensors that such a network has no place for
   */
  public static Optional<Transformer> of(FileTensors file) {
    Optional<Transformer> found =
        ALL.stream().flatMap(family -> family.apply(file).stream()).findFirst();
    found.ifPresent(transformer -> requireAll(file, transformer));
    return found;
  }

  private static void requireAll(FileTensors file, Transformer transformer) {
    List<String> left =
        file.left(transformer.readings().get(0).plan().apply(Open.USUAL).used()).stream()
            .filter(name -> !name.equals("lm_head.weight"))
            .filter(name -> !name.equals("pos_embed.W_pos"))
            .toList();
    if (!left.isEmpty()) {
      String more = left.size() > LISTED ? ", ..." : "";
      String names = String.join(", ", left.stream().limit(LISTED).toList());
      throw new InvalidInput(
          file.file()
              + ": has tensors that "
              + transformer.name().replaceAll(":.*", "")
              + " has no place for: "
              + names
              + more);
    }
  }
}
