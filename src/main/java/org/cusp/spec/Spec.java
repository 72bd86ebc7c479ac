package org.cusp.spec;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.problem.Problem;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.section.Keys;
import org.cusp.spec.training.TrainSpec;

/**
 * What a spec file says, defaults filled in.
 *
 * @param name of the run
 * @param seed of the split, the initial weights, the minibatches and, unless it says otherwise, the
 *     sampling
 * @param text the file, verbatim
 */
public record Spec(
    String name,
    long seed,
    DataSpec data,
    ModelSpec model,
    TrainSpec train,
    LlcSpec llc,
    String text) {
  public static final long DEFAULT_SEED = 1;

  /** The training and test data, split by the seed, scaled, and checked to fit the model. */
  public LoadedData loadData() {
    return data.load(seed, model::requireFits);
  }

  /**
   * Data given in place of the spec's own, checked to fit the model, with the scaling that was
   * fitted to the training data; their name says which. None are held out.
   */
  public LoadedData loadDataOf(DataSet given) {
    model.requireFits(given);
    return data.loadOther(given, seed, model::requireFits);
  }

  /**
   * The problem whose law the data are drawn from, where the model is its own and the inputs are
   * left as they are: its truth is then a parameter of the model.
   */
  public Optional<Problem> problem() {
    return model.type().equals(ModelSpec.OF_PROBLEM) ? data.problem(seed) : Optional.empty();
  }

  /**
   * All that the trained weights depend on, by the path of its key: two specs with the same facts
   * train the same network.
   */
  public Map<String, String> trainingFacts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.SEED, Long.toString(seed));
    data.facts().forEach((key, value) -> facts.put(Keys.data(key), value));
    model.facts().forEach((key, value) -> facts.put(Keys.model(key), value));
    train.facts().forEach((key, value) -> facts.put(Keys.train(key), value));
    return facts;
  }

  /** The weights that training begins with, a function of the seed. */
  public double[] initialWeights() {
    double[] w = model.build().initialise(RandomStream.of(seed, Purpose.INITIALISATION, 0));
    double[] scaled = Arrays.stream(w).map(value -> train.first().scale() * value).toArray();
    model
        .build()
        .fixed()
        .forEach(it -> System.arraycopy(w, it.offset(), scaled, it.offset(), it.size()));
    return scaled;
  }

  /** A spec file; relative paths in it are relative to its folder. */
  public static Spec read(Path file) {
    return SpecReader.read(file);
  }
}
