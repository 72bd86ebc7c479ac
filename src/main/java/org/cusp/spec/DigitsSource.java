package org.cusp.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cusp.data.DataSet;
import org.cusp.data.Digits;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** The embedded handwritten digits. */
record DigitsSource() implements DataSource {
  static final List<String> KEYS = List.of(Keys.KIND);

  static DigitsSource read(Section section, Path folder) {
    Kind.requireClasses(section);
    return new DigitsSource();
  }

  @Override
  public DataSet load(long seed) {
    return Digits.load();
  }

  @Override
  public Map<String, String> facts() {
    return Map.of();
  }
}
