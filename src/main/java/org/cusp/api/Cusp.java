package org.cusp.api;

import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.ExactAnswer;
import org.cusp.exact.ExactProblems;
import org.cusp.model.AnalyticFunction;
import org.cusp.model.AnalyticModel;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.likelihood.Likelihood;

/**
 * Where a Java programme begins. Each question is a value that is refined and then run; the answers
 * are the records that the command line prints and stores. All losses are in nats.
 *
 * <p>Wrong input is an {@link org.cusp.contract.InvalidInput} with one line that says what is
 * allowed.
 *
 * @since 0.2.0
 */
public final class Cusp {
  private Cusp() {}

  /**
   * The local learning coefficient nBeta (E[L_n(w')] - L_n(w)) of a parameter, as {@code cusp llc}.
   *
   * @param model any: of formulas, a network, or an implementation of {@link Model}
   * @param w of {@code model.size()} numbers, not written to
   * @since 0.2.0
   */
  public static LlcQuestion llc(Model model, DataSet data, double[] w) {
    return LlcQuestion.of(model, data, w.clone());
  }

  /**
   * The free energy -ln of the integral of exp(-n L_n) over a Gaussian prior, as {@code cusp
   * free-energy}.
   *
   * @param w where a local prior is centred, and against whose loss the excess is taken
   * @since 0.2.0
   */
  public static FreeEnergyQuestion freeEnergy(Model model, DataSet data, double[] w) {
    return FreeEnergyQuestion.of(model, data, w.clone());
  }

  /**
   * WAIC, LOO, WBIC and what belongs to them, as {@code cusp criteria}, under the prior N(0, 1)
   * unless another is asked for.
   *
   * @since 0.2.0
   */
  public static CriteriaQuestion criteria(Model model, DataSet data) {
    return CriteriaQuestion.of(model, data);
  }

  /**
   * Weights that minimise the loss, by Adam on minibatches.
   *
   * @since 0.2.0
   */
  public static TrainQuestion train(Model model, DataSet data) {
    return TrainQuestion.of(model, data);
  }

  /**
   * An exact learning coefficient, as {@code cusp exact}.
   *
   * @param problem such as {@code "rrr:inputs=6,outputs=6,hidden=4,rank=3"}
   * @since 0.2.0
   */
  public static ExactAnswer exact(String problem) {
    return ExactProblems.answer(problem);
  }

  /**
   * A regression y = f(x, w) + N(0, sigma^2) given by a formula with its derivatives.
   *
   * @param name of the model in results
   * @param inputs numbers of an x
   * @param parameters numbers of a w
   * @param outputs numbers of a y
   * @param sigma standard deviation of the noise, above 0
   * @since 0.2.0
   */
  public static Model regression(
      String name, int inputs, int parameters, int outputs, double sigma, AnalyticFunction f) {
    ParamSpace.Builder space = new ParamSpace.Builder();
    space.add("w", parameters);
    return new AnalyticModel(
        name, space.build(), inputs, new Likelihood.Gaussian(outputs, sigma), f);
  }

  /**
   * Data of real targets in memory.
   *
   * @param x [n][features]
   * @param y [n][outputs]
   * @since 0.2.0
   */
  public static DataSet data(double[][] x, double[][] y) {
    Table targets = Table.of("y", y);
    return Table.of("x", x).with(new Targets.Values(targets.values(), targets.width()));
  }

  /**
   * Data of classes in memory.
   *
   * @param x [n][features]
   * @param labels of the n examples, each in 0 .. classes - 1
   * @since 0.2.0
   */
  public static DataSet data(double[][] x, int[] labels, int classes) {
    return Table.of("x", x).with(new Targets.Classes(labels.clone(), classes));
  }
}
