package org.cusp.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cusp.contract.InvalidInput;

/**
 * The right of one process to write into a folder, as long as this is open: another that asks is
 * told who has it. Whoever reads is not held up. The lock ends with the process, however it ends;
 * on file systems that have no locks everybody gets it.
 */
public final class WriterLock implements AutoCloseable {
  private static final String NAME = ".writing";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /**
   * Of this process, with the keys of their folders: opening one a second time would end its lock.
   */
  private static final Map<Path, Optional<Object>> OWN = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private List<Path> made = List.of();

  private WriterLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Of a folder, which is made where it is not there.
   *
   * @throws InvalidInput in one line, where another process writes there, or nobody can
   */
  public static WriterLock of(Path folder) {
    Path file = folder.toAbsolutePath().normalize().resolve(NAME);
    if (OWN.putIfAbsent(file, Optional.empty()) != null) {
      throw new InvalidInput(folder + ": this process is writing there already");
    }
    Optional<WriterLock> lock = Optional.empty();
    List<Path> missing = missing(file.getParent());
    try {
      if (!Files.isDirectory(file.getParent())) {
        Files.createDirectories(file.getParent());
      }
      while (lock.isEmpty()) {
        lock = taken(folder, file);
      }
      lock.get().made = missing;
      OWN.put(file, Optional.ofNullable(key(file.getParent())));
      return lock.get();
    } catch (IOException e) {
      throw new InvalidInput(
          folder + ": nothing can be written there (" + Source.reason(e) + ")", e);
    } finally {
      if (lock.isEmpty()) {
        OWN.remove(file);
      }
    }
  }

  /** Whether somebody writes there now, another process or this one. */
  public static boolean isHeld(Path folder) {
    Path file = folder.toAbsolutePath().normalize().resolve(NAME);
    // To open a file of this process would end its lock.
    if (OWN.containsKey(file)) {
      return true;
    }
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A file that is to be written goes where this process began to write: a folder that was moved
   * away, or whose disk is gone, is not made anew with half of the work.
   *
   * @throws InvalidInput where that folder is not there any more
   */
  static void requireThere(Path target) {
    Path place = target.toAbsolutePath().normalize();
    OWN.forEach(
        (file, key) -> {
          Path folder = file.getParent();
          if (key.isPresent() && place.startsWith(folder) && !isStill(folder, key.get())) {
            throw new InvalidInput(
                target
                    + ": cannot be written ("
                    + folder
                    + " is not there any more as it was when this began)");
          }
        });
  }

  private static boolean isStill(Path folder, Object key) {
    try {
      return key.equals(key(folder));
    } catch (IOException e) {
      return false;
    }
  }

  /** Folders on the way to this one that are not there, the innermost first. */
  private static List<Path> missing(Path folder) {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder; at != null && Files.notExists(at); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }

  /**
   * Empty where the file was another's who has removed it in the meantime. To open it a second time
   * would end the lock when that is closed; that it is the same one is seen from its key.
   */
  private static Optional<WriterLock> taken(Path folder, Path file) throws IOException {
    FileChannel channel;
    Object before;
    try {
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      before = key(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    WriterLock lock = new WriterLock(file, channel);
    if (!lock.isFree()) {
      String who = lock.signature();
      channel.close();
      throw new InvalidInput(folder + ": " + who + " is writing there");
    }
    if (!Files.exists(file) || !Objects.equals(before, key(file))) {
      channel.close();
      return Optional.empty();
    }
    lock.sign();
    return Optional.of(lock);
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private boolean isFree() {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      // Without locks there is nothing to be held up by.
      return true;
    }
  }

  private void sign() throws IOException {
    String own =
        "process "
            + ProcessHandle.current().pid()
            + " (since "
            + ZonedDateTime.now().format(TIME)
            + ")\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private String signature() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(200);
    channel.read(content, 0);
    String who = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
    return who.isBlank() ? "another process" : who.strip();
  }

  /** Whether a file is that of a lock, which a killed process leaves: nobody's result. */
  public static boolean isOne(Path file) {
    return NAME.equals(String.valueOf(file.getFileName()));
  }

  /** Gives it back; folders that were made for it and are empty go. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
      for (Path folder : made) {
        // One that holds something stays, and with it those around it.
        Files.delete(folder);
      }
    } catch (IOException e) {
      // Who comes next finds the file unlocked.
    } finally {
      OWN.remove(file);
    }
  }
}
