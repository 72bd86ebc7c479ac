package org.cusp.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that is being written under a name of its own, {@code .NAME.UUID}, and locked as long as
 * it is. The lock ends with the process, however it ends.
 */
final class TemporaryFile implements AutoCloseable {
  private static final Pattern NAME =
      Pattern.compile("\\..+\\.\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Files of this process: opening one a second time would end its lock. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  /** A folder is cleaned once by a process: what dies later is another process's to clean. */
  private static final Set<Path> CLEANED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** A new one in the folder of a file. */
  static TemporaryFile beside(Path target) throws IOException {
    while (true) {
      String name = "." + target.getFileName() + "." + UUID.randomUUID();
      Path path = target.toAbsolutePath().normalize().resolveSibling(name);
      OWN.add(path);
      TemporaryFile file = new TemporaryFile(path, open(path));
      file.lock();
      // A process that cleans may have taken the file for dead before it was locked.
      if (Files.exists(path)) {
        return file;
      }
      file.close();
    }
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      OWN.remove(path);
      throw e;
    }
  }

  private void lock() {
    try {
      channel.lock();
    } catch (IOException e) {
      // Some file systems have no locks; there nothing is cleaned either.
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** Puts the content onto the disk and then the file in the place of the target. */
  void moveTo(Path target) throws IOException {
    channel.force(true);
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }
    force(path.getParent());
  }

  /** The new name, too, is to survive a loss of power. */
  private static void force(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Some systems cannot open a folder; they write names in their own time.
    }
  }

  /** Removes the file if it has not been moved. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      OWN.remove(path);
    }
  }

  static boolean isOne(Path file) {
    return NAME.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** Removes the temporary files of dead processes. */
  static void clean(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute) || !CLEANED.add(absolute)) {
      return;
    }
    try (Stream<Path> files = Files.list(absolute)) {
      List<Path> found = files.filter(TemporaryFile::isOne).toList();
      found.forEach(TemporaryFile::deleteDead);
    } catch (IOException e) {
      // Cleaning is a courtesy: what cannot be listed or removed stays.
    }
  }

  private static void deleteDead(Path file) {
    if (OWN.contains(file) || !Files.isRegularFile(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // As above.
    }
  }
}
