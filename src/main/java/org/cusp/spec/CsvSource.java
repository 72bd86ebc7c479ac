package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataFiles;
import org.cusp.data.DataSet;
import org.cusp.data.TargetColumn;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SourcePath;

/** A text table. */
record CsvSource(Path path, TargetColumn target, Kind kind) implements DataSource {
  static final List<String> KEYS = List.of(Keys.PATH, Keys.TARGET, Keys.KIND);

  static CsvSource read(Section section, Path folder, Supplier<Kind> usual) {
    return new CsvSource(
        SourcePath.read(section, Keys.PATH, folder), target(section), Kind.read(section, usual));
  }

  private static TargetColumn target(Section section) {
    try {
      return section.text(Keys.TARGET).map(TargetColumn::parse).orElseGet(TargetColumn::last);
    } catch (InvalidInput e) {
      throw section.wrong(Keys.TARGET, "last, a column name, a number from 1, or several as a,b");
    }
  }

  @Override
  public DataSet load(long seed) {
    return DataFiles.csv(path, target, kind.kind());
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.PATH, path.toString());
    facts.put(Keys.TARGET, String.join(",", target.words()));
    facts.put(Keys.KIND, kind.id());
    return facts;
  }
}
