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
 * All pairs (a, b) modulo p, a and b one-hot beside each other, and a + b modulo p: a class, or
 * one-hot numbers where the kind is values.
 */
record ModularAdditionSource(int modulus, Kind kind) implements DataSource {
  static final List<String> KEYS = List.of(Keys.MODULUS, Keys.KIND);

  /** 2 p^3 numbers are one array of inputs. */
  private static final int LARGEST = 812;

  ModularAdditionSource {
    checked(modulus);
  }

  private static int checked(int modulus) {
    Check.inRange(Keys.data(Keys.MODULUS), modulus, 2, LARGEST);
    return modulus;
  }

  static ModularAdditionSource read(Section section, Path folder, Supplier<Kind> usual) {
    int modulus = section.whole(Keys.MODULUS).orElseThrow(() -> section.missing(Keys.MODULUS));
    return new ModularAdditionSource(checked(modulus), Kind.read(section, usual));
  }

  @Override
  public DataSet load(long seed) {
    DataSet pairs = Synthetic.modularAddition(modulus);
    return kind == Kind.CLASSES ? pairs : oneHot(pairs);
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
    return facts;
  }
}
