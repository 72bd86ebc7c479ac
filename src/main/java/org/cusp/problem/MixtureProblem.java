package org.cusp.problem;

import java.util.List;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Density;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.DataLaw;
import org.cusp.problem.law.MixtureDensity;
import org.cusp.problem.law.MixtureK;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/**
 * A mixture of k Gaussians N(m_j, 1) on the line with weights softmax(l_1, ..., l_(k-1), 0). The
 * truth has k0 equal weights and means 2 apart around 0; where k = 2 and k0 = 1, w* has both means
 * at 0 and the weights 1/2. The data have no inputs: their one feature is the constant 1.
 *
 * <p>Source: K. Yamazaki, S. Watanabe, Neural Networks 16 (2003) 1029,
 * doi:10.1016/S0893-6080(03)00005-4.
 *
 * @param name the name it is listed under
 */
record MixtureProblem(String name) implements ProblemFamily {
  static final String NAME = "mixture";
  private static final double SPACING = 2;

  @Override
  public String meaning() {
    return !name.equals(NAME)
        ? "the same as " + NAME + ", under the name of its exact answer"
        : "mixture of Gaussians N(m_j, 1) with weights softmax(l_1, ..., l_(k-1), 0); true means 2"
            + " apart, equal weights";
  }

  @Override
  public String parameters() {
    return "components (default 2), true (components of the truth, default 1; 1 of 2, or all), n"
        + " (default 1000)";
  }

  @Override
  public String example() {
    return name + ":components=2,true=1";
  }

  @Override
  public String citation() {
    return "Yamazaki and Watanabe 2003, Neural Networks 16:1029, doi:10.1016/S0893-6080(03)00005-4";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("components", "true", "n"));
    return Optional.of(Exact.of("gaussian-mixture", text, List.of("components", "true")));
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.mixture(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    Optional<Rlct> exact = exact(text);
    int components = Check.inRange("components", text.intAt("components", 2), 1, 100);
    int n = Footprint.data(text, 1000, 2 * components - 1, 2);
    double[] means = new double[text.intAt("true", 1)];
    for (int j = 0; j < means.length; j++) {
      means[j] = SPACING * (j - (means.length - 1) / 2.0);
    }
    double[] truth = new double[2 * components - 1];
    for (int j = 0; j < components; j++) {
      truth[components - 1 + j] = means[Math.min(j, means.length - 1)];
    }
    MixtureDensity density = new MixtureDensity(components);
    MixtureLaw law = new MixtureLaw(text.toString(), means);
    return drawn(
        text,
        new Problem.Setting(
            new AnalyticModel(NAME, space(components), 1, new Density(1), density), truth, 1),
        new Problem.Coefficient(
            exact, means.length == components ? Problem.Scope.GLOBAL : Problem.Scope.LOCAL),
        new Problem.Population(law, new MixtureK(density, truth)),
        n,
        seed);
  }

  private static ParamSpace space(int components) {
    ParamSpace.Builder space = new ParamSpace.Builder();
    if (components > 1) {
      space.add("logits", components - 1);
    }
    space.add("means", components);
    return space.build();
  }

  /** Equal weights and these means. */
  private record MixtureLaw(String name, double[] means) implements DataLaw {
    @Override
    public DataSet draw(int n, long seed) {
      RandomStream stream = RandomStream.of(seed, Purpose.OUTPUTS, 0);
      double[] x = new double[n];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        x[i] = 1;
        int component = (int) (stream.uniform(1, i) * means.length);
        y[i] = means[component] + stream.normal(0, i);
      }
      return new DataSet(name, n, 1, x, new Targets.Values(y, 1));
    }
  }
}
