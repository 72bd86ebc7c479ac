package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.data.DataFiles;
import org.cusp.data.DataSet;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SourcePath;

/** Images and labels in two IDX files. */
record IdxSource(Path images, Path labels) implements DataSource {
  static final List<String> KEYS = List.of(Keys.IMAGES, Keys.LABELS, Keys.KIND);

  static IdxSource read(Section section, Path folder) {
    Kind.requireClasses(section);
    return new IdxSource(
        SourcePath.read(section, Keys.IMAGES, folder),
        SourcePath.read(section, Keys.LABELS, folder));
  }

  @Override
  public DataSet load(long seed) {
    return DataFiles.idx(images, labels);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.IMAGES, images.toString());
    facts.put(Keys.LABELS, labels.toString());
    return facts;
  }
}
