package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.numerics.Vectors;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.DataLaw;
import org.cusp.problem.law.KValue;
import org.cusp.problem.law.PopulationK;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * Bayesian linear regression y = X w + N(0, I), whose evidence under a Gaussian prior has a closed
 * form. Rows i = 1 .. n and columns j = 1 .. d have X_ij = cos(i j), and w*_j = 1/j. The design is
 * fixed: K(w) = |X (w - w*)|^2 / (2 n) and K_n(w) has the standard deviation sqrt(2 K(w) / n).
 *
 * <p>The data of the problem are the same for every seed: the noise of row i is sin(3 i), of
 * variance 1/2. The law draws N(0, 1) noise over the same design.
 *
 * <p>Source: C. M. Bishop, Pattern Recognition and Machine Learning, Springer 2006, section 3.5.
 */
final class ConjugateProblem implements ProblemFamily {
  @Override
  public String name() {
    return "conjugate";
  }

  @Override
  public String meaning() {
    return "linear regression y_i = sum_j cos(i j) w_j + N(0, 1), w*_j = 1/j; the noise of the data"
        + " is sin(3 i), whatever the seed";
  }

  @Override
  public String parameters() {
    return "dimension, n (default 1000), prior-sd (of w, default 1)";
  }

  @Override
  public String example() {
    return "conjugate:dimension=10,n=1000";
  }

  @Override
  public String citation() {
    return "Bishop 2006, Pattern Recognition and Machine Learning, section 3.5";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("dimension", "n", "prior-sd"));
    return Optional.of(Exact.of("conjugate", text, List.of("dimension")));
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.conjugate(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    int dimension = Check.inRange("dimension", text.intAt("dimension"), 1, 1000);
    int n = Footprint.data(text, 1000, dimension, dimension + 1);
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("w", dimension);
    AnalyticModel model =
        new AnalyticModel(
            name(), space.build(), dimension, new Likelihood.Gaussian(1, 1), new Linear());
    Design design = new Design(text.toString(), dimension);
    return new Problem(
        text.toString(),
        new Problem.Setting(model, design.truth(), text.doubleAt("prior-sd", 1)),
        new Problem.Coefficient(exact, Problem.Scope.GLOBAL),
        new Problem.Population(design, new FixedDesign(design, n)),
        design.data(n, row -> Math.sin(3.0 * row)),
        citation());
  }

  /** x . w. */
  private record Linear() implements AnalyticFunction {
    @Override
    public void outputs(double[] w, double[] x, double[] y, double[] out) {
      out[0] = Vectors.dot(w, x);
    }

    @Override
    public void addGradient(
        double[] w, double[] x, double[] y, double[] cotangent, double[] gradient) {
      for (int j = 0; j < w.length; j++) {
        gradient[j] += cotangent[0] * x[j];
      }
    }

    @Override
    public boolean isLinearInInputs() {
      return true;
    }
  }

  /** The noise of a row, counted from 1. */
  private interface Noise {
    double of(int row);
  }

  private record Design(String name, int dimension) implements DataLaw {
    double[] truth() {
      double[] truth = new double[dimension];
      for (int j = 0; j < dimension; j++) {
        truth[j] = 1.0 / (j + 1);
      }
      return truth;
    }

    double[] row(int i) {
      double[] row = new double[dimension];
      for (int j = 0; j < dimension; j++) {
        row[j] = Math.cos((double) i * (j + 1));
      }
      return row;
    }

    @Override
    public DataSet draw(int n, long seed) {
      RandomStream noise = RandomStream.of(seed, Purpose.OUTPUTS, 0);
      return data(n, row -> noise.normal(0, row));
    }

    DataSet data(int n, Noise noise) {
      double[] truth = truth();
      double[] x = new double[Math.multiplyExact(n, dimension)];
      double[] y = new double[n];
      for (int i = 1; i <= n; i++) {
        double[] row = row(i);
        System.arraycopy(row, 0, x, (i - 1) * dimension, dimension);
        y[i - 1] = Vectors.dot(truth, row) + noise.of(i);
      }
      return new DataSet(name, n, dimension, x, new Targets.Values(y, 1));
    }
  }

  /** K(w) of n rows. */
  private record FixedDesign(Design design, int n) implements PopulationK {
    @Override
    public String method() {
      return "closed form for the noise N(0, 1); that of these data is sin(3 i)";
    }

    @Override
    public boolean isDivergence() {
      return true;
    }

    /** A sum over all rows. */
    @Override
    public boolean isQuick() {
      return false;
    }

    @Override
    public KValue at(double[] w) {
      double[] difference = difference(w);
      double sum = 0;
      for (int i = 1; i <= n; i++) {
        double residual = Vectors.dot(difference, design.row(i));
        sum += residual * residual;
      }
      return KValue.exactly(sum / (2 * n));
    }

    /** The inputs do not vary, so only the noise does. */
    @Override
    public double variance(double[] w) {
      return 2 * at(w).value();
    }

    @Override
    public double[] gradient(double[] w) {
      double[] difference = difference(w);
      double[] gradient = new double[w.length];
      for (int i = 1; i <= n; i++) {
        double[] row = design.row(i);
        double residual = Vectors.dot(difference, row) / n;
        for (int j = 0; j < w.length; j++) {
          gradient[j] += residual * row[j];
        }
      }
      return gradient;
    }

    private double[] difference(double[] w) {
      double[] difference = design.truth();
      for (int j = 0; j < difference.length; j++) {
        difference[j] = w[j] - difference[j];
      }
      return difference;
    }
  }
}
