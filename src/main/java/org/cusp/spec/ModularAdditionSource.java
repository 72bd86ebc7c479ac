package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Synthetic;
import org.cusp.data.Targets;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * All pairs (a, b) modulo p, a and b one-hot beside each other or two tokens, and a + b modulo p: a
 * class, or one-hot numbers where the kind is values.
 */
record ModularAdditionSource(int modulus, Kind kind, Coding coding) implements DataSource {
  static final List<String> KEYS = List.of(Keys.MODULUS, Keys.KIND, Keys.CODING);

  /** How a and b are written. */
  enum Coding {
    ONE_HOT("one-hot"),
    TOKENS("tokens");

    private final String id;

    Coding(String id) {
      this.id = id;
    }
  }

  /** 2 p^3 numbers are one array of inputs. */
  private static final int LARGEST = 812;

  ModularAdditionSource {
    checked(modulus);
    if (kind == Kind.SEQUENCES) {
      throw new InvalidInput(Keys.data(Keys.KIND) + " must be classes or values for this source");
    }
  }

  private static int checked(int modulus) {
    Check.inRange(Keys.data(Keys.MODULUS), modulus, 2, LARGEST);
    return modulus;
  }

  static ModularAdditionSource read(Section section, Path folder, Supplier<Kind> usual) {
    int modulus = section.whole(Keys.MODULUS).orElseThrow(() -> section.missing(Keys.MODULUS));
    Coding coding =
        section.choice(Keys.CODING, Coding.values(), it -> it.id).orElse(Coding.ONE_HOT);
    if (coding == Coding.TOKENS) {
      ScalingText.refuse(section, "tokens");
    }
    return new ModularAdditionSource(checked(modulus), Kind.read(section, usual), coding);
  }

  @Override
  public DataSet load(long seed) {
    DataSet pairs = coded(Synthetic.modularAddition(modulus));
    return kind == Kind.CLASSES ? pairs : oneHot(pairs);
  }

  /** Row a p + b is the pair (a, b). */
  private DataSet coded(DataSet pairs) {
    if (coding == Coding.ONE_HOT) {
      return pairs;
    }
    double[] tokens = new double[2 * pairs.n()];
    for (int row = 0; row < pairs.n(); row++) {
      tokens[2 * row] = row / modulus;
      tokens[2 * row + 1] = row % modulus;
    }
    return new DataSet(pairs.name(), pairs.n(), 2, tokens, pairs.targets());
  }

  private DataSet oneHot(DataSet pairs) {
    if (!(pairs.targets() instanceof Targets.Classes sums)) {
      throw new InvalidInput(pairs.name() + ": has no classes");
    }
    double[] values = new double[pairs.n() * modulus];
    for (int row = 0; row < pairs.n(); row++) {
      values[row * modulus + sums.labels()[row]] = 1;
    }
    return new DataSet(
        pairs.name(), pairs.n(), pairs.features(), pairs.x(), new Targets.Values(values, modulus));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.MODULUS, Integer.toString(modulus));
    facts.put(Keys.KIND, kind.id());
    if (coding == Coding.TOKENS) {
      facts.put(Keys.CODING, coding.id);
    }
    return facts;
  }
}
