package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.data.Synthetic;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * Sequences of pairs of a linear function each, see {@link Synthetic#inContextRegression}.
 *
 * @param examples sequences in all
 * @param noise variance of y given x and the function
 * @param seed of all
 */
record InContextSource(int examples, int pairs, int dimension, double noise, long seed)
    implements DataSource {
  static final List<String> KEYS =
      List.of(Keys.EXAMPLES, Keys.PAIRS, Keys.DIMENSION, Keys.NOISE, Keys.SEED);

  private static final int DEFAULT_EXAMPLES = 8192;
  private static final int DEFAULT_PAIRS = 8;
  private static final int DEFAULT_DIMENSION = 4;
  private static final double DEFAULT_NOISE = 0.125;

  static InContextSource read(Section section, Path folder) {
    return new InContextSource(
        section.whole(Keys.EXAMPLES).orElse(DEFAULT_EXAMPLES),
        section.whole(Keys.PAIRS).orElse(DEFAULT_PAIRS),
        section.whole(Keys.DIMENSION).orElse(DEFAULT_DIMENSION),
        section.number(Keys.NOISE).orElse(DEFAULT_NOISE),
        section.wholeLong(Keys.SEED).orElse(Spec.DEFAULT_SEED));
  }

  InContextSource {
    Check.atLeast(Keys.data(Keys.EXAMPLES), examples, 4);
    Check.inRange(Keys.data(Keys.PAIRS), pairs, 1, 1 << 16);
    Check.inRange(Keys.data(Keys.DIMENSION), dimension, 1, 1 << 16);
    Check.nonNegative(Keys.data(Keys.NOISE), noise);
    Check.inRange(
        "numbers of " + Keys.DATA, 2L * examples * pairs * (dimension + 1), 1L, (1L << 31) - 8);
  }

  @Override
  public DataSet load(long specSeed) {
    RandomStream stream = RandomStream.of(seed, Purpose.INPUTS, 0);
    long[] next = {0};
    return Synthetic.inContextRegression(
        examples, pairs, dimension, noise, () -> stream.normal(0, next[0]++));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.EXAMPLES, Integer.toString(examples));
    facts.put(Keys.PAIRS, Integer.toString(pairs));
    facts.put(Keys.DIMENSION, Integer.toString(dimension));
    facts.put(Keys.NOISE, Double.toString(noise));
    facts.put(Keys.SEED, Long.toString(seed));
    return facts;
  }
}
