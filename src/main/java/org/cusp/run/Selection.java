package org.cusp.run;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.Restriction;
import org.cusp.model.part.ModelParts;

/**
 * The parameters that a user wants free, and how that was said.
 *
 * @param only names joined by commas, where they were given
 * @param mask the file, where one was given
 */
public record Selection(Optional<String> only, Optional<Path> mask, Restriction restriction) {
  /**
   * By name; see {@link ModelParts}.
   *
   * @throws org.cusp.contract.InvalidInput if a name means nothing
   */
  public static Selection only(String patterns, Model model) {
    return only(patterns, model, Map.of());
  }

  /**
   * By name, as the model or the file of a checkpoint has it. Running statistics are never free.
   *
   * @param inFile the names in the file, by those of the model's tensors; empty without a file
   * @throws org.cusp.contract.InvalidInput if a name means nothing, other tensors by the file than
   *     by the model, or running statistics alone
   */
  public static Selection only(String patterns, Model model, Map<String, String> inFile) {
    BitSet free = new ModelParts(model, inFile).chosen(patterns);
    model.fixed().forEach(it -> free.clear(it.offset(), it.offset() + it.size()));
    if (free.isEmpty()) {
      throw new InvalidInput(
          "--only " + patterns + " means running statistics alone, which are no parameters");
    }
    Restriction restriction = new Restriction(model.parameters(), free);
    return new Selection(Optional.of(patterns), Optional.empty(), restriction);
  }

  /**
   * By a file of numbers of which those that are not zero mark free parameters: a .npy file of all
   * parameters in order, or an .npz or .safetensors file of tensors of the model, where those that
   * are absent are frozen.
   *
   * @throws org.cusp.contract.InvalidInput if it does not fit the model or frees nothing
   */
  public static Selection mask(Path file, ParamSpace space) {
    Restriction restriction = new Restriction(space, new MaskFile(file, space).read());
    return new Selection(Optional.empty(), Optional.of(file), restriction);
  }

  /** The option as typed. */
  public String describe() {
    return only.map(patterns -> "--only " + patterns)
        .orElseGet(() -> "--mask " + mask.orElseThrow());
  }
}
