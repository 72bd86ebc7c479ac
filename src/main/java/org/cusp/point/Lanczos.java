package org.cusp.point;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.cusp.numerics.TridiagonalEigen;
import org.cusp.numerics.Vectors;

/**
 * A symmetric map on the Krylov space of a vector, by Lanczos' recursion with full
 * reorthogonalisation: a tridiagonal matrix T = V' H V whose eigenvalues (Ritz values) approach the
 * extreme eigenvalues of H first, and whose Gauss quadrature gives v' f(H) v.
 *
 * <p>Sources: C. Lanczos, J. Res. Nat. Bur. Standards 45 (1950) 255-282, DOI 10.6028/jres.045.026;
 * G. H. Golub and G. Meurant, Matrices, Moments and Quadrature with Applications, Princeton 2010,
 * chapters 4 and 6.
 *
 * @param diagonal of T
 * @param below the entries below it, and last the length of what is left of H v_k outside the space
 * @param basis v_1 .. v_k, of length one and orthogonal
 * @param noise root mean square of the entries v_i' H v_j, i < j - 1, which are zero for an exact
 *     symmetric map: the error of any v' H v; 0 with fewer than three vectors
 */
record Lanczos(double[] diagonal, double[] below, List<double[]> basis, double noise) {
  /** What is shorter than this, relative to H v, is rounding: the Krylov space is exhausted. */
  private static final double EXHAUSTED = 1e-13;

  private static final int FIRST_QUESTION = 10;

  /** From one question to the next the space grows by a fifth, so that asking costs little. */
  private static final double GROWTH = 1.2;

  /**
   * Runs the recursion.
   *
   * @param start any vector but zero
   * @param steps most vectors; no more than the dimension
   * @param fresh where a space is exhausted the next vector comes from here, by its number: T then
   *     falls into blocks, and with as many steps as dimensions holds every eigenvalue
   * @param enough asked now and then whether to stop early; never about numbers that are not
   *     finite, which stop the recursion at once
   */
  static Lanczos run(
      UnaryOperator<double[]> map,
      double[] start,
      int steps,
      IntFunction<double[]> fresh,
      Predicate<Lanczos> enough) {
    Lanczos soFar = new Lanczos(new double[0], new double[0], new ArrayList<>(), 0);
    soFar.basis.add(Vectors.unit(start));
    int next = FIRST_QUESTION;
    for (int k = 0; k < steps; k++) {
      soFar = soFar.extended(map.apply(soFar.basis.get(k)), fresh, k + 1 < steps);
      if (!soFar.isFinite()) {
        return soFar;
      }
      if (k + 1 == next && k + 1 < steps) {
        if (enough.test(soFar)) {
          return soFar;
        }
        next = (int) Math.ceil(GROWTH * next);
      }
    }
    return soFar;
  }

  /** One row more, from H v_k; and one vector more, unless this is the last row. */
  private Lanczos extended(double[] rest, IntFunction<double[]> fresh, boolean more) {
    int k = steps();
    double length = Vectors.norm(rest);
    double[] projections = removeBasis(rest, basis);
    double squares = noise * noise * zeros(k);
    for (int i = 0; i < k - 1; i++) {
      squares += projections[i] * projections[i];
    }
    removeBasis(rest, basis);
    double outside = Vectors.norm(rest);
    boolean exhausted = outside <= EXHAUSTED * length;
    double[] longer = Arrays.copyOf(diagonal, k + 1);
    longer[k] = projections[k];
    double[] longerBelow = Arrays.copyOf(below, k + 1);
    longerBelow[k] = exhausted ? 0 : outside;
    if (more && Double.isFinite(outside)) {
      basis.add(exhausted ? freshOutside(basis, fresh) : orthogonal(rest, basis));
    }
    double newNoise = k < 2 ? 0 : Math.sqrt(squares / zeros(k + 1));
    return new Lanczos(longer, longerBelow, basis, newNoise);
  }

  /**
   * How many entries of k columns an exact map leaves zero: those more than one off T's diagonal.
   */
  private static long zeros(int k) {
    return (long) (k - 1) * (k - 2) / 2;
  }

  private static double[] freshOutside(List<double[]> basis, IntFunction<double[]> fresh) {
    double[] vector = Vectors.unit(fresh.apply(basis.size()));
    removeBasis(vector, basis);
    return orthogonal(vector, basis);
  }

  private static double[] orthogonal(double[] rest, List<double[]> basis) {
    double[] unit = Vectors.unit(rest);
    removeBasis(unit, basis);
    return Vectors.unit(unit);
  }

  private static double[] removeBasis(double[] vector, List<double[]> basis) {
    double[] projections = new double[basis.size()];
    for (int i = 0; i < projections.length; i++) {
      projections[i] = Vectors.dot(basis.get(i), vector);
      Vectors.add(vector, -projections[i], basis.get(i));
    }
    return projections;
  }

  int steps() {
    return diagonal.length;
  }

  /**
   * How far an eigenvalue that is zero may appear from zero: the spectral norm of a symmetric
   * matrix of independent noise is 2 sqrt(k) times that of an entry (Wigner's semicircle).
   */
  double band() {
    double largest = Arrays.stream(diagonal).map(Math::abs).max().orElse(0);
    return Math.max(2 * Math.sqrt(steps()) * noise, 1e-12 * largest);
  }

  boolean isFinite() {
    return DoubleStream.concat(Arrays.stream(diagonal), Arrays.stream(below))
        .allMatch(Double::isFinite);
  }

  /** Length of what H sends out of the space. */
  double residual() {
    return below[steps() - 1];
  }

  /** Eigenvalues of T with the first and last entries of their eigenvectors. */
  Ritz ritz() {
    return Ritz.of(diagonal, Arrays.copyOf(below, steps() - 1));
  }

  /** The Ritz vector of T's eigenvector number {@code index}. */
  double[] vector(Ritz ritz, int index) {
    double[] vector = new double[basis.get(0).length];
    for (int k = 0; k < steps(); k++) {
      Vectors.add(vector, ritz.vectors()[index][k], basis.get(k));
    }
    return vector;
  }

  /**
   * The nodes of the Gauss-Radau rule with one node at {@code node}, below all Ritz values. For a
   * function whose derivatives alternate in sign it errs to the other side of the Gauss rule.
   */
  Ritz radau(double node) {
    int k = steps();
    double pivot = diagonal[0] - node;
    for (int i = 1; i < k; i++) {
      pivot = diagonal[i] - node - below[i - 1] * below[i - 1] / pivot;
    }
    double[] longer = Arrays.copyOf(diagonal, k + 1);
    longer[k] = node + residual() * residual() / pivot;
    return Ritz.of(longer, below);
  }

  /**
   * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix.
   *
   * @param vectors [index][component]
   */
  record Ritz(double[] values, double[][] vectors) {
    static Ritz of(double[] diagonal, double[] below) {
      TridiagonalEigen eigen = TridiagonalEigen.of(diagonal, below);
      if (!eigen.isConverged()) {
        throw new IllegalStateException(
            "the eigenvalues of " + diagonal.length + " Lanczos steps did not converge");
      }
      return new Ritz(eigen.values(), eigen.vectors());
    }

    /** The weight of the quadrature at value {@code index}: the first entry, squared. */
    double weight(int index) {
      return vectors[index][0] * vectors[index][0];
    }

    int smallest() {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] < values[best] ? i : best;
      }
      return best;
    }

    int largest() {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }
  }
}
