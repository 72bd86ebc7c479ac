package org.cusp.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.cusp.numerics.LogSum;

/** One step of a network's function on one example, in double; steps hold no state. */
interface Step {
  /** The numbers that the next step gets; the argument may be used again. */
  double[] apply(double[] x);

  /** In one word or a few. */
  String describe();

  /**
   * Where its numbers come from.
   *
   * @param weight what the file calls the weights; empty where it has no name for them
   * @param bias the same of the bias; empty where there is none
   */
  record Source(String weight, String bias) {
    static final Source NONE = new Source("", "");
  }

  /**
   * W x + b.
   *
   * @param weight outputs x inputs, row-major
   * @param bias outputs; all 0 where there is none
   */
  record Affine(double[] weight, double[] bias, Source source) implements Step {
    Affine(double[] weight, double[] bias) {
      this(weight, bias, Source.NONE);
    }

    int inputs() {
      return weight.length / bias.length;
    }

    /** Whether the file has a bias. */
    boolean hasBias() {
      return !source.bias().isEmpty();
    }

    @Override
    public double[] apply(double[] x) {
      double[] y = bias.clone();
      int inputs = inputs();
      for (int o = 0; o < y.length; o++) {
        y[o] += dot(weight, o * inputs, x, inputs);
      }
      return y;
    }

    /** Four sums side by side keep the processor busy. */
    private static double dot(double[] w, int from, double[] x, int length) {
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 3 < length; i += 4) {
        a += w[from + i] * x[i];
        b += w[from + i + 1] * x[i + 1];
        c += w[from + i + 2] * x[i + 2];
        d += w[from + i + 3] * x[i + 3];
      }
      for (; i < length; i++) {
        a += w[from + i] * x[i];
      }
      return a + b + (c + d);
    }

