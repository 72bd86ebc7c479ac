package org.cusp.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.cusp.contract.InvalidInput;

/**
 * Files that are written whole or not at all: the bytes go to a temporary name in the same folder,
 * reach the disk, and are then moved onto the target. Missing parent folders are made. If writing
 * fails, the old file, if there was one, is left as it was, and no temporary file stays behind.
 *
 * <p>A process that is killed while it writes leaves its temporary file. It is removed by the next
 * process that writes into the folder: a temporary file that nobody holds a lock on belongs to
 * nobody.
 */
public final class AtomicFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFiles() {}

  /**
   * Writes a file.
   *
   * @param content writes the bytes; the stream is buffered, and closing it only flushes it
   * @throws InvalidInput if the file cannot be written there; unchecked exceptions of {@code
   *     content} pass through
   */
  public static void write(Path target, IoConsumer<OutputStream> content) {
    WriterLock.requireThere(target);
    try {
      Path folder = folderOf(target);
      // createDirectories refuses a folder that is reached through a link.
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      TemporaryFile.clean(folder);
      try (TemporaryFile temporary = TemporaryFile.beside(target)) {
        OutputStream out = new Open(Channels.newOutputStream(temporary.channel()));
        content.accept(out);
        out.flush();
        temporary.moveTo(target);
      }
    } catch (IOException e) {
      throw new InvalidInput(target + ": cannot be written (" + Source.reason(e) + ")", e);
    }
  }

  /**
   * Removes a file, where there is one: another is to take its place, or nothing.
   *
   * @throws InvalidInput if it cannot be removed
   */
  public static void remove(Path file) {
    removeIfThere(file);
  }

  /** The same; whether there was one. */
  public static boolean removeIfThere(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InvalidInput(file + ": cannot be removed (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Removes a folder with all that is in it, where there is one.
   *
   * @throws InvalidInput if something cannot be removed
   */
  public static void removeAll(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(AtomicFiles::remove);
    } catch (IOException e) {
      throw new InvalidInput(folder + ": cannot be removed (" + e.getMessage() + ")", e);
    }
  }

  /** Writes a text file in UTF-8, as {@link #write} does. */
  public static void writeString(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Finds out before the work whether its result will have a place: that the target is no folder,
   * that its folder is there or can be made, and that so many bytes can be written. Nothing stays
   * on the disk.
   *
   * @throws InvalidInput as {@link #write} would
   */
  public static void tryWrite(Path target, int bytes) {
    try {
      tryIn(folderOf(target), target, bytes);
    } catch (IOException e) {
      throw new InvalidInput(target + ": cannot be written (" + Source.reason(e) + ")", e);
    }
  }

  /** The same for a folder that files are to be written into. */
  public static void tryFolder(Path folder, int bytes) {
    try {
      tryIn(folder.toAbsolutePath(), folder, bytes);
    } catch (IOException e) {
      throw new InvalidInput(
          folder + ": nothing can be written there (" + Source.reason(e) + ")", e);
    }
  }

  private static void tryIn(Path folder, Path asked, int bytes) throws IOException {
    Path there = folder;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new InvalidInput(asked + ": cannot be written (" + there + " is not a folder)");
    }
    try (TemporaryFile temporary = TemporaryFile.beside(there.resolve("trial"))) {
      ByteBuffer content = ByteBuffer.allocate(bytes);
      while (content.hasRemaining()) {
        temporary.channel().write(content);
      }
      temporary.channel().force(true);
    }
  }

  /** Removes what killed processes left in a folder; a folder that is not there is clean. */
  public static void clean(Path folder) {
    TemporaryFile.clean(folder);
  }

  /** Whether a file is one that a killed process left, or that a living one is writing. */
  public static boolean isTemporary(Path file) {
    return TemporaryFile.isOne(file);
  }

  private static Path folderOf(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new InvalidInput(target + ": cannot be written (is a folder)");
    }
    return folder;
  }

  /** Writers of archives close what they write to; here that would end the file's lock. */
  private static final class Open extends BufferedOutputStream {
    Open(OutputStream file) {
      super(file, BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
