package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.Rlct;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.law.DataLaw;
import org.cusp.problem.law.PopulationK;
import org.cusp.problem.law.Regression;
import org.cusp.problem.law.RegressionK;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * The toy model of superposition at one of its critical points: x = u e_i with i uniform on c
 * columns and u uniform on [0, 1], the target is x itself, without noise, and the model is
 * N(ReLU(W^T W x + b), I) with W of two rows. No parameter reaches the targets, so K(w) is the
 * excess of the expected loss, H(w) / (2 c), over that at the critical point, not a
 * Kullback-Leibler divergence.
 *
 * <p>Source: Z. Chen, E. Lau, J. Mendel, S. Wei, D. Murfet, "Dynamical versus Bayesian phase
 * transitions in a toy model of superposition", arXiv:2310.06301.
 */
final class SuperpositionProblem implements ProblemFamily {
  @Override
  public String name() {
    return "tms";
  }

  @Override
  public String meaning() {
    return "toy model of superposition: x = u e_i, target x, model N(ReLU(W^T W x + b), I), W of 2"
        + " rows, at a critical point";
  }

  @Override
  public String parameters() {
    return "columns (default 6), gon (corners of the critical point, 2 to 8, default 5), plus (unused"
        + " columns with a constant output, default 0), n (default 1000)";
  }

  @Override
  public String example() {
    return "tms:columns=6,gon=5";
  }

  @Override
  public String citation() {
    return "Chen et al. 2023, arXiv:2310.06301";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    SuperpositionPolygon polygon = polygon(text);
    return polygon.isAnalytic() ? Optional.of(polygon.exact()) : Optional.empty();
  }

  private static SuperpositionPolygon polygon(ProblemString text) {
    text.requireOnly(List.of("columns", "gon", "plus", "n"));
    return new SuperpositionPolygon(
        text.intAt("columns", 6), text.intAt("gon", 5), text.intAt("plus", 0));
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    SuperpositionPolygon polygon = polygon(text);
    int columns = polygon.columns();
    int n = Footprint.data(text, 1000, 3.0 * columns, 2.0 * columns);
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("W", 2, columns);
    space.add("b", columns);
    double[] truth = polygon.parameter();
    OneColumn law = new OneColumn(text.toString(), columns);
    return drawn(
        text,
        new Problem.Setting(
            new AnalyticModel(
                name(),
                space.build(),
                columns,
                new Likelihood.Gaussian(columns, 1),
                new SuperpositionNetwork(columns)),
            truth,
            1),
        new Problem.Coefficient(exact(text), Problem.Scope.LOCAL),
        new Problem.Population(law, populationK(columns, truth)),
        n,
        seed);
  }

  /** The excess of H / (2 c) over that at a reference. */
  static PopulationK populationK(int columns, double[] reference) {
    SuperpositionNetwork network = new SuperpositionNetwork(columns);
    return new RegressionK(
        "Gauss-Legendre quadrature between kinks, exact",
        false,
        new Regression(network, columns, reference, 1),
        w -> network.nodes(w, reference),
        (x, out) -> System.arraycopy(x, 0, out, 0, columns),
        0);
  }

  /** x = u e_i, and y = x. */
  private record OneColumn(String name, int columns) implements DataLaw {
    @Override
    public DataSet draw(int n, long seed) {
      RandomStream stream = RandomStream.of(seed, Purpose.INPUTS, 0);
      double[] x = new double[Math.multiplyExact(n, columns)];
      for (int row = 0; row < n; row++) {
        int column = (int) (stream.uniform(1, row) * columns);
        x[row * columns + column] = stream.uniform(0, row);
      }
      return new DataSet(name, n, columns, x, new Targets.Values(x.clone(), columns));
    }
  }
}
