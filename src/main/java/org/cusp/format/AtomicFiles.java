package org.cusp.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.cusp.contract.InvalidInput;

/**
 * Files that are written whole or not at all: the bytes go to a temporary name in the same folder,
 * which is then moved onto the target. Missing parent folders are made. If writing fails, the old
 * file, if there was one, is left as it was, and no temporary file stays behind.
 */
public final class AtomicFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFiles() {}

  /**
   * Writes a file.
   *
   * @param content writes the bytes; the stream is buffered and closed by this method
   * @throws InvalidInput if the file cannot be written there; unchecked exceptions of {@code
   *     content} pass through
   */
  public static void write(Path target, IoConsumer<OutputStream> content) {
    try {
      Path folder = target.toAbsolutePath().getParent();
      if (folder == null || Files.isDirectory(target)) {
        throw new InvalidInput(target + ": cannot be written (is a folder)");
      }
      // createDirectories refuses a folder that is reached through a link.
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        fill(temporary, content);
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new InvalidInput(target + ": cannot be written (" + Source.reason(e) + ")", e);
    }
  }

  /** Writes a text file in UTF-8, as {@link #write} does. */
  public static void writeString(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void fill(Path temporary, IoConsumer<OutputStream> content) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), BUFFER_BYTES)) {
      content.accept(out);
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
