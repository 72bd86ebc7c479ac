package org.cusp.sampler.reference;

import org.cusp.rng.RandomStream;

/**
 * Metropolis steps of a deep linear network along the fibre of equal functions: for a hidden layer
 * and an invertible G
 *
 * <pre>W_l -&gt; G W_l,  W_(l+1) -&gt; W_(l+1) G^-1</pre>
 *
 * changes no output and so no loss, whatever the data; only the localisation changes. Here G = I +
 * e u v' / (1 - e v'u / 2), the Cayley transform of the matrix A = e u v' of rank one, with unit
 * vectors u, v in random directions and e normal. The map (w, A) -&gt; (G w, -A) is its own inverse
 * and A as likely as -A, so that a move is accepted with probability
 *
 * <pre>min(1, |det G|^(inputs - outputs) exp(-(gamma/2) (|w' - w*|^2 - |w - w*|^2)))</pre>
 *
 * inputs those of W_l and outputs those of W_(l+1): the Jacobian of w. It costs as much as the two
 * matrices have entries, and no gradient.
 *
 * <p>Source: P. J. Green, "Reversible jump Markov chain Monte Carlo computation and Bayesian model
 * determination", Biometrika 82 (1995) 711-732, for the acceptance of a deterministic map; J. S.
 * Liu, C. Sabatti, "Generalised Gibbs sampler and multigrid Monte Carlo", Biometrika 87 (2000)
 * 353-369, for moves along the orbits of a group.
 *
 * @param gamma of the localisation
 * @param centre w*
 */
public record GaugeMoves(KroneckerMass mass, double gamma, double[] centre) {
  /** Steps and random numbers apart from those of a transition's momenta. */
  private static final long NORMALS = 1L << 40;

  private static final long UNIFORMS = 1L << 41;

  /** Directions differ in width: a move is of the whole scale, a quarter or a sixteenth. */
  private static final int SCALES = 3;

  private static final double REDUCTION = 4;

  /**
   * As many moves of every hidden layer as it has units.
   *
   * @param w (Modified) the parameters of a chain
   * @param t addresses the random numbers
   * @return how many were accepted
   */
  public int sweep(double[] w, RandomStream noise, long t) {
    int accepted = 0;
    long next = 0;
    for (int hidden = 0; hidden + 1 < mass.stack().layers(); hidden++) {
      int h = mass.stack().rows(hidden);
      for (int i = 0; i < h; i++) {
        accepted += move(w, hidden, noise, t, next) ? 1 : 0;
        next += 2L * h + 2;
      }
    }
    return accepted;
  }

  private boolean move(double[] w, int hidden, RandomStream noise, long t, long first) {
    int h = mass.stack().rows(hidden);
    double[] u = direction(h, noise, t, first);
    double[] v = direction(h, noise, t, first + h);
    int reductions = (int) (SCALES * noise.uniform(t + UNIFORMS, first));
    double e =
        mass.gaugeScales()[hidden]
            * Math.pow(REDUCTION, -reductions)
            * noise.normal(t + NORMALS, first + 2L * h);
    double half = e * dot(u, v) / 2;
    double logJacobian =
        Math.log(Math.abs((1 + half) / (1 - half)))
            * (mass.stack().columns(hidden) - mass.stack().rows(hidden + 1));
    Change change = new Change(w, hidden, u, v, e / (1 - half), -e / (1 + half));
    double log = logJacobian - gamma / 2 * change.squaredDistance();
    if (!(Math.log(noise.uniform(t + UNIFORMS, first + 1)) < log)) {
      return false;
    }
    change.apply();
    return true;
  }

  private static double[] direction(int h, RandomStream noise, long t, long first) {
    double[] u = new double[h];
    noise.normals(t + NORMALS, first, u, h);
    double norm = Math.sqrt(dot(u, u));
    for (int i = 0; i < h; i++) {
      u[i] /= norm;
    }
    return u;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** W_l + a u (v'W_l) and W_(l+1) + b (W_(l+1) u) v'. */
  private final class Change {
    private final double[] w;
    private final double[] u;
    private final double[] v;
    private final double a;
    private final double b;
    private final int h;
    private final int inputs;
    private final int outputs;
    private final int first;
    private final int second;
    private final double[] below;
    private final double[] above;

    Change(double[] w, int hidden, double[] u, double[] v, double a, double b) {
      LinearStack stack = mass.stack();
      this.w = w;
      this.u = u;
      this.v = v;
      this.a = a;
      this.b = b;
      this.h = u.length;
      this.inputs = stack.columns(hidden);
      this.outputs = stack.rows(hidden + 1);
      this.first = stack.offset(hidden);
      this.second = stack.offset(hidden + 1);
      this.below = new double[inputs];
      this.above = new double[outputs];
      for (int i = 0; i < h; i++) {
        for (int j = 0; j < inputs; j++) {
          below[j] += v[i] * w[first + i * inputs + j];
        }
      }
      for (int k = 0; k < outputs; k++) {
        for (int i = 0; i < h; i++) {
          above[k] += w[second + k * h + i] * u[i];
        }
      }
    }

    /** |w' - w*|^2 - |w - w*|^2. */
    double squaredDistance() {
      double sum = 0;
      for (int i = 0; i < h; i++) {
        for (int j = 0; j < inputs; j++) {
          sum += changed(first + i * inputs + j, a * u[i] * below[j]);
        }
      }
      for (int k = 0; k < outputs; k++) {
        for (int i = 0; i < h; i++) {
          sum += changed(second + k * h + i, b * above[k] * v[i]);
        }
      }
      return sum;
    }

    private double changed(int at, double by) {
      return by * (2 * (w[at] - centre[at]) + by);
    }

    void apply() {
      for (int i = 0; i < h; i++) {
        for (int j = 0; j < inputs; j++) {
          w[first + i * inputs + j] += a * u[i] * below[j];
        }
      }
      for (int k = 0; k < outputs; k++) {
        for (int i = 0; i < h; i++) {
          w[second + k * h + i] += b * above[k] * v[i];
        }
      }
    }
  }
}
