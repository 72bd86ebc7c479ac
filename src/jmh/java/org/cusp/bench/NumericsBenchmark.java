package org.cusp.bench;

import java.util.concurrent.TimeUnit;
import org.cusp.numerics.Cholesky;
import org.cusp.numerics.Matrices;
import org.cusp.numerics.PolynomialRoots;
import org.cusp.numerics.SymmetricEigen;
import org.cusp.numerics.TridiagonalEigen;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.hipparchus.analysis.solvers.LaguerreSolver;
import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What {@code numerics} writes by hand, beside the same by Hipparchus. Judge ratios. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NumericsBenchmark {
  /** Rows: those of a Gibbs step or a Hessian, and of a Lanczos run. */
  @Param({"3", "8", "40"})
  public int size;

  private double[][] matrix;
  private double[] diagonal;
  private double[] below;
  private double[] polynomial;

  @Setup
  public void setup() {
    RandomStream stream = RandomStream.of(1, Purpose.INPUTS, 0);
    double[][] rows = new double[size][size + 2];
    for (int i = 0; i < size; i++) {
      stream.normals(i, 0, rows[i], size + 2);
    }
    matrix = Matrices.gram(rows);
    diagonal = new double[size];
    below = new double[size - 1];
    stream.normals(size, 0, diagonal, size);
    stream.normals(size + 1, 0, below, size - 1);
    polynomial = new double[Math.min(size, 12) + 1];
    stream.normals(size + 2, 0, polynomial, polynomial.length);
  }

  private double[][] copy() {
    double[][] copy = new double[size][];
    for (int i = 0; i < size; i++) {
      copy[i] = matrix[i].clone();
    }
    return copy;
  }

  @Benchmark
  public Cholesky cholesky() {
    return Cholesky.of(matrix);
  }

  @Benchmark
  public CholeskyDecomposition choleskyOfHipparchus() {
    return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false));
  }

  @Benchmark
  public SymmetricEigen symmetric() {
    return SymmetricEigen.of(copy());
  }

  @Benchmark
  public double[] symmetricOfHipparchus() {
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, false));
    eigen.getV();
    return eigen.getEigenvalues();
  }

  @Benchmark
  public TridiagonalEigen tridiagonal() {
    return TridiagonalEigen.of(diagonal, below);
  }

  @Benchmark
  public double[] tridiagonalOfHipparchus() {
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(diagonal, below);
    eigen.getV();
    return eigen.getEigenvalues();
  }

  /** Of degree 3, 8 and 12. */
  @Benchmark
  public PolynomialRoots roots() {
    return PolynomialRoots.of(polynomial);
  }

  @Benchmark
  public Complex[] rootsOfHipparchus() {
    return new LaguerreSolver().solveAllComplex(polynomial, 0);
  }
}
