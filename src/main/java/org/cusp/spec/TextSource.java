package org.cusp.spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.data.DataSet;
import org.cusp.data.TokenFiles;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SourcePath;

/**
 * The bytes of a file, in sequences; each byte is to be predicted from those before it.
 *
 * @param length positions of a sequence
 * @param stride from one sequence to the next
 */
record TextSource(Path path, int length, int stride) implements DataSource {
  static final List<String> KEYS = List.of(Keys.PATH, Keys.LENGTH, Keys.STRIDE);

  static TextSource read(Section section, Path folder) {
    ScalingText.refuse(section, "bytes of text");
    int length = section.whole(Keys.LENGTH).orElseThrow(() -> section.missing(Keys.LENGTH));
    Check.atLeast(Keys.data(Keys.LENGTH), length, 1);
    int stride = section.whole(Keys.STRIDE).orElse(length);
    return new TextSource(
        SourcePath.read(section, Keys.PATH, folder),
        length,
        Check.atLeast(Keys.data(Keys.STRIDE), stride, 1));
  }

  @Override
  public boolean overlaps() {
    return stride < length;
  }

  @Override
  public DataSet load(long seed) {
    return TokenFiles.text(path, length, stride);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.PATH, path.toString());
    facts.put(Keys.LENGTH, Integer.toString(length));
    facts.put(Keys.STRIDE, Integer.toString(stride));
    return facts;
  }
}
