package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cusp.data.DataFiles;
import org.cusp.data.DataSet;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SourcePath;

/** Inputs and targets in two .npy files. */
record NpySource(Path x, Path y, Kind kind) implements DataSource {
  static final List<String> KEYS = List.of(Keys.X, Keys.Y, Keys.KIND);

  static NpySource read(Section section, Path folder, Supplier<Kind> usual) {
    return new NpySource(
        SourcePath.read(section, Keys.X, folder),
        SourcePath.read(section, Keys.Y, folder),
        Kind.read(section, usual));
  }

  @Override
  public DataSet load(long seed) {
    return DataFiles.npy(x, y, kind.kind());
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.X, x.toString());
    facts.put(Keys.Y, y.toString());
    facts.put(Keys.KIND, kind.id());
    return facts;
  }
}
