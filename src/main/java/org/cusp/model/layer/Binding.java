package org.cusp.model.layer;

import java.util.Optional;
import org.cusp.data.Shape;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * What a layer is bound to.
 *
 * @param kernels used by this pass alone
 * @param phase the values of the parameters, and what for
 * @param workspace memory of the passes
 * @param input the shape of one datum of the input
 * @param mayOverwriteInput whether nobody needs the input again, so that the output may be put in
 *     its place
 * @param passesBack whether the gradient with respect to the input will ever be asked for
 */
public record Binding(
    Kernels kernels,
    Phase phase,
    Workspace workspace,
    Shape input,
    boolean mayOverwriteInput,
    boolean passesBack) {
  /** That of a whole network, whose input is the data. */
  public static Binding ofData(Kernels kernels, Phase phase, Workspace workspace, Shape data) {
    return new Binding(kernels, phase, workspace, data, false, false);
  }

  /** The values of a parameter, which are there. */
  public MatrixStack value(String name) {
    Optional<MatrixStack> value = phase.values().matrix(name);
    return value.orElseThrow(() -> new IllegalArgumentException("no values of " + name));
  }

  /** For the gradient with respect to the input. */
  public Buffer inputGradient() {
    return passesBack ? workspace.gradients(input.size()) : Buffer.none();
  }
}
