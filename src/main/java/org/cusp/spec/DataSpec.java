package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.FittedScaling;
import org.cusp.data.InputScaling;
import org.cusp.data.Scaling;
import org.cusp.problem.Problem;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * The section {@code data}.
 *
 * @param type the name of the source
 * @param limit only the first so many rows are used
 * @param test how many of them are held out
 */
public record DataSpec(
    String type, DataSource source, Scaling scaling, OptionalInt limit, HeldOut test) {
  private static final List<String> COMMON =
      List.of(Keys.SOURCE, Keys.SCALING, Keys.LIMIT, Keys.TEST);

  public DataSpec {
    limit.ifPresent(rows -> Check.atLeast(Keys.data(Keys.LIMIT), rows, 2));
    if (source.overlaps() && !(test instanceof HeldOut.Count none && none.count() == 0)) {
      throw new InvalidInput(
          Keys.data(Keys.TEST)
              + " must be 0 where sequences overlap ("
              + Keys.data(Keys.STRIDE)
              + " below "
              + Keys.data(Keys.LENGTH)
              + "): what is held out would not be new");
    }
  }

  /**
   * Reads the section.
   *
   * @param usual the kind of targets where it states none
   */
  static DataSpec read(Section section, Path folder, Supplier<DataSource.Kind> usual) {
    DataSourceType type =
        section.requiredChoice(Keys.SOURCE, DataSourceType.values(), DataSourceType::id);
    section.allow(Keys.DATA + " with source " + type.id(), COMMON, type.keys());
    return new DataSpec(
        type.id(),
        type.read(section, folder, usual),
        ScalingText.read(section),
        section.whole(Keys.LIMIT),
        HeldOut.read(section));
  }

  /**
   * Reads the source, takes the first rows, splits them by the seed, and applies the scaling fitted
   * to the training part to both. Without test examples the rows stay in their order.
   *
   * @param check refuses data, named by their rows in the source, before they are split
   */
  public LoadedData load(long seed, Consumer<DataSet> check) {
    Parts parts = parts(seed, check);
    FittedScaling fitted = scaling.fit(parts.train());
    return new LoadedData(
        fitted.apply(parts.train()), parts.test().map(fitted::apply), scaling(parts.train()));
  }

  /** Before scaling. */
  private record Parts(DataSet train, Optional<DataSet> test) {}

  private Parts parts(long seed, Consumer<DataSet> check) {
    DataSet all = limited(source.load(seed));
    check.accept(all);
    int testCount = test.of(all.n());
    if (testCount == 0) {
      return new Parts(all, Optional.empty());
    }
    Permutation order = new Permutation(RandomStream.of(seed, Purpose.SPLIT, 0), all.n());
    int[] rows = IntStream.range(0, all.n()).map(position -> order.at(0, position)).toArray();
    DataSet.Split split = all.split(testCount, rows);
    return new Parts(split.train(), Optional.of(split.test()));
  }

  /**
   * Data in place of the spec's own, with what the spec does to inputs: its training data are read
   * only where the scaling was fitted to them.
   *
   * @param given the data, of as many features as the spec's
   * @throws InvalidInput where the training data are needed and cannot be read
   */
  LoadedData loadOther(DataSet given, long seed, Consumer<DataSet> check) {
    if (!(scaling instanceof Scaling.Standardise)) {
      return other(given, scaling(given));
    }
    DataSet train;
    try {
      train = parts(seed, check).train();
    } catch (InvalidInput e) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s: %s says %s, fitted to its training data, and those cannot be read: %s",
              given.name(),
              Keys.data(Keys.SCALING),
              ScalingText.describe(scaling),
              e.getMessage()));
    }
    return other(given, scaling(train));
  }

  private static LoadedData other(DataSet given, InputScaling scaling) {
    return new LoadedData(scaling.apply(given), Optional.empty(), scaling);
  }

  private InputScaling scaling(DataSet train) {
    return scaling instanceof Scaling.None
        ? InputScaling.asTheyAre()
        : new InputScaling(ScalingText.words(scaling, train), Optional.of(scaling.fit(train)));
  }

  /** The law of the examples, where it is known and no scaling changes it. */
  public Optional<TrueLaw> law() {
    return scaling instanceof Scaling.None ? source.law() : Optional.empty();
  }

  private DataSet limited(DataSet all) {
    if (limit.isEmpty() || limit.getAsInt() == all.n()) {
      return all;
    }
    if (limit.getAsInt() > all.n()) {
      throw new InvalidInput(
          all.name()
              + ": "
              + Keys.data(Keys.LIMIT)
              + " must be in [2, "
              + all.n()
              + "], the examples there are, got "
              + limit.getAsInt());
    }
    return all.subset(IntStream.range(0, limit.getAsInt()).toArray());
  }

  /**
   * The problem whose law the data are drawn from; its own data are as many as it says, whatever
   * the spec takes of them or holds out. Empty for other sources, and where scaling makes other
   * inputs of them.
   */
  public Optional<Problem> problem(long seed) {
    return source instanceof ProblemSource drawn && scaling instanceof Scaling.None
        ? Optional.of(drawn.problem(seed))
        : Optional.empty();
  }

  /** The values of the keys, paths made absolute. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.SOURCE, type);
    facts.putAll(source.facts());
    facts.put(Keys.SCALING, ScalingText.describe(scaling));
    facts.put(Keys.LIMIT, limit.isPresent() ? Integer.toString(limit.getAsInt()) : "all");
    facts.put(Keys.TEST, test.describe());
    return facts;
  }
}