    @Override
    public String describe() {
      return "dense " + inputs() + " to " + bias.length;
    }
  }

  /**
   * scale x + shift, for each group of equal length: batch normalisation in evaluation.
   *
   * @param scale of each channel; the channels lie one after the other
   */
  record PerChannel(double[] scale, double[] shift) implements Step {
    /** gamma (x - mean) / sqrt(variance + eps) + beta. */
    static PerChannel batchNorm(
        double[] gamma, double[] beta, double[] mean, double[] variance, double eps) {
      double[] scale = new double[mean.length];
      double[] shift = new double[mean.length];
      for (int c = 0; c < scale.length; c++) {
        scale[c] = gamma[c] / Math.sqrt(variance[c] + eps);
        shift[c] = beta[c] - mean[c] * scale[c];
      }
      return new PerChannel(scale, shift);
    }

    @Override
    public double[] apply(double[] x) {
      double[] y = new double[x.length];
      int each = x.length / scale.length;
      for (int c = 0; c < scale.length; c++) {
        for (int i = c * each; i < (c + 1) * each; i++) {
          y[i] = scale[c] * x[i] + shift[c];
        }
      }
      return y;
    }

    @Override
    public String describe() {
      return "batch norm " + scale.length;
    }
  }

  /**
   * Batch normalisation in evaluation.
   *
   * @param eps added to the variances
   * @param source of gamma and beta
   */
  record BatchNorm(Network.Norm norm, double eps, Source source) implements Step {
    @Override
    public double[] apply(double[] x) {
      return norm.step(eps).apply(x);
    }

    @Override
    public String describe() {
      return norm.step(eps).describe();
    }
  }

  /**
   * The same function of every number.
   *
   * @param nonlinearity the one of Cusp that it is; empty where it is none
   */
  record Elementwise(String name, DoubleUnaryOperator function, Optional<Nonlinearity> nonlinearity)
      implements Step {
    private static final double[] PROBES = {-3.1, -1.3, -0.4, 0.2, 0.9, 2.3, 7};

    // Constants of 4 bytes.
    private static final double ROUNDING = 3e-7;

    /** One of Cusp's. */
    static Elementwise of(Nonlinearity known) {
      return new Elementwise(known.id(), known.function(), Optional.of(known));
    }

    /** The one of Cusp's that has these values; else the function as it is. */
    static Elementwise matched(String name, DoubleUnaryOperator function) {
      return Nonlinearity.differentiable().stream()
          .filter(known -> known != Nonlinearity.IDENTITY && isSame(known.function(), function))
          .findFirst()
          .map(Elementwise::of)
          .orElseGet(() -> new Elementwise(name, function, Optional.empty()));
    }

    private static boolean isSame(DoubleUnaryOperator known, DoubleUnaryOperator other) {
      return Arrays.stream(PROBES)
          .allMatch(
              z -> {
                double value = known.applyAsDouble(z);
                double apart = Math.abs(value - other.applyAsDouble(z));
                return apart <= ROUNDING * (1 + Math.abs(value));
              });
    }

    /** max(z, slope z). */
    static Step leaky(double slope) {
      Elementwise step = matched("leaky-relu: " + slope, z -> z > 0 ? z : slope * z);
      return step.nonlinearity().isPresent() ? step : new Leaky(slope);
    }

    /** The product of functions of the same number; empty where a branch is something else. */
    static Optional<Step> product(List<List<Step>> branches) {
      List<DoubleUnaryOperator> factors = new ArrayList<>();
      for (List<Step> branch : branches) {
        Optional<DoubleUnaryOperator> f = composed(branch);
        if (f.isEmpty()) {
          return Optional.empty();
        }
        factors.add(f.get());
      }
      DoubleUnaryOperator product =
          z -> factors.stream().mapToDouble(f -> f.applyAsDouble(z)).reduce(1, (a, b) -> a * b);
      return Optional.of(matched("product", product));
    }

    /** Steps of which each is a function of every number alone, as one. */
    private static Optional<DoubleUnaryOperator> composed(List<Step> steps) {
      DoubleUnaryOperator all = DoubleUnaryOperator.identity();
      for (Step step : steps) {
        Optional<DoubleUnaryOperator> next = ofNumber(step);
        if (next.isEmpty()) {
          return Optional.empty();
        }
        all = all.andThen(next.get());
      }
      return Optional.of(all);
    }

    private static Optional<DoubleUnaryOperator> ofNumber(Step step) {
      if (step instanceof Elementwise it) {
        return Optional.of(it.function());
      }
      if (step instanceof PerChannel it && it.scale().length == 1) {
        return Optional.of(z -> it.scale()[0] * z + it.shift()[0]);
      }
      if (step instanceof Sum it) {
        List<DoubleUnaryOperator> terms =
            it.branches().stream().flatMap(branch -> composed(branch).stream()).toList();
        return terms.size() < it.branches().size()
            ? Optional.empty()
            : Optional.of(z -> terms.stream().mapToDouble(f -> f.applyAsDouble(z)).sum());
      }
      return Optional.empty();
    }

    @Override
    public double[] apply(double[] x) {
      double[] y = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = function.applyAsDouble(x[i]);
      }
      return y;
    }

    @Override
    public String describe() {
      return name;
    }
  }

  /** z where it is positive, else the slope times z. */
  record Leaky(double slope) implements Step {
    @Override
    public double[] apply(double[] x) {
      return Arrays.stream(x).map(z -> z > 0 ? z : slope * z).toArray();
    }

    @Override
    public String describe() {
      return "leaky-relu: " + slope;
    }
  }

  /**
   * What branches make of the same numbers, added; a branch without steps gives them as they are.
   */
  record Sum(List<List<Step>> branches) implements Step {
    @Override
    public double[] apply(double[] x) {
      double[] y = Network.apply(branches.get(0), x).clone();
      for (List<Step> other : branches.subList(1, branches.size())) {
        double[] more = Network.apply(other, x);
        Arrays.setAll(y, i -> y[i] + more[i]);
      }
      return y;
    }

    @Override
    public String describe() {
      return branches.stream()
          .map(
              branch ->
                  branch.stream().map(Step::describe).collect(Collectors.joining(", ", "[", "]")))
          .collect(Collectors.joining(" + ", "sum of ", ""));
    }
  }

  /** Probabilities. */
  record Softmax() implements Step {
    @Override
    public double[] apply(double[] x) {
      double log = LogSum.of(x);
      return Arrays.stream(x).map(value -> Math.exp(value - log)).toArray();
    }

    @Override
    public String describe() {
      return "softmax";
    }
  }

  /** The logarithms of softmax: the same answers and the same loss. */
  record LogSoftmax() implements Step {
    @Override
    public double[] apply(double[] x) {
      double log = LogSum.of(x);
      return Arrays.stream(x).map(value -> value - log).toArray();
    }

    @Override
    public String describe() {
      return "log softmax";
    }
  }
}
