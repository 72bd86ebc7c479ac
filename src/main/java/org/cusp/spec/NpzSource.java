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

/** Inputs and targets as two arrays of an .npz file. */
record NpzSource(Path path, String x, String y, Kind kind) implements DataSource {
  static final List<String> KEYS = List.of(Keys.PATH, Keys.X, Keys.Y, Keys.KIND);
  private static final String DEFAULT_X = "x";
  private static final String DEFAULT_Y = "y";

  static NpzSource read(Section section, Path folder, Supplier<Kind> usual) {
    return new NpzSource(
        SourcePath.read(section, Keys.PATH, folder),
        section.text(Keys.X).orElse(DEFAULT_X),
        section.text(Keys.Y).orElse(DEFAULT_Y),
        Kind.read(section, usual));
  }

  @Override
  public DataSet load(long seed) {
    return DataFiles.npz(path, x, y, kind.kind());
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.PATH, path.toString());
    facts.put(Keys.X, x);
    facts.put(Keys.Y, y);
    facts.put(Keys.KIND, kind.id());
    return facts;
  }
}
