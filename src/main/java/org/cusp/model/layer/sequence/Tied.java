package org.cusp.model.layer.sequence;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Transpose;

/**
 * Tokens embedded by a matrix W, layers, and the product with W^T: the logits of tokens by one
 * parameter, {@code weight}, [vocabulary, width]; those of the layers have their names. Back,
 *
 * <pre>dL/dW = d^T h + the gradient of {@link Embedding},  dL/dh = d W</pre>
 *
 * with h what the layers give and d the gradient with respect to the logits.
 */
public record Tied(Embedding embedding, Sequential inner) implements Layer {
  private static final String LAYERS = "layers";

  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType(
          "tied",
          List.of("vocabulary", "width", LAYERS),
          text ->
              new Tied(
                  new Embedding(text.whole("vocabulary"), text.whole("width")),
                  text.layers(LAYERS)));

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return "tied: {vocabulary: "
        + embedding.vocabulary()
        + ", width: "
        + embedding.width()
        + ", layers: ["
        + inner.listed()
        + "]}";
  }

  @Override
  public Shape output(Shape input) {
    Shape given = inner.output(embedding.output(input));
    if (given.width() != embedding.width() || !given.isOfVectors()) {
      throw new InvalidInput(
          "its layers must give vectors of width " + embedding.width() + ", they give " + given);
    }
    return given.withWidth(embedding.vocabulary());
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(embedding.weight());
    parameters.addAll(inner.parameters(embedding.output(input)));
    return parameters;
  }

  /** None: what the layers add is multiplied by W^T. */
  @Override
  public List<Parameter> offsets(Shape input) {
    return List.of();
  }

  @Override
  public double flops(Shape input) {
    Shape vectors = embedding.output(input);
    return inner.flops(vectors) + 2.0 * inner.output(vectors).size() * embedding.vocabulary();
  }

  @Override
  public Set<Saved> saves() {
    return EnumSet.of(Saved.INPUT);
  }

  @Override
  public boolean isOnHost() {
    return inner.isOnHost();
  }

  @Override
  public void requireData(DataSet data) {
    embedding.requireData(data);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  private static final class Pass implements LayerPass {
    private final Kernels kernels;
    private final MatrixStack weight;
    private final Embedding.Pass embedding;
    private final LayerPass inner;
    private final int width;
    private final int vocabulary;
    private final Buffer logits;
    private final Buffer innerDelta;
    private Optional<MatrixStack> gradient = Optional.empty();
    private boolean wantsInner;
    private MatrixStack hidden;

    Pass(Tied tied, Binding binding) {
      Shape vectors = tied.embedding().output(binding.input());
      this.kernels = binding.kernels();
      this.weight = binding.value(Embedding.WEIGHT);
      this.embedding = new Embedding.Pass(tied.embedding(), binding);
      this.inner =
          tied.inner()
              .bind(
                  new Binding(kernels, binding.phase(), binding.workspace(), vectors, true, true));
      this.width = tied.embedding().width();
      this.vocabulary = tied.embedding().vocabulary();
      this.logits = binding.workspace().own(tied.output(binding.input()).size());
      this.innerDelta = binding.workspace().own(tied.inner().output(vectors).size());
    }

    @Override
    public MatrixStack forward(MatrixStack tokens) {
      hidden = inner.forward(embedding.forward(tokens));
      MatrixStack z = logits.rows(tokens.rows());
      kernels.multiply(
          hidden.cut(width), Transpose.NO, weight, Transpose.YES, z.cut(vocabulary), 0);
      return z;
    }

    @Override
    public boolean want(Tensors gradients) {
      gradient = gradients.matrix(Embedding.WEIGHT);
      embedding.want(gradients);
      wantsInner = inner.want(gradients);
      return gradient.isPresent() || wantsInner;
    }

    @Override
    public void gradients(MatrixStack delta) {
      MatrixStack d = delta.cut(vocabulary);
      gradient.ifPresent(
          to -> kernels.multiply(d, Transpose.YES, hidden.cut(width), Transpose.NO, to, 0));
      MatrixStack passed = innerDelta.rows(delta.rows());
      kernels.multiply(d, Transpose.NO, weight, Transpose.NO, passed.cut(width), 0);
      if (gradient.isPresent()) {
        embedding.add(inner.backward(passed), 1);
      } else {
        inner.gradients(passed);
      }
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      throw new IllegalStateException("nothing is passed back to tokens");
    }
  }
}
