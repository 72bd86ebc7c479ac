package org.cusp.spec.section;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths in a spec file. */
public final class SourcePath {
  private SourcePath() {}

  /** The path under a key, made absolute. */
  public static Path read(Section section, String key, Path folder) {
    try {
      return folder.resolve(section.requiredText(key)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw section.wrong(key, "the path of a file");
    }
  }
}
