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
import org.cusp.model.LayerNetwork;
import org.cusp.model.Model;
import org.cusp.model.likelihood.PerPosition;
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
 * @param subject model and data
 * @param points the parameters, in training order
 * @param known what is known without an estimate
 * @param sampled how its posterior is drawn from, where the command says nothing else
 * @param origin where it came from
 */
public record Target(
    String name, Subject subject, List<Point> points, Known known, Sampled sampled, Origin origin) {
  /** Of what is drawn for a target that no spec describes. */
  static final long DEFAULT_SEED = 1;

  public Target {
    points = List.copyOf(points);
  }

  /**
   * A model and its data.
   *
   * @param train the data that the posterior is about
   * @param test held-out data
   * @param scaling what is done to the inputs of data that are given beside these
   */
  public record Subject(
      Model model,
      Precision precision,
      DataSet train,
      Optional<DataSet> test,
      InputScaling scaling) {
    /** Without held-out data; inputs are taken as they are. */
    public static Subject of(Model model, Precision precision, DataSet train) {
      return new Subject(model, precision, train, Optional.empty(), InputScaling.NONE);
    }

    /** With these held out. */
    public Subject withTest(DataSet data) {
      return new Subject(model, precision, train, Optional.of(data), scaling);
    }

    /** Another model of the same data. */
    Subject withModel(Model other) {
      return new Subject(other, precision, train, test, scaling);
    }

    /** The same model on other data, with none held out. */
    public Subject withTrain(DataSet data) {
      return new Subject(model, precision, data, Optional.empty(), scaling);
    }
  }

  /**
   * One parameter.
   *
   * @param step of training, where it is known
   * @param weights reads the flat vector; large models are read one at a time
   */
  public record Point(String name, OptionalLong step, Supplier<double[]> weights) {}

  /**
   * What is known without an estimate.
   *
   * @param truth the true parameter
   * @param exact the learning coefficient
   * @param problem of the catalogue, where the target is one
   */
  public record Known(Optional<double[]> truth, Optional<Rlct> exact, Optional<Problem> problem) {
    public static final Known NOTHING =
        new Known(Optional.empty(), Optional.empty(), Optional.empty());

    /** The truth of a problem, whose coefficient may be about another point than is asked for. */
    static Known truthOf(Problem problem) {
      return new Known(Optional.of(problem.truth()), Optional.empty(), Optional.of(problem));
    }

    public Known withTruth(double[] parameter) {
      return new Known(Optional.of(parameter), exact, problem);
    }

    Known withExact(Optional<Rlct> coefficient) {
      return new Known(truth, coefficient, problem);
    }
  }

  /**
   * How its posterior is drawn from.
   *
   * @param llc the spec's settings, or the defaults
   * @param coordinates of the draws; model and points are those of all parameters
   */
  public record Sampled(LlcSpec llc, Coordinates coordinates) {
    /** By these settings, with all parameters free, in the model's own units. */
    static Sampled by(LlcSpec llc) {
      return new Sampled(llc, Coordinates.WHOLE);
    }
  }

  /**
   * Where a target came from.
   *
   * @param directory where results are kept, for a run
   * @param notes what was assumed, for the user to see
   * @param tensorNames in the file that a checkpoint was read from, by those of the model's tensors
   */
  public record Origin(
      Optional<RunDirectory> directory, List<String> notes, Map<String, String> tensorNames) {
    /** Made here; results are not kept. */
    public static final Origin NONE = new Origin(Optional.empty(), List.of(), Map.of());

    public Origin {
      notes = List.copyOf(notes);
      tensorNames = Map.copyOf(tensorNames);
    }

    /** Other data were put in its place: nothing is kept, and no assumption was made. */
    Origin replaced() {
      return new Origin(Optional.empty(), List.of(), tensorNames);
    }
  }

  /** A model and its data; the parameter is given when an estimate is asked for. */
  public static Target of(String name, Model model, Precision precision, DataSet data) {
    return new Target(
        name,
        Subject.of(model, precision, data),
        List.of(),
        Known.NOTHING,
        Sampled.by(LlcSpec.defaults(DEFAULT_SEED)),
        Origin.NONE);
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
        Subject.of(problem.model(), problem.precision(), problem.data()),
        List.of(new Point("the truth", OptionalLong.empty(), problem::truth)),
        Known.truthOf(problem).withExact(problem.exact()),
        Sampled.by(LlcSpec.defaults(seed)),
        Origin.NONE);
  }

  public Model model() {
    return subject.model();
  }

  public Precision precision() {
    return subject.precision();
  }

  public DataSet train() {
    return subject.train();
  }

  public Optional<DataSet> test() {
    return subject.test();
  }

  public Optional<double[]> truth() {
    return known.truth();
  }

  public Optional<Rlct> exact() {
    return known.exact();
  }

  public Optional<Problem> problem() {
    return known.problem();
  }

  public LlcSpec llc() {
    return sampled.llc();
  }

  public Coordinates coordinates() {
    return sampled.coordinates();
  }

  public Optional<RunDirectory> directory() {
    return origin.directory();
  }

  public List<String> notes() {
    return origin.notes();
  }

  /**
   * The same target asked about one parameter near the truth: w* + N(0, distance^2 I), by the seed
   * of the target.
   *
   * @throws InvalidInput if the truth is not known
   */
  public Target perturbed(double distance) {
    Check.positive("--distance", distance);
    double[] w = requireTruth().clone();
    RandomStream stream = RandomStream.of(llc().seed(), Purpose.PERTURBATION, 0);
    for (int i = 0; i < w.length; i++) {
      w[i] += distance * stream.normal(0, i);
    }
    return at(new Point("w* + N(0, " + distance + "^2)", OptionalLong.empty(), w::clone));
  }

  /**
   * The same target asked about the truth.
   *
   * @throws InvalidInput if the truth is not known
   */
  public Target atTruth() {
    double[] w = requireTruth();
    return at(new Point("the truth", OptionalLong.empty(), () -> w));
  }

  private double[] requireTruth() {
    return known
        .truth()
        .orElseThrow(() -> new InvalidInput(name + ": --at needs a problem, whose truth is known"));
  }

  /** The same target asked about the last of its parameters. */
  public Target atLast() {
    return at(points.get(points.size() - 1));
  }

  private Target at(Point point) {
    return withPoints(List.of(point));
  }

  /** The same target asked about these parameters. */
  public Target withPoints(List<Point> asked) {
    return new Target(name, subject, asked, known, sampled, origin);
  }

  /**
   * The same target with another thing for a datum; what was sampled so is not kept with a run.
   *
   * @throws InvalidInput of a model that does not predict at each position of a sequence
   */
  public Target per(PerPosition.Datum datum) {
    if (!(model() instanceof LayerNetwork network
        && network.likelihood() instanceof PerPosition law)) {
      throw new InvalidInput(
          "--datum is for a network that predicts at each position of a sequence; this one is "
              + model().describe());
    }
    if (law.datum() == datum) {
      return this;
    }
    LayerNetwork other = new LayerNetwork(network.inputShape(), network.layers(), law.per(datum));
    Origin here = new Origin(Optional.empty(), origin.notes(), origin.tensorNames());
    return new Target(name, subject.withModel(other), points, known, sampled, here);
  }

  /** The same target sampled from with another seed. */
  public Target withSeed(long seed) {
    Sampled other = new Sampled(llc().withSeed(seed), coordinates());
    return new Target(name, subject, points, known, other, origin);
  }

  /** The same target with other data to train on, and none held out; its results are not kept. */
  public Target withTrain(DataSet data) {
    return new Target(name, subject.withTrain(data), points, known, sampled, origin.replaced());
  }

  /** The same target with data held out. */
  public Target withTest(DataSet data) {
    return new Target(name, subject.withTest(data), points, known, sampled, origin);
  }

  public Target withKnown(Known facts) {
    return new Target(name, subject, points, facts, sampled, origin);
  }

  /**
   * The same target sampled in other coordinates. An exact coefficient is about all parameters: it
   * is left out where some are frozen.
   */
  public Target withCoordinates(Coordinates asked) {
    Known left = asked.selection().isPresent() ? known.withExact(Optional.empty()) : known;
    return new Target(name, subject, points, left, new Sampled(llc(), asked), origin);
  }

  /**
   * The same with the parameters of this name alone free, see {@link Selection#only}.
   *
   * @throws org.cusp.contract.InvalidInput if it means nothing
   */
  public Target only(String name, Localisation localisation) {
    Selection selection = Selection.only(name, model(), origin.tensorNames());
    return withCoordinates(new Coordinates(Optional.of(selection), localisation));
  }
}
