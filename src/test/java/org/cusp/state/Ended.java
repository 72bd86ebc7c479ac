package org.cusp.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cusp.run.Progress;

/**
 * Processes that share a file, for tests: each is told to end at its turn of this number, or never.
 *
 * @param notes what they say
 */
public record Ended(Path file, Map<String, String> facts, List<String> notes) {
  public static Ended in(Path folder) {
    return new Ended(
        folder.resolve("state.safetensors"), Map.of("of", "this test"), new ArrayList<>());
  }

  /** What one of them hands to its work; 0 for one that is left alone. */
  public Progress at(int turns) {
    return Progress.NONE.keeping(bookmark(turns));
  }

  /** The same by itself. */
  public FileBookmark bookmark(int turns) {
    int[] left = {turns};
    return new FileBookmark(
        file, facts, () -> --left[0] == 0, notes::add, Double.POSITIVE_INFINITY);
  }
}
