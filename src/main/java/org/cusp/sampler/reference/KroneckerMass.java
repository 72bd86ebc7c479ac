package org.cusp.sampler.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.posterior.Posterior;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * A precision for deep linear networks, where thousands of directions are stiff: of each matrix W_l
 *
 * <pre>
 * M_l = nBeta A_l (x) G_l + gamma
 * A_l = P X'X/n P',  P = W_(l-1) ... W_1;   G_l = Q'Q / sigma^2,  Q = W_L ... W_(l+1)
 * </pre>
 *
 * the second moments of what goes into the layer and of what comes back from the outputs, each the
 * mean over where the chains are. In their eigenbases M_l is diagonal.
 *
 * <p>Source: J. Martens, R. Grosse, "Optimizing neural networks with Kronecker-factored approximate
 * curvature", ICML 2015, arXiv:1503.05671; the factors here are exact means, not over batches.
 *
 * @param stack which parameters are which
 * @param factors of each layer
 * @param gaugeScales of each hidden layer: how far {@link GaugeMoves} go
 */
public record KroneckerMass(LinearStack stack, List<Factors> factors, double[] gaugeScales) {
  /** The best scale of a random walk in one direction, in its standard deviations. */
  private static final double RANDOM_WALK = 2.4;

  /**
   * One layer.
   *
   * @param ofInputs eigenvectors of A, in columns [inputs][inputs]
   * @param ofOutputs eigenvectors of G, in columns
   * @param precisions M in these bases, row by row
   */
  public record Factors(double[][] ofInputs, double[][] ofOutputs, double[] precisions) {}

  /**
   * Where chains are.
   *
   * @param positions [chain][P]
   */
  public static KroneckerMass at(Posterior posterior, LinearStack stack, double[][] positions) {
    List<Factors> factors = new ArrayList<>();
    for (int layer = 0; layer < stack.layers(); layer++) {
      factors.add(factors(posterior, stack, positions, layer));
    }
    double[] scales = new double[stack.layers() - 1];
    Arrays.setAll(scales, hidden -> scale(posterior, stack, positions, hidden));
    return new KroneckerMass(stack, factors, scales);
  }

  private static Factors factors(
      Posterior posterior, LinearStack stack, double[][] positions, int layer) {
    RealMatrix a = new Array2DRowRealMatrix(stack.columns(layer), stack.columns(layer));
    RealMatrix g = new Array2DRowRealMatrix(stack.rows(layer), stack.rows(layer));
    double share = 1.0 / positions.length;
    for (double[] w : positions) {
      a = a.add(before(stack, w, layer).scalarMultiply(share));
      g = g.add(after(stack, w, layer).scalarMultiply(share));
    }
    EigenDecompositionSymmetric ofA = new EigenDecompositionSymmetric(symmetric(a));
    EigenDecompositionSymmetric ofG = new EigenDecompositionSymmetric(symmetric(g));
    double[] precisions = new double[stack.rows(layer) * stack.columns(layer)];
    for (int i = 0; i < stack.rows(layer); i++) {
      for (int j = 0; j < stack.columns(layer); j++) {
        double stiff = Math.max(0, ofG.getEigenvalue(i)) * Math.max(0, ofA.getEigenvalue(j));
        precisions[i * stack.columns(layer) + j] = posterior.nBeta() * stiff + posterior.gamma();
      }
    }
    return new Factors(ofA.getV().getData(), ofG.getV().getData(), precisions);
  }

  /** Without what rounding has made unequal. */
  private static RealMatrix symmetric(RealMatrix matrix) {
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }

  /** A of a layer. */
  private static RealMatrix before(LinearStack stack, double[] w, int layer) {
    RealMatrix a = stack.inputs();
    for (int i = 0; i < layer; i++) {
      RealMatrix weights = stack.weights(w, i);
      a = weights.multiply(a).multiplyTransposed(weights);
    }
    return a;
  }

  /** G of a layer. */
  private static RealMatrix after(LinearStack stack, double[] w, int layer) {
    double[][] identity = new double[stack.rows(stack.layers() - 1)][];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = new double[identity.length];
      identity[i][i] = 1 / (stack.sigma() * stack.sigma());
    }
    RealMatrix g = new Array2DRowRealMatrix(identity, false);
    for (int i = stack.layers() - 1; i > layer; i--) {
      RealMatrix weights = stack.weights(w, i);
      g = weights.transposeMultiply(g).multiply(weights);
    }
    return g;
  }

  /** A move of size e changes the two matrices by e sqrt((|W_l|^2 + |W_(l+1)|^2) / h). */
  private static double scale(
      Posterior posterior, LinearStack stack, double[][] positions, int hidden) {
    double squares = 0;
    int end = stack.offset(hidden + 1) + stack.rows(hidden + 1) * stack.columns(hidden + 1);
    for (double[] w : positions) {
      for (int i = stack.offset(hidden); i < end; i++) {
        squares += w[i] * w[i] / positions.length;
      }
    }
    return RANDOM_WALK * Math.sqrt(stack.rows(hidden) / (posterior.gamma() * squares));
  }
}
