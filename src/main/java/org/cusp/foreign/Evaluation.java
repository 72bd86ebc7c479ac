package org.cusp.foreign;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cusp.contract.InvalidInput;
import org.cusp.foreign.given.Normalisation;
import org.cusp.format.NumericArray;
import org.cusp.tensor.Workers;

/**
 * A file's network on data.
 *
 * @param activation that was used
 * @param activationFrom how it was known: the file, the user, or the best of several
 * @param reading what was taken where the weights leave it open; null where they do not
 * @param n examples
 * @param scaling of the inputs, in words
 * @param fit where targets are given, else null
 * @param largestDifference from the outputs expected; null where none are given
 * @param relativeDifference the same, over the largest output expected
 * @param differenceRow where it is, counted from 1
 * @param length of the sequences; null where examples are none
 */
public record Evaluation(
    String activation,
    String activationFrom,
    String reading,
    int n,
    String scaling,
    Fit fit,
    Double largestDifference,
    Double relativeDifference,
    Integer differenceRow,
    Integer length) {
  private static final int FEW = 512;
  private static final int LARGEST_ANSWER = 1 << 10;

  /** Of batch normalisations, in torch. */
  public static final double USUAL_EPS = 1e-5;

  /**
   * What the user said about the function.
   *
   * @param eps of batch normalisations
   */
  public record Asked(
      String data,
      Optional<Normalisation> normalisation,
      Optional<Path> expected,
      Optional<Nonlinearity> activation,
      double eps) {}

  private record Chosen(Nonlinearity activation, String from) {}

  /** Evaluates the network as asked. */
  public static Evaluation of(Network given, Asked asked, Workers workers) {
    Examples examples = examples(given, asked);
    List<Network> fitting =
        given.alternatives().stream()
            .filter(network -> network.takes(examples.features()))
            .map(network -> network.of(examples.features()))
            .toList();
    if (fitting.isEmpty()) {
      throw new InvalidInput(
          examples.name()
              + ": has "
              + examples.size()
              + " for an example, the network takes "
              + given.alternatives().stream()
                  .map(Evaluation::taken)
                  .distinct()
                  .collect(Collectors.joining(" or ")));
    }
    examples.requireAxes(fitting.get(0).axes());
    Optional<NumericArray> expected =
        asked.expected().map(file -> Expected.read(file, examples.n(), fitting.get(0).outputs()));
    Network network =
        fitting.size() == 1
            ? fitting.get(0)
            : nearest(
                fitting,
                other -> new Runner(other, examples, asked.eps(), workers),
                asked,
                expected);
    Runner runner = new Runner(network, examples, asked.eps(), workers);
    Chosen chosen = chosen(network, asked, runner, expected);
    Outputs outputs = runner.outputs(chosen.activation(), examples.n());
    Fit fit = examples.y().map(y -> runner.fit(outputs, y)).orElse(null);
    Expected difference = expected.map(array -> Expected.of(outputs, array.values())).orElse(null);
    return new Evaluation(
        named(network, chosen),
        chosen.from(),
        network.inWords().orElse(null),
        examples.n(),
        examples.scaling(),
        fit,
        difference == null ? null : difference.largest(),
        difference == null ? null : difference.relative(),
        difference == null ? null : difference.row(),
        network instanceof Layered layered
            ? layered.sequences().map(Layered.Sequences::length).orElse(null)
            : null);
  }

  /** Tokens where the network predicts the next of each, else inputs and what is wanted. */
  private static Examples examples(Network given, Asked asked) {
    Optional<Layered.Sequences> sequences =
        given instanceof Layered layered ? layered.sequences() : Optional.empty();
    boolean next =
        given instanceof Layered layered
            && layered.predictsTokens()
            && asked.data().indexOf(',') < 0;
    Examples examples =
        next
            ? Examples.tokens(asked.data(), sequences.orElseThrow().longest())
            : Examples.read(asked.data(), asked.normalisation());
    sequences
        .map(Layered.Sequences::vocabulary)
        .filter(vocabulary -> vocabulary > 0)
        .ifPresent(examples::requireTokens);
    return examples;
  }

  private static String taken(Network network) {
    return network instanceof Layered layered && layered.sequences().isPresent()
        ? "sequences of up to " + layered.sequences().get().longest() + layered.positions()
        : Integer.toString(network.inputs());
  }

  private record Runner(Network network, Examples examples, double eps, Workers workers) {
    Outputs outputs(Nonlinearity activation, int n) {
      return network.outputs(activation, eps, examples.x(), n, workers);
    }

    /** Where there is one target for each position, a position is judged, not an example. */
    Fit fit(Outputs outputs, NumericArray y) {
      int each = y.values().length / y.shape()[0];
      if (each == 1 && outputs.width() > 1 && predictsValues()) {
        throw new InvalidInput(
            "the targets have one number for an example, the network predicts a value at each of "
                + outputs.width()
                + " positions");
      }
      int positions = network instanceof Layered layered ? layered.predictions() : 1;
      if (positions == 1 || each % positions != 0) {
        return Fit.of(outputs, y);
      }
      int[] rows = {outputs.n() * positions, each / positions};
      return Fit.of(
              new Outputs(outputs.width() / positions, outputs.values()),
              new NumericArray(rows, y.values()))
          .perPosition();
    }

    private boolean predictsValues() {
      return network instanceof Layered layered
          && layered.sequences().filter(taken -> taken.vocabulary() == 0).isPresent();
    }

    /** So many that all readings can be tried. */
    int few() {
      int each = Math.max(1, network.outputs() / LARGEST_ANSWER);
      return Math.max(1, Math.min(FEW / each, examples.n()));
    }
  }

  private static boolean saysItself(Network network) {
    return network instanceof Network.Graph || network instanceof Layered;
  }

  private static String named(Network network, Chosen chosen) {
    boolean open = network.dependsOnActivation() || network.activation().isPresent();
    return saysItself(network) && !open ? "that of each layer" : chosen.activation().id();
  }

  private static Chosen chosen(
      Network network, Asked asked, Runner runner, Optional<NumericArray> expected) {
    if (asked.activation().isPresent()) {
      return new Chosen(asked.activation().get(), "as given");
    }
    if (network.activation().isPresent()) {
      return new Chosen(network.activation().get(), "from the file");
    }
    if (!network.dependsOnActivation()) {
      return new Chosen(
          Nonlinearity.IDENTITY,
          saysItself(network) ? "from the file" : "there is no hidden layer");
    }
    if (expected.isEmpty() && runner.examples().y().isEmpty()) {
      throw new InvalidInput(
          "the file does not say its activation: give --activation "
              + String.join("|", Nonlinearity.names()));
    }
    return best(runner, expected);
  }

  /** Of several readings of the same weights, the one that meets the first examples best. */
  private static Network nearest(
      List<Network> readings,
      Function<Network, Runner> runners,
      Asked asked,
      Optional<NumericArray> expected) {
    Network best = readings.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (Network reading : readings) {
      Runner runner = runners.apply(reading);
      if (expected.isEmpty() && runner.examples().y().isEmpty()) {
        throw new InvalidInput(
            "several readings of the weights fit ("
                + readings.stream()
                    .flatMap(other -> other.inWords().stream())
                    .collect(Collectors.joining("; "))
                + "): give --expect, or targets in --data X,Y");
      }
      List<Nonlinearity> activations =
          asked.activation().map(List::of).orElse(Nonlinearity.TOLD_BY_LOSS);
      double score =
          scores(runner, activations, expected).values().stream()
              .mapToDouble(Double::doubleValue)
              .min()
              .orElseThrow();
      if (score < least) {
        best = reading;
        least = score;
      }
    }
    return best;
  }

  private static Map<Nonlinearity, Double> scores(
      Runner runner, List<Nonlinearity> candidates, Optional<NumericArray> expected) {
    int few = runner.few();
    Map<Nonlinearity, Double> scores = new LinkedHashMap<>();
    for (Nonlinearity candidate : candidates) {
      Outputs outputs = runner.outputs(candidate, few);
      double score =
          expected
              .map(array -> Expected.of(outputs, array.values()).largest())
              .orElseGet(
                  () -> runner.fit(outputs, firstOf(runner.examples().y().get(), few)).loss());
      scores.put(candidate, Double.isNaN(score) ? Double.POSITIVE_INFINITY : score);
    }
    return scores;
  }

  /** The activation that meets the first examples best. */
  private static Chosen best(Runner runner, Optional<NumericArray> expected) {
    List<Nonlinearity> candidates =
        expected.isPresent() ? runner.network().activations() : Nonlinearity.TOLD_BY_LOSS;
    Nonlinearity best =
        scores(runner, candidates, expected).entrySet().stream()
            .min(Comparator.comparingDouble(Map.Entry::getValue))
            .orElseThrow()
            .getKey();
    String from =
        expected.isPresent()
            ? "the nearest of all; the file does not say it"
            : "the lowest loss of relu, tanh and sigmoid; the file does not say it, gelu and silu"
                + " are too like relu to be told by a loss: --activation decides";
    return new Chosen(best, from);
  }

  private static NumericArray firstOf(NumericArray y, int n) {
    int[] shape = y.shape().clone();
    int each = y.values().length / shape[0];
    shape[0] = n;
    return new NumericArray(shape, Arrays.copyOf(y.values(), n * each));
  }
}
