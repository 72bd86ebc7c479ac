package org.cusp.sampler.reference;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.posterior.Posterior;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Transpose;
import org.cusp.tensor.Workers;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * The stiff directions of a posterior, from m rows J [m, P] whose mean outer product J'J/m is the
 * curvature of L_n: eigenvectors of J J', which is small, give those of J'J,
 *
 * <pre>J J' u = m s u,  v = J' u / sqrt(m s),  kept where nBeta s &gt; 0.3 gamma</pre>
 */
public final class StiffDirections {
  /** Directions less stiff, in units of gamma, are left to the kicks. */
  private static final double WORTH = 0.3;

  /** More than these cost as much as a gradient on all data. */
  public static final int MOST = 512;

  private StiffDirections() {}

  /**
   * The reference with these directions; the localisation alone where there are none, or where a
   * row is not finite.
   *
   * @param rows J, one matrix [m, P]
   * @param seed of the iteration's start
   * @throws org.cusp.clock.TimeIsUp where the deadline has passed
   */
  public static GaussianReference of(
      MatrixStack rows,
      Posterior posterior,
      KernelProvider provider,
      Workers workers,
      Deadline deadline,
      long seed) {
    Kernels kernels = provider.create();
    int m = rows.rows();
    Transpose first = m <= rows.columns() ? Transpose.NO : Transpose.YES;
    double[][] products =
        first == Transpose.NO
            ? new GramMatrix(rows, provider, workers, deadline).values()
            : products(rows, first, kernels);
    double trace = IntStream.range(0, products.length).mapToDouble(i -> products[i][i]).sum();
    if (!(trace > 0) || !Double.isFinite(trace)) {
      return GaussianReference.isotropic(posterior.gamma());
    }
    double rounding = rows.slab().precision() == Precision.FLOAT32 ? 1e-6 : 1e-12;
    double threshold =
        Math.max(WORTH * posterior.gamma() / posterior.nBeta() * m, rounding * trace);
    RandomStream start = RandomStream.of(seed, Purpose.START, m);
    LeadingEigen eigen = LeadingEigen.above(threshold, products, MOST, kernels, rows.slab(), start);
    deadline.require();
    if (eigen.values().length == 0) {
      return GaussianReference.isotropic(posterior.gamma());
    }
    double[] stiffness =
        Arrays.stream(eigen.values()).map(value -> posterior.nBeta() * value / m).toArray();
    MatrixStack directions =
        first == Transpose.NO
            ? orthonormal(orthonormal(images(rows, eigen, kernels), kernels), kernels)
            : stored(eigen.vectors(), rows.slab());
    return GaussianReference.of(posterior.gamma(), stiffness, directions);
  }

  /** A A', or A' A. */
  private static double[][] products(MatrixStack a, Transpose first, Kernels kernels) {
    Transpose second = first == Transpose.NO ? Transpose.YES : Transpose.NO;
    int m = first == Transpose.NO ? a.rows() : a.columns();
    try (Slab memory = a.slab().zerosBeside(1, m * m)) {
      kernels.multiply(a, first, a, second, MatrixStack.of(memory, 0, m, m), 0);
      double[][] values = new double[m][m];
      for (int i = 0; i < m; i++) {
        memory.load(0, i * m, values[i], m);
      }
      return values;
    }
  }

  /** J' u / sqrt(m s) for every eigenvector. */
  private static MatrixStack images(MatrixStack rows, LeadingEigen eigen, Kernels kernels) {
    double[][] combine = new double[eigen.values().length][];
    for (int i = 0; i < combine.length; i++) {
      double norm = Math.sqrt(eigen.values()[i]);
      combine[i] = Arrays.stream(eigen.vectors()[i]).map(u -> u / norm).toArray();
    }
    return combined(combine, rows, kernels);
  }

  /**
   * Rows of the same span: with A A' = L L', those of L^-1 A. The first time removes what the
   * rounding of small eigenvalues left, the second time its own. Closes what it is given.
   */
  private static MatrixStack orthonormal(MatrixStack a, Kernels kernels) {
    RealMatrix products =
        MatrixUtils.createRealMatrix(symmetric(products(a, Transpose.NO, kernels)));
    RealMatrix lower = new CholeskyDecomposition(products, 1e-3, 1e-10).getL();
    DecompositionSolver solver = new LUDecomposition(lower).getSolver();
    double[][] inverse = solver.getInverse().getData();
    try (Slab closed = a.slab()) {
      return combined(inverse, a, kernels);
    }
  }

  /**
   * With the upper triangle below the diagonal too: what should be 0 is rounding, of which the two
   * triangles of a product in single precision have each their own.
   */
  static double[][] symmetric(double[][] products) {
    for (int i = 0; i < products.length; i++) {
      for (int j = 0; j < i; j++) {
        products[i][j] = products[j][i];
      }
    }
    return products;
  }

  /** factors A. */
  private static MatrixStack combined(double[][] factors, MatrixStack a, Kernels kernels) {
    MatrixStack left = stored(factors, a.slab());
    try (Slab memory = left.slab()) {
      int k = factors.length;
      Slab out = memory.zerosBeside(1, Math.multiplyExact(k, a.columns()));
      MatrixStack target = MatrixStack.of(out, 0, k, a.columns());
      kernels.multiply(left, Transpose.NO, a, Transpose.NO, target, 0);
      return target;
    }
  }

  private static MatrixStack stored(double[][] rows, Slab like) {
    int columns = rows[0].length;
    Slab slab = like.zerosBeside(1, Math.multiplyExact(rows.length, columns));
    for (int i = 0; i < rows.length; i++) {
      slab.store(0, i * columns, rows[i], columns);
    }
    return MatrixStack.of(slab, 0, rows.length, columns);
  }
}
