package org.cusp.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.model.ParamSpace;
import org.cusp.run.Selection;
import org.cusp.run.Target;
import picocli.CommandLine.Option;

/** Which parameters are free, where not all are. */
public final class RestrictionOptions {
  @Option(
      names = "--only",
      paramLabel = "PATTERNS",
      description =
          "Free only the tensors of these names, the model's or the checkpoint's, joined by commas;"
              + " * and ? are wildcards, a layer's name stands for its tensors: layers.1,*.bias;"
              + " layers.0[3]: channel or unit 3 of it. Of a transformer also l0h3 (a head), l1"
              + " attn, l1 mlp, l1, embed, unembed (default: all).")
  private String only;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "Free only the parameters whose number in this file is not zero: an .npz or .safetensors"
              + " file of tensors, or a .npy file of all parameters in order.")
  private Path mask;

  @Option(
      names = "--preview",
      description = "Say how many parameters the choice leaves free, and do not sample.")
  public boolean preview;

  /** Whether any was made. */
  public boolean isGiven() {
    return only != null || mask != null;
  }

  /** The choice among the parameters of a target; empty if none was made. */
  public Optional<Selection> selection(Target target) {
    ParamSpace space = target.model().parameters();
    if (only != null && mask != null) {
      throw new InvalidInput("--only and --mask both say which parameters are free; give one");
    }
    if (mask != null) {
      return Optional.of(Selection.mask(mask, space));
    }
    return Optional.ofNullable(only)
        .map(patterns -> Selection.only(patterns, target.model(), target.origin().tensorNames()));
  }
}
