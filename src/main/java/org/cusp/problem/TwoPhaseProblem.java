package org.cusp.problem;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.Nearest;
import org.cusp.contract.ProblemString;
import org.cusp.data.DataSet;
import org.cusp.exact.ExactProblems;
import org.cusp.exact.Rlct;
import org.cusp.gold.ConditionalLoss;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.problem.expected.ExactLoss;
import org.cusp.problem.law.InputLaw;
import org.cusp.problem.law.Nodes;
import org.cusp.problem.law.Regression;
import org.cusp.problem.law.RegressionK;
import org.cusp.problem.law.RegressionLaw;
import org.cusp.problem.law.UniformCoordinate;

/**
 * Two models that compete for y ~ N(0, I_2), one parameter each, uniform on [-1, 1]: phase a, y ~
 * N((offset, w^2), I_2), is a little wrong and more degenerate (lambda = 1/4), phase b, y ~ N((w,
 * 0), I_2), holds the truth (lambda = 1/2). Small samples prefer a, large ones b ({@link
 * org.cusp.gold.TwoPhases}).
 *
 * <p>The parameter is u ~ N(0, 1) with w = 2 Phi(u) - 1, and u* = 0 in both. In phase a K is the
 * excess over the loss at u*, which itself is offset^2/2 above that of the truth. The data have no
 * inputs: their one feature is the constant 1. Both phases draw the same data from a seed.
 */
final class TwoPhaseProblem implements ProblemFamily {
  private static final List<String> PHASES = List.of("a", "b");
  private static final double OFFSET = 0.1;

  @Override
  public String name() {
    return "two-phase";
  }

  @Override
  public String meaning() {
    return "y ~ N((offset, w^2), I_2) in phase a, y ~ N((w, 0), I_2) in phase b, true mean (0, 0),"
        + " w uniform on [-1, 1]: w = 2 Phi(u) - 1, parameter u ~ N(0, 1), u* = 0";
  }

  @Override
  public String parameters() {
    return "phase (a or b), offset (of phase a, default 0.1), n (default 1000)";
  }

  @Override
  public String example() {
    return "two-phase:phase=a,offset=0.1,n=1000";
  }

  @Override
  public String citation() {
    return "two normal crossings: cusp exact monomial:powers=2 and monomial:powers=1";
  }

  @Override
  public Optional<Rlct> exact(ProblemString text) {
    text.requireOnly(List.of("phase", "offset", "n"));
    Map<String, String> keys = Map.of("powers", isDegenerate(text) ? "2" : "1");
    return Optional.of(ExactProblems.answer(new ProblemString("monomial", "", keys)).rlct());
  }

  private static boolean isDegenerate(ProblemString text) {
    String phase = text.textAt("phase");
    if (!PHASES.contains(phase)) {
      throw Nearest.unknown("phase of problem two-phase", phase, PHASES);
    }
    return phase.equals("a");
  }

  @Override
  public Optional<ConditionalLoss> loss(Problem problem, DataSet data) {
    return ExactLoss.twoPhase(problem, data);
  }

  @Override
  public Problem problem(ProblemString text, long seed) {
    boolean isDegenerate = isDegenerate(text);
    int n = Footprint.data(text, 1000, 1, 3);
    double offset = Check.nonNegative("offset", text.doubleAt("offset", OFFSET));
    AnalyticFunction function = isDegenerate ? new PhaseA(offset) : new PhaseB();
    double[] truth = {0};
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("u", 1);
    RegressionLaw law =
        new RegressionLaw(
            text.toString(), new Regression(new PhaseB(), 2, truth, 1), 1, InputLaw.one());
    Nodes one = new Nodes(List.of(new double[] {1}), new double[] {1});
    RegressionK k =
        new RegressionK(
            "closed form",
            !isDegenerate || offset == 0,
            new Regression(function, 2, truth, 1),
            w -> one,
            (x, out) -> java.util.Arrays.fill(out, 0),
            1);
    return drawn(
        text,
        new Problem.Setting(
            new AnalyticModel(name(), space.build(), 1, new Likelihood.Gaussian(2, 1), function),
            truth,
            1),
        new Problem.Coefficient(exact(text), Problem.Scope.GLOBAL),
        new Problem.Population(law, k),
        n,
        seed);
  }

  private static final UniformCoordinate UNIFORM = new UniformCoordinate(0);

  /** (offset, w^2) x. */
  private record PhaseA(double offset) implements AnalyticFunction {
    @Override
    public void outputs(double[] u, double[] x, double[] y, double[] out) {
      out[0] = offset * x[0];
      out[1] = UNIFORM.power(u[0], 2) * x[0];
    }

    @Override
    public void addGradient(
        double[] u, double[] x, double[] y, double[] cotangent, double[] gradient) {
      gradient[0] += cotangent[1] * x[0] * UNIFORM.derivative(u[0], 2);
    }

    @Override
    public boolean isLinearInInputs() {
      return true;
    }
  }

  /** (w, 0) x. */
  private record PhaseB() implements AnalyticFunction {
    @Override
    public void outputs(double[] u, double[] x, double[] y, double[] out) {
      out[0] = UNIFORM.power(u[0], 1) * x[0];
      out[1] = 0;
    }

    @Override
    public void addGradient(
        double[] u, double[] x, double[] y, double[] cotangent, double[] gradient) {
      gradient[0] += cotangent[0] * x[0] * UNIFORM.derivative(u[0], 1);
    }

    @Override
    public boolean isLinearInInputs() {
      return true;
    }
  }
}
