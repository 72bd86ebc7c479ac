package org.cusp.report.gather;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Source;

/**
 * The files of results below folders.
 *
 * @param files each once, by name
 * @param leftOut folders whose work is not finished, and those that cannot be read
 */
record ResultFiles(List<Path> files, List<LeftOut> leftOut) {
  /** What work that is not finished leaves beside, or in place of, a result. */
  private static final Set<String> UNFINISHED =
      Set.of("unfinished.json", "unfinished-draws.npz", "state.safetensors", "rows.json");

  private static final String GLOB = "*?[{";

  /**
   * Of files, folders with all that is below them, and patterns of such.
   *
   * @throws InvalidInput if one is not there, or no file matches a pattern
   */
  static ResultFiles below(List<String> asked) {
    Set<Path> files = new LinkedHashSet<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (String text : asked) {
      for (Path path : expanded(text)) {
        if (Files.isDirectory(path)) {
          walk(path, files, leftOut);
        } else {
          files.add(path);
        }
      }
    }
    return new ResultFiles(distinct(files), leftOut.stream().distinct().toList());
  }

  private static List<Path> expanded(String text) {
    try {
      Path path = Path.of(text);
      if (Files.exists(path)) {
        return List.of(path);
      }
    } catch (InvalidPathException e) {
      throw new InvalidInput("'" + text + "' is no path here (" + e.getReason() + ")", e);
    }
    if (text.chars().noneMatch(c -> GLOB.indexOf(c) >= 0)) {
      throw new InvalidInput(text + ": there is no such file or folder");
    }
    List<Path> matching = matching(text);
    if (matching.isEmpty()) {
      throw new InvalidInput(text + ": nothing matches");
    }
    return matching;
  }

  /** The names of the pattern's folders up to the first with a wildcard are walked no further. */
  private static List<Path> matching(String pattern) {
    Path whole = Path.of(pattern);
    Path base = whole.isAbsolute() ? whole.getRoot() : Path.of("");
    int depth = whole.getNameCount();
    for (Path name : whole) {
      if (name.toString().chars().anyMatch(c -> GLOB.indexOf(c) >= 0)) {
        break;
      }
      base = base.resolve(name);
      depth--;
    }
    PathMatcher matcher = matcher(pattern);
    int most = pattern.contains("**") ? Integer.MAX_VALUE : depth;
    try (Stream<Path> all = Files.walk(base, most, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(matcher::matches).sorted().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new InvalidInput(pattern + ": " + base + " cannot be read", e);
    }
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidInput(pattern + ": is no pattern (" + why + ")", e);
    }
  }

  private static void walk(Path folder, Set<Path> files, List<LeftOut> leftOut) {
    Map<Path, Set<String>> names = new TreeMap<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
              boolean isKept = at.equals(folder) || !holdsNoResults(at.getFileName().toString());
              return isKept ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = file.getFileName().toString();
              if (Kind.isName(name) || UNFINISHED.contains(name)) {
                names.computeIfAbsent(file.getParent(), key -> new TreeSet<>()).add(name);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              leftOut.add(LeftOut.of(file, "cannot be read (" + Source.reason(e) + ")"));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be read (" + Source.reason(e) + ")", e);
    }
    names.forEach(
        (at, there) -> {
          List<String> results = there.stream().filter(Kind::isName).toList();
          results.forEach(name -> files.add(at.resolve(name)));
          if (results.isEmpty()) {
            leftOut.add(LeftOut.of(at, "is not finished"));
          }
        });
  }

  private static boolean holdsNoResults(String folder) {
    return folder.equals("checkpoints") || folder.endsWith(".zarr") || folder.startsWith(".");
  }

  /** A file that is reached in two ways is one. */
  private static List<Path> distinct(Set<Path> files) {
    Map<Path, Path> byPlace = new TreeMap<>();
    files.forEach(file -> byPlace.putIfAbsent(real(file), file));
    return byPlace.values().stream().sorted().toList();
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }
}
