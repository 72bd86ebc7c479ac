package org.cusp.model.layer;

import java.util.List;
import java.util.Set;
import org.cusp.data.Shape;
import org.cusp.tensor.MatrixStack;

/** A layer that gives the numbers that it gets, in the memory where they are. */
public enum Unchanged implements Layer {
  /** All axes joined to one, row-major: [channels, height, width] as PyTorch has it. */
  FLATTEN("flatten") {
    @Override
    public Shape output(Shape input) {
      return Shape.vector(input.size());
    }
  },
  /** Drops nothing: a posterior is of the function in evaluation, and training here is so too. */
  DROPOUT("dropout") {
    @Override
    public Shape output(Shape input) {
      return input;
    }
  };

  private final String id;

  Unchanged(String id) {
    this.id = id;
  }

  public LayerType layerType() {
    return new LayerType(id, keys(), text -> this);
  }

  private List<String> keys() {
    return this == DROPOUT ? List.of("p") : List.of();
  }

  @Override
  public String type() {
    return id;
  }

  @Override
  public double flops(Shape input) {
    return 0;
  }

  /** What it gives is what it got, so nobody writes over it. */
  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT, Saved.OUTPUT);
  }

  @Override
  public boolean isLinear() {
    return true;
  }

  @Override
  public LayerPass bind(Binding binding) {
    return Pass.NOTHING;
  }

  private enum Pass implements LayerPass {
    NOTHING;

    @Override
    public MatrixStack forward(MatrixStack input) {
      return input;
    }

    @Override
    public boolean want(Tensors gradients) {
      return false;
    }

    @Override
    public void gradients(MatrixStack delta) {}

    @Override
    public MatrixStack backward(MatrixStack delta) {
      return delta;
    }
  }
}
