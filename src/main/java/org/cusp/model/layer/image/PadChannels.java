package org.cusp.model.layer.image;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.WiredPass;
import org.cusp.tensor.wiring.Wiring;

/**
 * Channels of zeros before and after those of an image [channels, height, width]: the shortcut
 * without parameters of K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image
 * recognition", CVPR 2016, arXiv:1512.03385, option A. Back, their gradients are left out.
 */
public record PadChannels(int before, int after) implements Layer {
  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  public static final LayerType TYPE =
      new LayerType(
          "pad-channels",
          List.of(BEFORE, AFTER),
          text -> new PadChannels(text.whole(BEFORE), text.whole(AFTER, text.whole(BEFORE))));

  public PadChannels {
    Check.atLeast(BEFORE, before, 1);
    Check.atLeast(AFTER, after, 1);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return type() + ": {" + BEFORE + ": " + before + ", " + AFTER + ": " + after + "}";
  }

  @Override
  public Shape output(Shape input) {
    if (input.axes().size() != 3) {
      throw new InvalidInput("takes an image [channels, height, width], got the shape " + input);
    }
    List<Integer> axes = input.axes();
    return new Shape(List.of(before + axes.get(0) + after, axes.get(1), axes.get(2)));
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
    Shape input = binding.input();
    int first = before * (input.size() / input.axes().get(0));
    int[] places = new int[output(input).size()];
    Arrays.setAll(places, i -> i < first || i >= first + input.size() ? input.size() : i - first);
    return new WiredPass(binding, new Wiring(input.size(), 1, places), 1);
  }
}
