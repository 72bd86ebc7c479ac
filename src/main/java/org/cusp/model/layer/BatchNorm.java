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
 * Sums are in double. In training the statistics are those of the batch, see {@link
 * BatchStatistics}; a posterior is of a function of one datum. Source: S. Ioffe, C. Szegedy, "Batch
 * normalization", arXiv:1502.03167 (2015).
 *
 * @param eps added to the variance, positive; 1e-5 in PyTorch
 */
public record BatchNorm(double eps) implements Layer {
  private static final String EPS = "eps";
  private static final double USUAL_EPS = 1e-5;
  static final String SCALE = "weight";
  static final String SHIFT = "bias";
  static final String MEAN = "running_mean";
  static final String VARIANCE = "running_var";

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
    return binding.phase() instanceof Phase.Training training
        ? new BatchStatistics(binding, eps, training.next())
        : new Pass(binding, eps);
  }

  private static final class Pass implements LayerPass {
    private final double eps;
    private final MatrixStack scale;
    private final MatrixStack shift;
    private final MatrixStack mean;
    private final MatrixStack variance;
    private final Channels channels;
    private final Buffer output;
    private final Buffer inputGradient;
    private MatrixStack given;
    private Optional<MatrixStack> scaleGradient = Optional.empty();
    private Optional<MatrixStack> shiftGradient = Optional.empty();

    Pass(Binding binding, double eps) {
      this.eps = eps;
      this.scale = binding.value(SCALE);
      this.shift = binding.value(SHIFT);
      this.mean = binding.value(MEAN);
      this.variance = binding.value(VARIANCE);
      this.channels = Channels.of(binding.input());
      this.output = binding.workspace().own(binding.input().size());
      this.inputGradient = binding.inputGradient();
    }

    @Override
    public MatrixStack forward(MatrixStack input) {
      given = input;
      MatrixStack y = output.rows(input.rows());
      for (int chain = 0; chain < y.count(); chain++) {
        double[] factor = factors(chain);
        double[] term = Channels.read(shift, chain);
        double[] m = Channels.read(mean, chain);
        for (int c = 0; c < channels.count(); c++) {
          term[c] -= m[c] * factor[c];
        }
        channels.affine(input, chain, factor, term, y);
      }
      return y;
    }

    /** s r of each channel. */
    private double[] factors(int chain) {
      double[] s = Channels.read(scale, chain);
      double[] r = roots(chain);
      Arrays.setAll(s, c -> s[c] * r[c]);
      return s;
    }

    private double[] roots(int chain) {
      double[] v = Channels.read(variance, chain);
      Arrays.setAll(v, c -> 1 / Math.sqrt(v[c] + eps));
      return v;
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
      Channels.Sums sums =
          channels.sums(delta, given, chain, Channels.read(mean, chain), roots(chain));
      scaleGradient.ifPresent(to -> Channels.write(to, chain, sums.along()));
      shiftGradient.ifPresent(to -> Channels.write(to, chain, sums.plain()));
    }

    @Override
    public MatrixStack backward(MatrixStack delta) {
      gradients(delta);
      MatrixStack passed = inputGradient.rows(delta.rows());
      for (int chain = 0; chain < delta.count(); chain++) {
        channels.affine(delta, chain, factors(chain), new double[channels.count()], passed);
      }
      return passed;
    }
  }
}
