package org.cusp.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.sequence.Normalisation;

/**
 * The numbers of a vector, or of each vector of a sequence, brought to mean 0 and variance 1, then
 * scaled and shifted:
 *
 * <pre>
 * y_j = s_j h_j + b_j,  h_j = (x_j - m) r,  m = mean(x),  r = 1 / sqrt(mean((x - m)^2) + epsilon)
 * </pre>
 *
 * with parameters {@code weight} s and {@code bias} b, as far as there are. Back, with d the
 * gradient with respect to y and e_j = d_j s_j:
 *
 * <pre>
 * dL/ds_j = sum of d_j h_j,  dL/db_j = sum of d_j, both over vectors,
 * dL/dx_j = r (e_j - mean(e) - h_j mean(e h)).
 * </pre>
 *
 * Sums are in double. A constant input gives h = 0 and y = b. Source: J. L. Ba, J. R. Kiros, G. E.
 * Hinton, "Layer normalization", arXiv:1607.06450 (2016).
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(double epsilon, Affine affine) implements Layer {
  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType("layer-norm", List.of("eps", "weights", "bias"), LayerNorm::read);

  /** Added to the variance where nothing else is said, as in PyTorch. */
  public static final double EPSILON = 1e-5;

  /** Which parameters there are. */
  public enum Affine {
    SCALE_AND_SHIFT,
    /** As in nanoGPT without biases. */
    SCALE,
    /** As TransformerLens' LNPre. */
    NONE
  }

  /** That of PyTorch. */
  public LayerNorm() {
    this(EPSILON, Affine.SCALE_AND_SHIFT);
  }

  private static LayerNorm read(LayerText text) {
    boolean scaled = text.truth("weights").orElse(true);
    boolean shifted = text.truth("bias").orElse(scaled);
    if (shifted && !scaled) {
      throw new InvalidInput(text.place() + " (layer-norm): a bias needs weights: true");
    }
    return new LayerNorm(
        text.positive("eps", EPSILON),
        shifted ? Affine.SCALE_AND_SHIFT : scaled ? Affine.SCALE : Affine.NONE);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    List<String> keys = new ArrayList<>();
    if (epsilon != EPSILON) {
      keys.add("eps: " + epsilon);
    }
    if (affine != Affine.SCALE_AND_SHIFT) {
      keys.add(affine == Affine.SCALE ? "bias: false" : "weights: false");
    }
    return keys.isEmpty() ? type() : type() + ": {" + String.join(", ", keys) + "}";
  }

  @Override
  public Shape output(Shape input) {
    return vectors(input);
  }

  static Shape vectors(Shape input) {
    if (!input.isOfVectors()) {
      throw new InvalidInput(
          "takes a vector such as ["
              + input.width()
              + "] or a sequence [positions, width], got the shape "
              + input);
    }
    return input;
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    Parameter scale = Parameter.scale(NormPass.SCALE, input.width());
    return switch (affine) {
      case SCALE_AND_SHIFT -> List.of(scale, Parameter.offset(NormPass.SHIFT, input.width()));
      case SCALE -> List.of(scale);
      case NONE -> List.of();
    };
  }

  /** Mean 1, deviations 1, squares 2, h 1, scale and shift 2 for each number. */
  @Override
  public double flops(Shape input) {
    return 7.0 * input.size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new NormPass(
        new Normalisation(Normalisation.Centre.MEAN, epsilon),
        binding,
        affine == Affine.NONE ? Optional.empty() : Optional.of(NormPass.SCALE),
        affine == Affine.SCALE_AND_SHIFT ? Optional.of(NormPass.SHIFT) : Optional.empty());
  }
}
