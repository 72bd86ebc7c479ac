package org.cusp.foreign.transformer;

import java.util.List;
import org.cusp.foreign.plan.Reading;

/**
 * A network of sequences that a file shows.
 *
 * @param name in a few words
 * @param longest sequence that it takes
 * @param vocabulary of its tokens; 0 where it takes vectors
 * @param readings what the file allows, the likeliest first
 * @param notes what was taken and assumed
 * @param activation what the file leaves open
 */
public record Transformer(
    String name,
    int longest,
    int vocabulary,
    List<Reading> readings,
    List<String> notes,
    Activation activation) {
  /** Whether the file says its activation. */
  public enum Activation {
    KNOWN,
    OPEN
  }

  public Transformer {
    readings = List.copyOf(readings);
    notes = List.copyOf(notes);
  }
}
