package org.cusp.problem.law;

import java.util.ArrayList;
import java.util.List;
import org.cusp.model.DeepLinearNetwork;
import org.cusp.model.ParamSpace;
import org.cusp.numerics.Matrices;

/** W_L ... W_1 of a deep linear network. */
public record LayerProduct(DeepLinearNetwork model) implements LinearMap {
  @Override
  public int inputs() {
    return model.inputs();
  }

  @Override
  public int outputs() {
    return model.likelihood().outputs();
  }

  @Override
  public double[][] at(double[] w) {
    List<double[][]> below = below(w);
    return below.get(below.size() - 1);
  }

  /** With C the cotangent: dW_l = (W_L ... W_(l+1))^T C (W_(l-1) ... W_1)^T. */
  @Override
  public void addGradient(double[] w, double[][] cotangent, double[] gradient) {
    List<ParamSpace.Tensor> layers = model.parameters().tensors();
    List<double[][]> below = below(w);
    double[][] above = cotangent;
    for (int l = layers.size() - 1; l >= 0; l--) {
      double[][] entries = Matrices.product(above, Matrices.transpose(below.get(l)));
      add(entries, layers.get(l).offset(), gradient);
      above = Matrices.product(Matrices.transpose(layer(w, layers.get(l))), above);
    }
  }

  /** The products of the first 0, 1, ..., L layers. */
  private List<double[][]> below(double[] w) {
    List<double[][]> products = new ArrayList<>();
    products.add(Matrices.identity(inputs()));
    for (ParamSpace.Tensor tensor : model.parameters().tensors()) {
      products.add(Matrices.product(layer(w, tensor), products.get(products.size() - 1)));
    }
    return products;
  }

  private static double[][] layer(double[] w, ParamSpace.Tensor tensor) {
    int columns = tensor.shape().get(1);
    double[][] matrix = new double[tensor.shape().get(0)][columns];
    for (int i = 0; i < matrix.length; i++) {
      System.arraycopy(w, tensor.offset() + i * columns, matrix[i], 0, columns);
    }
    return matrix;
  }

  private static void add(double[][] entries, int offset, double[] gradient) {
    int at = offset;
    for (double[] row : entries) {
      for (double entry : row) {
        gradient[at++] += entry;
      }
    }
  }
}
