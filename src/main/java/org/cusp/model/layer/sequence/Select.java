package org.cusp.model.layer.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Wiring;

/** One position of a sequence: [positions, width] to [width]. Back, all others get 0. */
public enum Select implements Layer {
  /** The last. */
  LAST("last");

  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType(
          "select",
          List.of("position"),
          text -> {
            text.word("position", List.of(LAST.id));
            return LAST;
          });

  private final String id;

  Select(String id) {
    this.id = id;
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return TYPE.name() + ": " + id;
  }

  @Override
  public Shape output(Shape input) {
    if (input.axes().size() != 2) {
      throw new InvalidInput("takes a sequence [positions, width], got the shape " + input);
    }
    return Shape.vector(input.axes().get(1));
  }

  @Override
  public double flops(Shape input) {
    return 0;
  }

  @Override
  public Set<Saved> saves() {
    return Set.of();
  }

  @Override
  public boolean isLinear() {
    return true;
  }

  @Override
  public LayerPass bind(Binding binding) {
    int width = output(binding.input()).size();
    int first = binding.input().size() - width;
    int[] places = new int[width];
    Arrays.setAll(places, j -> first + j);
    Wiring wiring = new Wiring(binding.input().size(), 1, places);
    return new Pass(
        binding.kernels(),
        wiring,
        wiring.transposed(),
        binding.workspace().own(width),
        binding.inputGradient());
  }

  private record Pass(
      Kernels kernels, Wiring wiring, Wiring back, Buffer output, Buffer inputGradient)
      implements LayerPass {
    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack chosen = output.rows(input.rows());
      kernels.sums(input, wiring, 1, chosen);
      return chosen;
    }

    @Override
    public boolean want(Tensors gradients) {
      return false;
    }

    @Override
    public void gradients(MatrixStack delta) {}

    @Override
    public MatrixStack backward(MatrixStack delta) {
      MatrixStack passed = inputGradient.rows(delta.rows());
      kernels.sums(delta, back, 1, passed);
      return passed;
    }
  }
}
