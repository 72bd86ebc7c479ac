package org.cusp.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors with metadata, as a safetensors file holds them.
 *
 * @param metadata free text under names; empty if the file has none
 * @param tensors by name, in the order of the file
 */
public record TensorFile(Map<String, String> metadata, LinkedHashMap<String, NamedTensor> tensors) {
  /** Copies the maps, not the tensors. */
  public TensorFile {
    metadata = new LinkedHashMap<>(metadata);
    tensors = new LinkedHashMap<>(tensors);
  }
}
