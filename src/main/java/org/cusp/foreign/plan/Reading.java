package org.cusp.foreign.plan;

import java.util.Optional;
import java.util.function.Function;

/**
 * One way to read the tensors of a file.
 *
 * @param words what was taken where they leave it open; empty where they do not
 * @param plan the layers, by what the file leaves open
 */
public record Reading(Optional<String> words, Function<Open, Plan> plan) {
  /** Of a file that leaves nothing open. */
  public static Reading only(Plan plan) {
    return new Reading(Optional.empty(), open -> plan);
  }
}
