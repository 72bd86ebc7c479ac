package org.cusp.format.zarr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Json;

/**
 * A group of arrays in a folder, as Zarr 2 has them: {@code .zgroup} and {@code .zattrs}, and a
 * folder for each array with {@code .zarray}, {@code .zattrs} (which names its dimensions as xarray
 * reads them, {@code _ARRAY_DIMENSIONS}) and a file for each chunk, not compressed; {@code
 * .zmetadata} holds all descriptions at once. It is written beside its place under a name of its
 * own, and is there whole, after {@link #keep}, or not at all.
 *
 * <p>Source: the Zarr storage specification, version 2,
 * https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html.
 */
public final class ZarrFolder implements AutoCloseable {
  private static final String GROUP = ".zgroup";
  private static final String ATTRIBUTES = ".zattrs";
  private static final String ARRAY = ".zarray";

  private final Path target;
  private final Path building;
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private boolean kept;

  /**
   * A new one.
   *
   * @param attributes of the group
   * @throws InvalidInput where it cannot be written
   */
  public ZarrFolder(Path target, Map<String, ?> attributes) {
    this.target = target.toAbsolutePath();
    this.building =
        this.target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    removeUnfinished();
    try {
      Files.createDirectories(building);
    } catch (IOException e) {
      throw failed(e);
    }
    describe(GROUP, Map.of("zarr_format", 2));
    describe(ATTRIBUTES, inOrder(attributes));
  }

  /** What killed processes left of this one; one process at a time writes into a run. */
  private void removeUnfinished() {
    Path parent = target.getParent();
    if (!Files.isDirectory(parent)) {
      return;
    }
    String begun = "." + target.getFileName() + ".";
    try (Stream<Path> beside = Files.list(parent)) {
      beside
          .filter(path -> path.getFileName().toString().startsWith(begun))
          .filter(AtomicFiles::isTemporary)
          .toList()
          .forEach(AtomicFiles::removeAll);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * A new array of float32.
   *
   * @param dimensions their names
   * @param chunks numbers of a chunk along each
   * @param attributes beside the names of the dimensions
   */
  public ZarrArray array(
      String name, List<String> dimensions, int[] shape, int[] chunks, Map<String, ?> attributes) {
    return new ZarrArray(
        description(name, dimensions, shape, chunks, attributes, "<f4"), shape, chunks);
  }

  /** An array of float64 in one chunk. */
  public void vector(String name, String dimension, double[] values, Map<String, ?> attributes) {
    int[] shape = {values.length};
    Path folder = description(name, List.of(dimension), shape, shape, attributes, "<f8");
    ZarrArray.write(folder.resolve("0"), ZarrArray.bytes(values));
  }

  private Path description(
      String name,
      List<String> dimensions,
      int[] shape,
      int[] chunks,
      Map<String, ?> attributes,
      String type) {
    Path folder = building.resolve(name);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(e);
    }
    Map<String, Object> array = new LinkedHashMap<>();
    array.put("zarr_format", 2);
    array.put("shape", shape);
    array.put("chunks", chunks);
    array.put("dtype", type);
    array.put("compressor", null);
    array.put("fill_value", 0.0);
    array.put("order", "C");
    array.put("filters", null);
    describe(name + "/" + ARRAY, array);
    Map<String, Object> said = inOrder(attributes);
    said.put("_ARRAY_DIMENSIONS", dimensions);
    describe(name + "/" + ATTRIBUTES, said);
    return folder;
  }

  /** By name: that of a map may change from one process to the next. */
  private static Map<String, Object> inOrder(Map<String, ?> attributes) {
    return new TreeMap<>(attributes);
  }

  private void describe(String file, Object content) {
    metadata.put(file, content);
    text(file, content);
  }

  private void text(String file, Object content) {
    ZarrArray.write(building.resolve(file), Json.text(content).getBytes(StandardCharsets.UTF_8));
  }

  /** Puts it into its place; what was there goes. */
  public void keep() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("zarr_consolidated_format", 1);
    all.put("metadata", metadata);
    text(".zmetadata", all);
    try {
      remove(target);
      Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(e);
    }
    kept = true;
  }

  /** Removes what was not kept. */
  @Override
  public void close() {
    if (!kept) {
      try {
        remove(building);
      } catch (IOException e) {
        // What cannot be removed stays under a name that nobody asks for.
      }
    }
  }

  /** Removes a folder of this kind, where there is one. */
  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    if (!Files.exists(folder.resolve(GROUP))) {
      throw new IOException("there is a folder that is no Zarr group");
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  private InvalidInput failed(IOException e) {
    return new InvalidInput(target + ": cannot be written (" + e.getMessage() + ")", e);
  }
}
