package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.data.TokenFiles;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SourcePath;

/** Sequences of tokens in an .npy or .npz file, each to be predicted from those before it. */
record TokensSource(Path path, Optional<String> array) implements DataSource {
  static final List<String> KEYS = List.of(Keys.PATH, Keys.ARRAY);

  static TokensSource read(Section section, Path folder) {
    ScalingText.refuse(section, "token ids");
    return new TokensSource(SourcePath.read(section, Keys.PATH, folder), section.text(Keys.ARRAY));
  }

  @Override
  public DataSet load(long seed) {
    return TokenFiles.arrays(path, array);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.PATH, path.toString());
    array.ifPresent(name -> facts.put(Keys.ARRAY, name));
    return facts;
  }
}
