package org.cusp.sampler.reference;

import org.cusp.rng.RandomStream;
import org.cusp.tensor.dense.Matrix;

/**
 * Hamiltonian moves of a deep linear network along the fibre of equal functions: for a hidden layer
 * of h units and an invertible G
 *
 * <pre>W_l -&gt; G W_l,  W_(l+1) -&gt; W_(l+1) G^-1</pre>
 *
 * changes no output and so no loss, whatever the data; only the localisation changes. On the group
 * of all G, with its invariant measure, the density is
 *
 * <pre>
 * exp(-Phi),  Phi = (gamma/2) (|W_l - W_l*|^2 + |W_(l+1) - W_(l+1)*|^2)
 *                   - (inputs - outputs) log |det G|
 * </pre>
 *
 * inputs those of W_l and outputs those of W_(l+1): the last term is the Jacobian. A move draws
 * momenta p [h, h] ~ N(0, m) and goes by leapfrog along dG/dt = (p/m) G, dp/dt = -dPhi, which keeps
 * Phi + |p|^2/2m; a time e turns G by the Cayley transform of y = e p / 2m, (I - y)^-1 (I + y),
 * whose inverse is that of -y. So a step keeps volumes and can be turned round, and a Metropolis
 * step makes it exact. It costs no gradient of the loss.
 *
 * <p>Sources: J. S. Liu, C. Sabatti, "Generalised Gibbs sampler and multigrid Monte Carlo",
 * Biometrika 87 (2000) 353-369, for moves along the orbits of a group; A. Barp, A. Kennedy, M.
 * Girolami, "Hamiltonian Monte Carlo on symmetric and homogeneous spaces via symplectic reduction",
 * arXiv:1903.02699, for leapfrog there.
 *
 * @param gamma of the localisation
 * @param centre W* of every layer
 */
public record GaugeMoves(LinearStack stack, double gamma, Matrix[] centre) {
  /** Beyond all steps of chains, of which an address has 32 bits. */
  private static final long NORMALS = 1L << 30;

  private static final long UNIFORMS = 1L << 31;

  private static final int FEWEST = 2;

  /** Of the longest trajectory: a quarter of a turn in a direction of the mean width. */
  private static final double LONGEST = Math.PI / 2;

  private static final int LEAST_OF_MOST = 4;
  private static final int MOST_OF_MOST = 24;

  /** Steps vary by so much, that no trajectory returns every time. */
  private static final double JITTER = 0.2;

  /** Fibres that can be moved along. */
  public int count() {
    return stack.layers() - 1;
  }

  /**
   * One move of every hidden layer.
   *
   * @param w (Modified) W of every layer
   * @param step e, in units of 1 over the roots of the mean precisions along a fibre
   * @param t addresses the random numbers
   * @return the mean probability of acceptance; 1 where there is no hidden layer
   */
  public double sweep(Matrix[] w, double step, RandomStream noise, long t) {
    int most = (int) Math.max(LEAST_OF_MOST, Math.min(MOST_OF_MOST, Math.rint(LONGEST / step)));
    double accepted = 0;
    long first = 0;
    for (int hidden = 0; hidden < count(); hidden++) {
      int h = stack.rows(hidden);
      double[] z = new double[h * h];
      noise.normals(t + NORMALS, first, z, z.length);
      first += z.length;
      int steps = FEWEST + (int) ((most - FEWEST + 1) * noise.uniform(t + UNIFORMS, 3L * hidden));
      double e = step * (1 + JITTER * (2 * noise.uniform(t + UNIFORMS, 3L * hidden + 1) - 1));
      Fibre fibre = new Fibre(w, hidden, new Matrix(h, h, z));
      double probability = fibre.move(e, steps);
      accepted += probability;
      if (noise.uniform(t + UNIFORMS, 3L * hidden + 2) < probability) {
        w[hidden] = fibre.below;
        w[hidden + 1] = fibre.above;
      }
    }
    return count() == 0 ? 1 : accepted / count();
  }

  /** One trajectory along a fibre, with momenta in units of the root of m. */
  private final class Fibre {
    private final Matrix belowCentre;
    private final Matrix aboveCentre;
    private final double mass;
    private final int excess;
    private final int h;
    private Matrix below;
    private Matrix above;
    private Matrix momentum;
    private double logDeterminant;

    Fibre(Matrix[] w, int hidden, Matrix momentum) {
      this.below = w[hidden];
      this.above = w[hidden + 1];
      this.belowCentre = centre[hidden];
      this.aboveCentre = centre[hidden + 1];
      this.momentum = momentum;
      this.h = stack.rows(hidden);
      int inputs = stack.columns(hidden);
      int outputs = stack.rows(hidden + 1);
      this.excess = inputs - outputs;
      // The mean over directions of the second derivative of Phi, at widths of the localisation.
      this.mass = gamma * (belowCentre.squares() + aboveCentre.squares()) / h + inputs + outputs;
    }

    /** The probability with which it is accepted. */
    double move(double e, int steps) {
      double before = energy();
      try {
        kick(e / 2);
        for (int i = 1; i <= steps; i++) {
          turn(e);
          kick(i < steps ? e : e / 2);
        }
      } catch (ArithmeticException singular) {
        return 0;
      }
      double change = before - energy();
      return Double.isFinite(change) ? Math.exp(Math.min(0, change)) : 0;
    }

    private double energy() {
      double squares =
          below.plus(1, -1, belowCentre).squares() + above.plus(1, -1, aboveCentre).squares();
      return gamma / 2 * squares - excess * logDeterminant + momentum.squares() / 2;
    }

    private void kick(double time) {
      Matrix force =
          below
              .plus(1, -1, belowCentre)
              .timesTransposed(below)
              .plus(gamma, -gamma, above.transposedTimes(above.plus(1, -1, aboveCentre)));
      for (int i = 0; i < h; i++) {
        force.values()[i * h + i] -= excess;
      }
      momentum = momentum.plus(1, -time / Math.sqrt(mass), force);
    }

    private void turn(double time) {
      Matrix identity = Matrix.identity(h);
      double half = time / (2 * Math.sqrt(mass));
      Matrix plus = identity.plus(1, half, momentum);
      Matrix minus = identity.plus(1, -half, momentum);
      Matrix.Solved forth = minus.solve(plus.times(below));
      Matrix.Solved back = plus.transposed().solve(above.times(minus).transposed());
      below = forth.solution();
      above = back.solution().transposed();
      logDeterminant += back.logDeterminant() - forth.logDeterminant();
    }
  }
}
