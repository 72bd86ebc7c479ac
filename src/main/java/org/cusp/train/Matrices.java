package org.cusp.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.cusp.format.NamedTensor;

/**
 * Which way round the matrices of a foreign file are, as far as its names say. PyTorch calls its
 * matrices weights, and has them outputs x inputs; Keras and Flax call theirs kernels, inputs x
 * outputs. Any other name says nothing; where shapes do not either, outputs x inputs is assumed.
 *
 * @param there the tensors of the file
 * @param kernels whether one is called a kernel
 * @param weights whether a matrix is called a weight
 */
record Matrices(Map<String, NamedTensor> there, boolean kernels, boolean weights) {
  /** What is said of a file whose matrices were all turned. */
  static final String TURNED = ", its matrices (inputs x outputs) transposed";

  static Matrices of(Map<String, NamedTensor> there) {
    return new Matrices(
        there,
        there.keySet().stream().anyMatch(name -> new TensorName(name).isKernel()),
        there.entrySet().stream()
            .anyMatch(e -> isMatrix(e.getValue()) && new TensorName(e.getKey()).isWeight()));
  }

  /** Outputs x inputs, if the names are right: kernels turned, and with them what has no name. */
  Map<String, NamedTensor> asNamed() {
    return kernels ? turned(name -> !new TensorName(name).isWeight()) : there;
  }

  /** What may be tried where those do not fit; empty where all were turned. */
  Map<String, NamedTensor> otherwise() {
    return kernels && !weights ? Map.of() : turned(name -> true);
  }

  /** Whether the names say nothing. */
  boolean isOpen() {
    return !kernels && !weights;
  }

  /** What is said where the tensors are taken as named. */
  String words() {
    if (kernels) {
      return weights ? ", its kernels (inputs x outputs) transposed" : TURNED;
    }
    boolean open = isOpen() && there.values().stream().anyMatch(Matrices::isSquare);
    return open ? ", its square matrices as outputs x inputs (transpose them if they are not)" : "";
  }

  private Map<String, NamedTensor> turned(Predicate<String> which) {
    Map<String, NamedTensor> turned = new LinkedHashMap<>();
    there.forEach((name, t) -> turned.put(name, which.test(name) ? t.transposed() : t));
    return turned;
  }

  private static boolean isMatrix(NamedTensor tensor) {
    return tensor.shape().length == 2;
  }

  private static boolean isSquare(NamedTensor tensor) {
    return isMatrix(tensor) && tensor.shape()[0] == tensor.shape()[1] && tensor.shape()[0] > 1;
  }
}
