package org.cusp.cli.format;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cusp.estimate.EstimateOf;

/**
 * What a command found, in the ways that a form may need.
 *
 * @param text for people, a line each
 * @param json the document, for programmes
 * @param estimates every number that has an error, in the order of the text
 */
public record Answer(
    Supplier<List<String>> text, Supplier<String> json, List<EstimateOf> estimates) {
  public Answer {
    estimates = List.copyOf(estimates);
  }

  /** The same with lines before those for people. */
  public Answer after(List<String> heading) {
    return new Answer(
        () -> Stream.concat(heading.stream(), text.get().stream()).toList(), json, estimates);
  }
}
