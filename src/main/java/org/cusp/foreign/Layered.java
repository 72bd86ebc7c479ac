package org.cusp.foreign;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanOutputs;
import org.cusp.foreign.plan.Reading;
import org.cusp.model.LayerNetwork;
import org.cusp.model.layer.BatchNorm;
import org.cusp.model.layer.Leaf;
import org.cusp.tensor.Workers;

/**
 * A network that is layers of Cusp, evaluated as it is sampled.
 *
 * @param reading of several, this one
 * @param readings all that the file allows, the likeliest first
 * @param activation where the file says it
 * @param dependsOnActivation whether another is another function
 * @param sequences that it takes; empty where it takes none
 */
public record Layered(
    FileTensors file,
    Reading reading,
    List<Reading> readings,
    Optional<Nonlinearity> activation,
    boolean dependsOnActivation,
    Optional<Sequences> sequences)
    implements Network {
  /**
   * Of what lengths and tokens.
   *
   * @param longest sequence
   * @param length taken now; 0 for the longest
   * @param vocabulary 0 where a position is a vector, not a token
   */
  public record Sequences(int longest, int length, int vocabulary) {}

  private Plan usual() {
    return reading.plan().apply(open(Open.USUAL.activation(), Open.USUAL.eps()));
  }

  private Open open(String f, double eps) {
    return new Open(f, eps, sequences.map(Sequences::length).orElse(0));
  }

  /** Whether tokens are to be predicted from those before them. */
  public boolean predictsTokens() {
    Plan plan = usual();
    return sequences.filter(taken -> taken.vocabulary() > 0).isPresent()
        && plan.layers().output(plan.inputs()).axes().size() == 2;
  }

  /** At how many positions of a sequence something is predicted; 1 where it is one answer. */
  int predictions() {
    Plan plan = usual();
    List<Integer> axes = plan.layers().output(plan.inputs()).axes();
    return sequences.isPresent() && axes.size() == 2 ? axes.get(0) : 1;
  }

  /** Numbers of one position. */
  private int each() {
    List<Integer> axes = usual().inputs().axes();
    return sequences.isEmpty() || axes.size() == 1 ? 1 : axes.get(1);
  }

  /** What a sequence has, in words. */
  String positions() {
    return each() == 1 ? " positions" : " positions of " + each() + " numbers each";
  }

  @Override
  public boolean takes(int features) {
    boolean whole = features % each() == 0;
    return sequences
        .map(taken -> whole && features / each() <= taken.longest())
        .orElseGet(() -> inputs() == features);
  }

  @Override
  public Network of(int features) {
    return sequences.isEmpty() ? this : ofLength(features / each());
  }

  /** This network for sequences of so many positions. */
  Layered ofLength(int length) {
    return new Layered(
        file,
        reading,
        readings,
        activation,
        dependsOnActivation,
        sequences.map(taken -> new Sequences(taken.longest(), length, taken.vocabulary())));
  }

  @Override
  public int inputs() {
    return usual().inputs().size();
  }

  @Override
  public List<Integer> axes() {
    return usual().inputs().axes();
  }

  @Override
  public int outputs() {
    return usual().layers().output(usual().inputs()).size();
  }

  @Override
  public List<Network> alternatives() {
    return readings.stream()
        .<Network>map(
            other -> new Layered(file, other, readings, activation, dependsOnActivation, sequences))
        .toList();
  }

  @Override
  public Optional<String> inWords() {
    return reading.words();
  }

  @Override
  public List<Nonlinearity> activations() {
    return Nonlinearity.differentiable();
  }

  /**
   * The layers with what the file left open.
   *
   * @throws InvalidInput of an activation that is no layer of Cusp
   */
  public Plan plan(Nonlinearity chosen, double eps) {
    if (dependsOnActivation && !activations().contains(chosen)) {
      throw new InvalidInput(
          "--activation "
              + chosen.id()
              + ": such a network takes "
              + activations().stream().map(Nonlinearity::id).collect(Collectors.joining(", ")));
    }
    return reading.plan().apply(open(chosen.id(), eps));
  }

  /**
   * The plan of some reading and activation whose layers are those of a model; empty where none is.
   */
  public Optional<Plan> plan(LayerNetwork model) {
    double eps =
        Leaf.of(model.layers(), model.inputShape()).stream()
            .filter(leaf -> leaf.layer() instanceof BatchNorm)
            .map(leaf -> ((BatchNorm) leaf.layer()).eps())
            .findFirst()
            .orElse(Open.USUAL.eps());
    int length = sequences.isEmpty() ? 0 : model.inputShape().axes().get(0);
    if (sequences.filter(taken -> length > taken.longest()).isPresent()) {
      return Optional.empty();
    }
    for (Reading one : readings) {
      for (Nonlinearity f : dependsOnActivation ? activations() : List.of(Nonlinearity.RELU)) {
        Plan plan = one.plan().apply(new Open(f.id(), eps, length));
        if (plan.inputs().equals(model.inputShape()) && plan.layers().equals(model.layers())) {
          return Optional.of(plan);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Outputs outputs(Nonlinearity chosen, double eps, double[] x, int n, Workers workers) {
    double[] values = PlanOutputs.of(plan(chosen, eps), file.tensors(), x, n, workers);
    return new Outputs(values.length / n, values);
  }
}
