package org.cusp.format;

import java.nio.file.Path;
import org.cusp.contract.InvalidInput;

/**
 * The named tensors of a file that some programme left, in whatever format.
 *
 * @param format the name of the format
 * @param order whether the order of the tensors means anything
 * @param content the tensors in the file's own order, and its metadata
 */
public record WeightsFile(String format, Order order, TensorFile content) {
  /** What the order of the tensors in a file says. */
  public enum Order {
    /** That in which the programme had them, which for a network is that of its layers. */
    KEPT,
    /** Nothing: writers of the format sort the tensors, by size or by name. */
    LOST
  }

  /**
   * Reads a file in the format that its content shows, whatever it is called.
   *
   * @throws InvalidInput if it is in none of the formats of {@link WeightsFormat}, or damaged
   */
  public static WeightsFile read(Path file) {
    return WeightsFormat.of(file).read(file);
  }
}
