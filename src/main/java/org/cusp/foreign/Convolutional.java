package org.cusp.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Convolutions, then dense layers, the activation after each but the last. The weights do not say
 * how a convolution moves, so this is one of the usual readings: all convolutions have one stride
 * and one padding, and there are pools of 2 after all of them, after the last or nowhere.
 *
 * @param biased of each dense layer, whether the file has a bias
 * @param readings all usual ones that give the first dense layer as many numbers as it takes
 */
record Convolutional(
    List<Kernel> kernels,
    List<Step.Affine> dense,
    List<Boolean> biased,
    Reading reading,
    List<Reading> readings)
    implements Network {
  private static final List<Integer> SIDES = List.of(28, 32, 8);
  private static final int POOL = 2;

  /** The weights of a convolution, [outputs, inputs, rows, columns]. */
  record Kernel(int inputs, int rows, int columns, double[] weight, Optional<double[]> bias) {
    int outputs() {
      return weight.length / (inputs * rows * columns);
    }
  }

  /** After which convolutions there is a pool. */
  enum Pools {
    NONE,
    LAST,
    EACH
  }

  /**
   * What the weights do not say.
   *
   * @param side of the images, which are square
   * @param mean whether pools take means, not maxima
   */
  record Reading(int side, int stride, int padding, Pools pools, boolean mean) {
    String words() {
      String pooled =
          switch (pools) {
            case NONE -> "no pools";
            case LAST -> (mean ? "mean" : "max") + " pool of 2 after the last convolution";
            case EACH -> (mean ? "mean" : "max") + " pools of 2";
          };
      return side + " x " + side + ", stride " + stride + ", padding " + padding + ", " + pooled;
    }

    private boolean pooled(int convolution, int convolutions) {
      return pools == Pools.EACH || pools == Pools.LAST && convolution == convolutions - 1;
    }
  }

  /** Empty where no usual reading fits. */
  static Optional<Convolutional> of(
      List<Kernel> kernels, List<Step.Affine> dense, List<Boolean> biased) {
    List<Reading> fitting = new ArrayList<>();
    for (int side : SIDES) {
      for (int stride = 1; stride <= 2; stride++) {
        int widest = kernels.stream().mapToInt(Kernel::rows).min().orElseThrow() / 2;
        for (int padding = 0; padding <= widest; padding++) {
          for (Pools pools : Pools.values()) {
            for (boolean mean : pools == Pools.NONE ? List.of(false) : List.of(false, true)) {
              Reading reading = new Reading(side, stride, padding, pools, mean);
              if (flattened(kernels, reading) == dense.get(0).inputs()) {
                fitting.add(reading);
              }
            }
          }
        }
      }
    }
    return fitting.stream()
        .findFirst()
        .map(first -> new Convolutional(kernels, dense, biased, first, List.copyOf(fitting)));
  }

  /** The numbers that the dense layers get; 0 where an image would be used up. */
  private static int flattened(List<Kernel> kernels, Reading reading) {
    int rows = reading.side();
    int columns = reading.side();
    for (int i = 0; i < kernels.size(); i++) {
      int pool = reading.pooled(i, kernels.size()) ? POOL : 1;
      rows = positions(rows, kernels.get(i).rows(), reading) / pool;
      columns = positions(columns, kernels.get(i).columns(), reading) / pool;
      if (rows < 1 || columns < 1) {
        return 0;
      }
    }
    return rows * columns * kernels.get(kernels.size() - 1).outputs();
  }

  private static int positions(int length, int kernel, Reading reading) {
    return Math.floorDiv(length + 2 * reading.padding() - kernel, reading.stride()) + 1;
  }

  @Override
  public List<Network> alternatives() {
    return readings.stream()
        .<Network>map(other -> new Convolutional(kernels, dense, biased, other, readings))
        .toList();
  }

  @Override
  public Optional<String> inWords() {
    return Optional.of(reading.words());
  }

  @Override
  public int inputs() {
    return kernels.get(0).inputs() * reading.side() * reading.side();
  }

  @Override
  public int outputs() {
    return dense.get(dense.size() - 1).bias().length;
  }

  @Override
  public Optional<Nonlinearity> activation() {
    return Optional.empty();
  }

  @Override
  public boolean dependsOnActivation() {
    return true;
  }

  @Override
  public List<Step> steps(Nonlinearity chosen, double eps) {
    List<Step> steps = new ArrayList<>();
    Step bent = new Step.Elementwise(chosen.id(), chosen.function());
    int rows = reading.side();
    int columns = reading.side();
    for (int i = 0; i < kernels.size(); i++) {
      Kernel kernel = kernels.get(i);
      Window window =
          window(
              rows, columns, kernel.rows(), kernel.columns(), reading.stride(), reading.padding());
      double[] bias = kernel.bias().orElseGet(() -> new double[kernel.outputs()]);
      steps.add(new ImageStep.Convolution(window, kernel.inputs(), 1, kernel.weight(), bias));
      steps.add(bent);
      rows = window.outHeight();
      columns = window.outWidth();
      if (reading.pooled(i, kernels.size())) {
        Window pool = window(rows, columns, POOL, POOL, POOL, 0);
        ImageStep.Pool kind = reading.mean() ? ImageStep.Pool.MEAN : ImageStep.Pool.MAX;
        steps.add(new ImageStep.Pooling(pool, kernel.outputs(), kind));
        rows = pool.outHeight();
        columns = pool.outWidth();
      }
    }
    for (int l = 0; l < dense.size(); l++) {
      steps.add(dense.get(l));
      if (l + 1 < dense.size()) {
        steps.add(bent);
      }
    }
    return steps;
  }

  private static Window window(
      int height, int width, int kernelRows, int kernelColumns, int stride, int padding) {
    return new Window(
        new Window.Axis(height, kernelRows, stride, padding, padding, 1),
        new Window.Axis(width, kernelColumns, stride, padding, padding, 1));
  }

  /** The inputs of a network of layers in a spec file. */
  String specInputs() {
    return "[" + kernels.get(0).inputs() + ", " + reading.side() + ", " + reading.side() + "]";
  }

  /** Its layers in a spec file, on one line. */
  String specLayers(String activation) {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      layers.add(specOf(kernels.get(i)));
      layers.add(activation);
      if (reading.pooled(i, kernels.size())) {
        layers.add((reading.mean() ? "avg" : "max") + "-pool2d: " + POOL);
      }
    }
    layers.add("flatten");
    for (int l = 0; l < dense.size(); l++) {
      int outputs = dense.get(l).bias().length;
      layers.add(
          biased.get(l) ? "dense: " + outputs : "dense: {outputs: " + outputs + ", bias: false}");
      if (l + 1 < dense.size()) {
        layers.add(activation);
      }
    }
    return layers.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private String specOf(Kernel kernel) {
    String size =
        kernel.rows() == kernel.columns()
            ? Integer.toString(kernel.rows())
            : "[" + kernel.rows() + ", " + kernel.columns() + "]";
    return "conv2d: {outputs: "
        + kernel.outputs()
        + ", kernel: "
        + size
        + (reading.stride() == 1 ? "" : ", stride: " + reading.stride())
        + (reading.padding() == 0 ? "" : ", padding: " + reading.padding())
        + (kernel.bias().isPresent() ? "}" : ", bias: false}");
  }
}
