package org.cusp.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a folder, to be compared with what lay there before. */
final class Disk {
  private Disk() {}

  /** Every folder and file below, with the whole content of the files. */
  static Map<String, String> contents(Path root) {
    return listing(
        root,
        file -> {
          byte[] bytes = Files.readAllBytes(file);
          return bytes.length + " bytes: " + HexFormat.of().formatHex(bytes);
        });
  }

  /** Every folder and file below, with the time of the last change of the files. */
  static Map<String, String> times(Path root) {
    return listing(root, file -> Files.getLastModifiedTime(file).toString());
  }

  private interface Fact {
    String of(Path file) throws IOException;
  }

  private static Map<String, String> listing(Path root, Fact fact) {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        String name = root.relativize(path).toString().replace('\\', '/');
        listing.put(name, Files.isDirectory(path) ? "folder" : fact.of(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return listing;
  }
}
