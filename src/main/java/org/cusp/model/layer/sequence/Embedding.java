package org.cusp.model.layer.sequence;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Buffer;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Parameter;
import org.cusp.model.layer.Tensors;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;

/**
 * Token t becomes row t of {@code weight}, [vocabulary, width]: [T] to [T, width]. Its input is the
 * data: nothing is passed back. Back, row v gets the sum of the gradients of all tokens v.
 *
 * @param vocabulary tokens are below it
 * @param width of a vector
 */
public record Embedding(int vocabulary, int width) implements Layer {
  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType(
          "embedding",
          List.of("vocabulary", "width"),
          text -> new Embedding(text.whole("vocabulary"), text.whole("width")));

  static final String WEIGHT = "weight";

  public Embedding {
    Check.atLeast("vocabulary", vocabulary, 1);
    Check.atLeast("width", width, 1);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return "embedding: {vocabulary: " + vocabulary + ", width: " + width + "}";
  }

  @Override
  public Shape output(Shape input) {
    if (!input.isVector()) {
      throw new InvalidInput(
          "takes the tokens of a sequence, a shape such as [16], got the shape " + input);
    }
    return new Shape(List.of(input.size(), width));
  }

  /** N(0, 1 / width) at the start: rows of length about 1. */
  @Override
  public List<Parameter> parameters(Shape input) {
    return List.of(weight());
  }

  Parameter weight() {
    Shape shape = new Shape(List.of(vocabulary, width));
    return new Parameter(WEIGHT, shape, Parameter.Role.WEIGHT, width, 1);
  }

  @Override
  public double flops(Shape input) {
    return 0;
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public void requireData(DataSet data) {
    data.inputs()
        .forEach(
            (from, count, tokens) -> {
              for (int i = 0; i < count * data.features(); i++) {
                requireToken(data, from, i, tokens[i]);
              }
            });
  }

  private void requireToken(DataSet data, int from, int i, double token) {
    if (!(token >= 0 && token < vocabulary && token == Math.rint(token))) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s: token of row %d, position %d must be a whole number in [0, %d] (the vocabulary"
                  + " is %d), got %s",
              data.name(),
              from + i / data.features() + 1,
              i % data.features() + 1,
              vocabulary - 1,
              vocabulary,
              token == Math.rint(token) ? Long.toString((long) token) : Double.toString(token)));
    }
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(this, binding);
  }

  /** An embedding bound to memory. */
  static final class Pass implements LayerPass {
    private final Kernels kernels;
    private final MatrixStack weight;
    private final int width;
    private final Buffer output;
    private Optional<MatrixStack> gradient = Optional.empty();
    private MatrixStack tokens;

    /**
     * @throws InvalidInput where what comes before has parameters: tokens are data
     */
    Pass(Embedding embedding, Binding binding) {
      if (binding.passesBack()) {
        throw new InvalidInput(
            embedding.type() + " takes tokens, which no layer with parameters before it gives");
      }
      this.kernels = binding.kernels();
      this.weight = binding.value(WEIGHT);
      this.width = embedding.width();
      this.output = binding.workspace().own(embedding.output(binding.input()).size());
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      tokens = input;
      MatrixStack vectors = output.rows(input.rows());
      kernels.lookUp(input, weight, vectors.cut(width));
      return vectors;
    }

    @Override
    public boolean want(Tensors gradients) {
      gradient = gradients.matrix(WEIGHT);
      return gradient.isPresent();
    }

    @Override
    public void gradients(MatrixStack delta) {
      add(delta, 0);
    }

    /** Adds to what the gradient holds, with factor beta. */
    void add(MatrixStack delta, double beta) {
      gradient.ifPresent(to -> kernels.lookUpBackward(tokens, delta.cut(width), beta, to));
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      throw new IllegalStateException("nothing is passed back to tokens");
    }
  }
}
