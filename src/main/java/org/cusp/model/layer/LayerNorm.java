package org.cusp.model.layer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.MatrixStack;

/**
 * Every datum's numbers brought to mean 0 and variance 1, then scaled and shifted:
 *
 * <pre>
 * y_j = s_j h_j + b_j,  h_j = (x_j - m) r,  m = mean(x),  r = 1 / sqrt(mean((x - m)^2) + eps)
 * </pre>
 *
 * with parameters {@code weight} s and {@code bias} b and eps = {@value #EPSILON}. Back, with d the
 * gradient with respect to y and e_j = d_j s_j:
 *
 * <pre>
 * dL/ds_j = sum of d_j h_j,  dL/db_j = sum of d_j, both over data,
 * dL/dx_j = r (e_j - mean(e) - h_j mean(e h)).
 * </pre>
 *
 * Sums are in double. A constant input gives h = 0 and y = b. Source: J. L. Ba, J. R. Kiros, G. E.
 * Hinton, "Layer normalization", arXiv:1607.06450 (2016).
 */
public record LayerNorm() implements Layer {
  public static final LayerType TYPE =
      new LayerType("layer-norm", List.of(), text -> new LayerNorm());

  /** Added to the variance, as in PyTorch. */
  public static final double EPSILON = 1e-5;

  private static final String SCALE = "weight";
  private static final String SHIFT = "bias";

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public Shape output(Shape input) {
    if (!input.isVector()) {
      throw new InvalidInput(
          "takes a vector such as [" + input.size() + "], got the shape " + input);
    }
    return input;
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    return List.of(Parameter.scale(SCALE, input.size()), Parameter.offset(SHIFT, input.size()));
  }

  /** Mean 1, deviations 1, squares 2, h 1, scale and shift 2 for each number. */
  @Override
  public double flops(Shape input) {
    return 7.0 * input.size();
  }

  @Override
  public boolean isOnHost() {
    return true;
  }

  /** Nothing: h has memory of its own. */
  @Override
  public Set<Saved> saves() {
    return Set.of();
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(binding);
  }

  private static final class Pass implements LayerPass {
    private final Binding binding;
    private final MatrixStack scale;
    private final MatrixStack shift;
    private final int width;
    private final Buffer normalised;
    private final Buffer output;
    private final Buffer inputGradient;
    private double[][] roots = new double[0][];
    private Optional<MatrixStack> scaleGradient = Optional.empty();
    private Optional<MatrixStack> shiftGradient = Optional.empty();

    Pass(Binding binding) {
      this.binding = binding;
      this.scale = binding.value(SCALE);
      this.shift = binding.value(SHIFT);
      this.width = binding.input().size();
      this.normalised = binding.workspace().own(width);
      this.output = binding.mayOverwriteInput() ? Buffer.none() : binding.workspace().own(width);
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      MatrixStack h = normalised.rows(input.rows());
      MatrixStack y = binding.mayOverwriteInput() ? input : output.rows(input.rows());
      if (roots.length != h.count() || roots[0].length != input.rows()) {
        roots = new double[h.count()][input.rows()];
      }
      for (int chain = 0; chain < h.count(); chain++) {
        double[] x = read(input, chain);
        normalise(x, roots[chain]);
        write(x, h, chain);
        double[] s = read(scale, chain);
        double[] b = read(shift, chain);
        for (int i = 0; i < x.length; i++) {
          x[i] = s[i % width] * x[i] + b[i % width];
        }
        write(x, y, chain);
      }
      return y;
    }

    /** Row by row, x becomes h. */
    private void normalise(double[] x, double[] reciprocalRoots) {
      for (int row = 0; row < reciprocalRoots.length; row++) {
        int from = row * width;
        double mean = 0;
        for (int j = from; j < from + width; j++) {
          mean += x[j] / width;
        }
        double variance = 0;
        for (int j = from; j < from + width; j++) {
          variance += (x[j] - mean) * (x[j] - mean) / width;
        }
        double root = 1 / Math.sqrt(variance + EPSILON);
        for (int j = from; j < from + width; j++) {
          x[j] = (x[j] - mean) * root;
        }
        reciprocalRoots[row] = root;
      }
    }

    @Override
    public boolean want(Tensors gradients) {
      scaleGradient = gradients.matrix(SCALE);
      shiftGradient = gradients.matrix(SHIFT);
      return scaleGradient.isPresent() || shiftGradient.isPresent();
    }

    @Override
    public void gradients(MatrixStack delta) {
      shiftGradient.ifPresent(to -> binding.kernels().columnSums(delta, to));
      scaleGradient.ifPresent(to -> sumProducts(delta, to));
    }

    private void sumProducts(MatrixStack delta, MatrixStack gradient) {
      MatrixStack normal = normalised.rows(delta.rows());
      for (int chain = 0; chain < delta.count(); chain++) {
        double[] d = read(delta, chain);
        double[] h = read(normal, chain);
        double[] sums = new double[width];
        for (int i = 0; i < d.length; i++) {
          sums[i % width] += d[i] * h[i];
        }
        write(sums, gradient, chain);
      }
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      MatrixStack normal = normalised.rows(delta.rows());
      MatrixStack passed = inputGradient.rows(delta.rows());
      for (int chain = 0; chain < delta.count(); chain++) {
        double[] e = read(delta, chain);
        double[] s = read(scale, chain);
        for (int i = 0; i < e.length; i++) {
          e[i] *= s[i % width];
        }
        passBack(e, read(normal, chain), roots[chain]);
        write(e, passed, chain);
      }
      return passed;
    }

    /** Row by row, e becomes dL/dx. */
    private void passBack(double[] e, double[] h, double[] reciprocalRoots) {
      for (int row = 0; row < reciprocalRoots.length; row++) {
        int from = row * width;
        double mean = 0;
        double along = 0;
        for (int j = from; j < from + width; j++) {
          mean += e[j] / width;
          along += e[j] * h[j] / width;
        }
        for (int j = from; j < from + width; j++) {
          e[j] = reciprocalRoots[row] * (e[j] - mean - h[j] * along);
        }
      }
    }

    private static double[] read(MatrixStack matrix, int chain) {
      double[] values = new double[matrix.size()];
      matrix.slab().load(matrix.slab().rowOf(chain), matrix.offset(), values, values.length);
      return values;
    }

    private static void write(double[] values, MatrixStack matrix, int chain) {
      matrix.slab().store(chain, matrix.offset(), values, values.length);
    }
  }
}
