package org.cusp.model.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.data.Shape;
import org.cusp.tensor.sequence.Normalisation;

/**
 * The numbers of a vector, or of each vector of a sequence, brought to a mean square of 1, then
 * scaled by the parameter {@code weight} s:
 *
 * <pre>y_j = s_j x_j / sqrt(mean(x^2) + epsilon)</pre>
 *
 * Back as {@link LayerNorm} without means. Source: B. Zhang, R. Sennrich, "Root mean square layer
 * normalization", arXiv:1910.07467 (2019).
 *
 * @param epsilon added to the mean square
 */
public record RmsNorm(double epsilon) implements Layer {
  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType(
          "rms-norm", List.of("eps"), text -> new RmsNorm(text.positive("eps", RmsNorm.EPSILON)));

  /** Where nothing else is said, as in Llama. */
  public static final double EPSILON = 1e-6;

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return epsilon == EPSILON ? type() : type() + ": {eps: " + epsilon + "}";
  }

  @Override
  public Shape output(Shape input) {
    return LayerNorm.vectors(input);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    return List.of(Parameter.scale(NormPass.SCALE, input.width()));
  }

  /** Squares 2, x r 1, scale 1 for each number. */
  @Override
  public double flops(Shape input) {
    return 4.0 * input.size();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new NormPass(
        new Normalisation(Normalisation.Centre.ORIGIN, epsilon),
        binding,
        Optional.of(NormPass.SCALE),
        Optional.empty());
  }
}
