package org.cusp.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.folder.WeightsFolder;

/**
 * The named tensors of a file that some programme left, in whatever format.
 *
 * @param format the name of the format
 * @param order whether the order of the tensors means anything
 * @param content the tensors in the file's own order, and its metadata
 * @param notes what was taken of the file and what was left, for the user to see
 */
public record WeightsFile(String format, Order order, TensorFile content, List<String> notes) {
  private static final String SETTING = "config.";
  private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "model.");

  public WeightsFile {
    notes = List.copyOf(notes);
  }

  /** What the order of the tensors in a file says. */
  public enum Order {
    /** That in which the programme had them, which for a network is that of its layers. */
    KEPT,
    /** Nothing: writers of the format sort the tensors, by size or by name. */
    LOST
  }

  /**
   * Reads a file in the format that its content shows, whatever it is called, or a folder of such
   * files.
   *
   * @throws InvalidInput if it is in none of the formats of {@link WeightsFormat}, or damaged
   */
  public static WeightsFile read(Path file) {
    if (WeightsFolder.recognises(file)) {
      return WeightsFolder.read(file).withoutPrefix();
    }
    return WeightsFolder.beside(file, asStored(file)).withoutPrefix();
  }

  /** A single file with the names as they are. */
  public static WeightsFile asStored(Path file) {
    return WeightsFormat.of(file).read(file);
  }

  /** Tensors without metadata, of a format that keeps their order. */
  public static WeightsFile ordered(
      String format, LinkedHashMap<String, NamedTensor> tensors, List<String> notes) {
    return new WeightsFile(format, Order.KEPT, new TensorFile(Map.of(), tensors), notes);
  }

  /** What a configuration beside the tensors says, by key. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    content
        .metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(SETTING)) {
                settings.put(key.substring(SETTING.length()), value);
              }
            });
    return settings;
  }

  /** The same with these settings beside the tensors. */
  public WeightsFile withSettings(Map<String, String> settings) {
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    settings.forEach((key, value) -> metadata.put(SETTING + key, value));
    return new WeightsFile(format, order, new TensorFile(metadata, content.tensors()), notes);
  }

  /** The same, with these notes before its own. */
  public WeightsFile saying(List<String> first) {
    List<String> said = new ArrayList<>(first);
    said.addAll(notes);
    return new WeightsFile(format, order, content, said);
  }

  /** The same without the prefix that a wrapper of the network gave all its names. */
  private WeightsFile withoutPrefix() {
    for (String prefix : PREFIXES) {
      boolean all =
          content.tensors().keySet().stream()
              .allMatch(name -> name.startsWith(prefix) && name.length() > prefix.length());
      if (all && !content.tensors().isEmpty()) {
        LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
        content
            .tensors()
            .forEach((name, tensor) -> tensors.put(name.substring(prefix.length()), tensor));
        List<String> said = new ArrayList<>(notes);
        said.add("all names begin with " + prefix + ", which is left out here");
        TensorFile stripped = new TensorFile(content.metadata(), tensors);
        return new WeightsFile(format, order, stripped, said).withoutPrefix();
      }
    }
    return this;
  }
}
