package org.cusp.model.layer.image;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerText;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.WiredPass;

/**
 * The mean of what is under a window, channel by channel. Padding counts as zeros, as in PyTorch
 * unless it is told otherwise ({@link InnerAvgPool2d}). Back, each number gets its share of the
 * windows that it is in.
 *
 * @param window empty for the mean over the whole image
 */
public record AvgPool2d(Optional<Window> window) implements Layer {
  static final String COUNT_PADDING = "count-padding";

  public static final LayerType TYPE =
      new LayerType(
          "avg-pool2d",
          List.of(Window.KERNEL, Window.STRIDE, Window.PADDING, COUNT_PADDING),
          AvgPool2d::read);

  /** The mean over rows and columns: [channels, 1, 1]. */
  public static final LayerType GLOBAL =
      new LayerType("global-avg-pool2d", List.of(), text -> new AvgPool2d(Optional.empty()));

  /** Without padding both means are one. */
  private static Layer read(LayerText text) {
    Window window = Window.ofPool(text);
    boolean counted = text.truth(COUNT_PADDING).orElse(true);
    return counted || window.padding().equals(List.of(0, 0))
        ? new AvgPool2d(Optional.of(window))
        : new InnerAvgPool2d(window);
  }

  @Override
  public String type() {
    return window.isPresent() ? TYPE.name() : GLOBAL.name();
  }

  @Override
  public String describe() {
    return window
        .map(it -> TYPE.name() + ": {" + it.describe(it.kernel()) + "}")
        .orElse(GLOBAL.name());
  }

  private Window over(Shape input) {
    Window.requireImage(input);
    return window.orElseGet(
        () -> {
          List<Integer> whole = input.axes().subList(1, 3);
          return new Window(whole, List.of(1, 1), List.of(0, 0), List.of(1, 1));
        });
  }

  @Override
  public Shape output(Shape input) {
    return over(input).output(input, input.axes().get(0));
  }

  @Override
  public double flops(Shape input) {
    return (double) over(input).area() * output(input).size();
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
    Window over = over(binding.input());
    return new WiredPass(binding, over.windows(binding.input()), 1.0 / over.area());
  }
}
