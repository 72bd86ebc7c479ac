package org.cusp.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.tensor.MatrixStack;

/**
 * Batch normalisation as it is in evaluation: channel by channel of an image [channels, height,
 * width], or feature by feature of a vector,
 *
 * <pre>
 * y = s h + b,  h = (x - m) r,  r = 1 / sqrt(v + eps)
 * </pre>
 *
 * with parameters {@code weight} s and {@code bias} b and the fixed numbers {@code running_mean} m
 * and {@code running_var} v that training left. Back, with d the gradient with respect to y:
 *
 * <pre>
 * dL/ds = sum of d h,  dL/db = sum of d, both over data and places,  dL/dx = d s r.
 * </pre>
 *
 * Sums are in double. Statistics of batches are not taken: a posterior is of a function of one
 * datum. Source: S. Ioffe, C. Szegedy, "Batch normalization", arXiv:1502.03167 (2015).
 *
 * @param eps added to the variance, positive; 1e-5 in PyTorch
 */
public record BatchNorm(double eps) implements Layer {
  private static final String EPS = "eps";
  private static final double USUAL_EPS = 1e-5;
  private static final String SCALE = "weight";
  private static final String SHIFT = "bias";
  private static final String MEAN = "running_mean";
  private static final String VARIANCE = "running_var";

  public static final LayerType TYPE =
      new LayerType(
          "batch-norm", List.of(EPS), text -> new BatchNorm(text.positive(EPS, USUAL_EPS)));

  public BatchNorm {
    Check.positive(EPS, eps);
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    return eps == USUAL_EPS ? type() : type() + ": {" + EPS + ": " + eps + "}";
  }

  @Override
  public Shape output(Shape input) {
    if (!input.isVector() && input.axes().size() != 3) {
      throw new InvalidInput(
          "takes a vector [features] or an image [channels, height, width], got the shape "
              + input);
    }
    return input;
  }

  private static int channels(Shape input) {
    return input.axes().get(0);
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    int channels = channels(input);
    return List.of(
        Parameter.scale(SCALE, channels),
        Parameter.offset(SHIFT, channels),
        Parameter.fixed(MEAN, channels, Parameter.Role.MEAN),
        Parameter.fixed(VARIANCE, channels, Parameter.Role.VARIANCE));
  }

  /** A factor and a term for each number. */
  @Override
  public double flops(Shape input) {
    return 2.0 * input.size();
  }

  @Override
  public boolean isOnHost() {
    return true;
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new Pass(binding, eps);
  }

  private static final class Pass implements LayerPass {
    private final Binding binding;
    private final double eps;
    private final MatrixStack scale;
    private final MatrixStack shift;
    private final MatrixStack mean;
    private final MatrixStack variance;
    private final int channels;
    private final double[] datum;
    private final double[] other;
    private final Buffer output;
    private final Buffer inputGradient;
    private MatrixStack given;
    private Optional<MatrixStack> scaleGradient = Optional.empty();
    private Optional<MatrixStack> shiftGradient = Optional.empty();

    Pass(Binding binding, double eps) {
      this.binding = binding;
      this.eps = eps;
      this.scale = binding.value(SCALE);
      this.shift = binding.value(SHIFT);
      this.mean = binding.value(MEAN);
      this.variance = binding.value(VARIANCE);
      this.channels = channels(binding.input());
      this.datum = new double[binding.input().size()];
      this.other = new double[datum.length];
      this.output = binding.workspace().own(datum.length);
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      given = input;
      MatrixStack y = output.rows(input.rows());
      for (int chain = 0; chain < y.count(); chain++) {
        double[] factor = factors(chain);
        double[] term = read(shift, chain);
        double[] m = read(mean, chain);
        for (int c = 0; c < channels; c++) {
          term[c] -= m[c] * factor[c];
        }
        affine(input, chain, factor, term, y);
      }
      return y;
    }

    /** s r of each channel. */
    private double[] factors(int chain) {
      double[] s = read(scale, chain);
      double[] r = roots(chain);
      Arrays.setAll(s, c -> s[c] * r[c]);
      return s;
    }

    private double[] roots(int chain) {
      double[] v = read(variance, chain);
      Arrays.setAll(v, c -> 1 / Math.sqrt(v[c] + eps));
      return v;
    }

    /** Every number times the factor of its channel, plus its term. */
    private void affine(
        MatrixStack source, int chain, double[] factor, double[] term, MatrixStack target) {
      int places = datum.length / channels;
      for (int row = 0; row < source.rows(); row++) {
        load(source, chain, row, datum);
        for (int i = 0; i < datum.length; i++) {
          datum[i] = factor[i / places] * datum[i] + term[i / places];
        }
        target.slab().store(chain, target.offset() + row * datum.length, datum, datum.length);
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
      if (scaleGradient.isEmpty() && shiftGradient.isEmpty()) {
        return;
      }
      for (int chain = 0; chain < delta.count(); chain++) {
        sums(delta, chain);
      }
    }

    private void sums(MatrixStack delta, int chain) {
      int places = datum.length / channels;
      double[] m = read(mean, chain);
      double[] r = roots(chain);
      double[] along = new double[channels];
      double[] plain = new double[channels];
      for (int row = 0; row < delta.rows(); row++) {
        load(delta, chain, row, datum);
        load(given, chain, row, other);
        for (int i = 0; i < datum.length; i++) {
          int c = i / places;
          along[c] += datum[i] * (other[i] - m[c]) * r[c];
          plain[c] += datum[i];
        }
      }
      scaleGradient.ifPresent(to -> to.slab().store(chain, to.offset(), along, channels));
      shiftGradient.ifPresent(to -> to.slab().store(chain, to.offset(), plain, channels));
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      MatrixStack passed = inputGradient.rows(delta.rows());
      for (int chain = 0; chain < delta.count(); chain++) {
        affine(delta, chain, factors(chain), new double[channels], passed);
      }
      return passed;
    }

    private static void load(MatrixStack matrix, int chain, int row, double[] values) {
      int from = matrix.offset() + row * values.length;
      matrix.slab().load(matrix.slab().rowOf(chain), from, values, values.length);
    }

    private static double[] read(MatrixStack matrix, int chain) {
      double[] values = new double[matrix.size()];
      matrix.slab().load(matrix.slab().rowOf(chain), matrix.offset(), values, values.length);
      return values;
    }
  }
}
