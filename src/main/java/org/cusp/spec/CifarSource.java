package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.data.CifarFiles;
import org.cusp.data.DataSet;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/** Files of CIFAR-10's binary version, one or a list. */
record CifarSource(List<Path> paths) implements DataSource {
  static final List<String> KEYS = List.of(Keys.PATH, Keys.KIND);

  static CifarSource read(Section section, Path folder) {
    Kind.requireClasses(section);
    List<String> names = section.words(Keys.PATH);
    if (names.isEmpty()) {
      throw section.missing(Keys.PATH);
    }
    return new CifarSource(
        names.stream().map(name -> folder.resolve(name).toAbsolutePath().normalize()).toList());
  }

  @Override
  public DataSet load(long seed) {
    return CifarFiles.read(paths);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.PATH, paths.toString());
    return facts;
  }
}
