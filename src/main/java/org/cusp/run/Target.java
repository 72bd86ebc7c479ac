package org.cusp.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.InputScaling;
import org.cusp.exact.Rlct;
import org.cusp.model.Model;
import org.cusp.problem.Problem;
import org.cusp.problem.Problems;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.Precision;
import org.cusp.train.RunDirectory;

/**
 * What a command is asked about: a model with its data and one or more parameters.
 *
 * @param name as the user typed it
 * @param train the data that the posterior is about
 * @param test held-out data
 * @param points the parameters, in training order
 * @param truth the true parameter, where the problem knows it
 * @param exact the learning coefficient, where it is known
 * @param problem of the catalogue, where the target is one
 * @param llc the spec's settings, or the defaults
 * @param directory where results are kept, for a run
 * @param notes what was assumed, for the user to see
 * @param coordinates in which posteriors are sampled; model and points are those of all parameters
 * @param scaling what is done to the inputs of data that are given beside these
 * @param tensorNames in the file that a checkpoint was read from, by those of the model's tensors
 */
public record Target(
    String name,
    Model model,
    Precision precision,
    DataSet train,
    Optional<DataSet> test,
    List<Point> points,
    Optional<double[]> truth,
    Optional<Rlct> exact,
    Optional<Problem> problem,
    LlcSpec llc,
    Optional<RunDirectory> directory,
    List<String> notes,
    Coordinates coordinates,
    InputScaling scaling,
    Map<String, String> tensorNames) {
  /** Of what is drawn for a target that no spec describes. */
  static final long DEFAULT_SEED = 1;

  public Target {
    points = List.copyOf(points);
    notes = List.copyOf(notes);
    tensorNames = Map.copyOf(tensorNames);
  }

  /** With all parameters free, in the model's own units. */
  public Target(
      String name,
      Model model,
      Precision precision,
      DataSet train,
      Optional<DataSet> test,
      List<Point> points,
      Optional<double[]> truth,
      Optional<Rlct> exact,
      Optional<Problem> problem,
      LlcSpec llc,
      Optional<RunDirectory> directory,
      List<String> notes) {
    this(
        name,
        model,
        precision,
        train,
        test,
        points,
        truth,
        exact,
        problem,
        llc,
        directory,
        notes,
        Coordinates.WHOLE,
        InputScaling.NONE,
        Map.of());
  }

  /** A model and its data; the parameter is given when an estimate is asked for. */
  public static Target of(String name, Model model, Precision precision, DataSet data) {
    return new Target(
        name,
        model,
        precision,
        data,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        LlcSpec.defaults(DEFAULT_SEED),
        Optional.empty(),
        List.of());
  }

  /**
   * A problem of the catalogue, asked about its truth.
   *
   * @param seed of its truth and data
   */
  public static Target ofProblem(String text, long seed) {
    Problem problem = Problems.parse(text, seed);
    return new Target(
        problem.name(),
        problem.model(),
        problem.precision(),
        problem.data(),
        Optional.empty(),
        List.of(new Point("the truth", OptionalLong.empty(), problem::truth)),
        Optional.of(problem.truth()),
        problem.exact(),
        Optional.of(problem),
        LlcSpec.defaults(seed),
        Optional.empty(),
        List.of());
  }

  /**
   * One parameter.
   *
   * @param step of training, where it is known
   * @param weights reads the flat vector; large models are read one at a time
   */
  public record Point(String name, OptionalLong step, Supplier<double[]> weights) {}

  /**
   * The same target asked about one parameter near the truth: w* + N(0, distance^2 I), by the seed
   * of the target.
   *
   * @throws InvalidInput if the truth is not known
   */
  public Target perturbed(double distance) {
    Check.positive("--distance", distance);
    double[] w = requireTruth().clone();
    RandomStream stream = RandomStream.of(llc.seed(), Purpose.PERTURBATION, 0);
    for (int i = 0; i < w.length; i++) {
      w[i] += distance * stream.normal(0, i);
    }
    return withPoint(new Point("w* + N(0, " + distance + "^2)", OptionalLong.empty(), w::clone));
  }

  /**
   * The same target asked about the truth.
   *
   * @throws InvalidInput if the truth is not known
   */
  public Target atTruth() {
    double[] w = requireTruth();
    return withPoint(new Point("the truth", OptionalLong.empty(), () -> w));
  }

  private double[] requireTruth() {
    return truth.orElseThrow(
        () -> new InvalidInput(name + ": --at needs a problem, whose truth is known"));
  }

  private Target withPoint(Point point) {
    return new Target(
        name,
        model,
        precision,
        train,
        test,
        List.of(point),
        truth,
        exact,
        problem,
        llc,
        directory,
        notes,
        coordinates,
        scaling,
        tensorNames);
  }

  /** The same target with other data to train on, and none held out; its results are not kept. */
  public Target withTrain(DataSet data) {
    return new Target(
        name,
        model,
        precision,
        data,
        Optional.empty(),
        points,
        truth,
        exact,
        problem,
        llc,
        Optional.empty(),
        List.of(),
        coordinates,
        scaling,
        tensorNames);
  }

  /**
   * The same target sampled in other coordinates. An exact coefficient is about all parameters: it
   * is left out where some are frozen.
   */
  public Target withCoordinates(Coordinates asked) {
    return new Target(
        name,
        model,
        precision,
        train,
        test,
        points,
        truth,
        asked.selection().isPresent() ? Optional.empty() : exact,
        problem,
        llc,
        directory,
        notes,
        asked,
        scaling,
        tensorNames);
  }

  /** The same target with what its spec does to inputs. */
  Target withScaling(InputScaling ofSpec) {
    return new Target(
        name,
        model,
        precision,
        train,
        test,
        points,
        truth,
        exact,
        problem,
        llc,
        directory,
        notes,
        coordinates,
        ofSpec,
        tensorNames);
  }

  /** The same target with the names that the tensors have in its file. */
  Target withTensorNames(Map<String, String> names) {
    return new Target(
        name,
        model,
        precision,
        train,
        test,
        points,
        truth,
        exact,
        problem,
        llc,
        directory,
        notes,
        coordinates,
        scaling,
        names);
  }
}
