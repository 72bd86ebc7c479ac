package org.cusp.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;

/**
 * Files that have an end. A device, a named pipe or a socket may go on for ever, or block, and its
 * size is not known; what is read in Cusp is read more than once, or its size is believed.
 */
public final class RegularFile {
  private RegularFile() {}

  /** The file, if it is there and is neither a folder nor a device, a pipe or a socket. */
  public static Path require(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInput(file + ": is a folder, not a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidInput(
          file
              + ": is not a regular file (a device, a pipe or a socket): copy its content to a file");
    }
    return file;
  }

  /**
   * All bytes of a file that is small by nature, such as a spec.
   *
   * @param most the most bytes that it may have
   */
  public static byte[] bytes(Path file, int most) {
    require(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new InvalidInput(
            file + ": has more than " + Memory.shown(most) + ", too large for what it should be");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InvalidInput(file + ": cannot be read (no such file)", e);
    } catch (IOException e) {
      throw Source.unreadable(file.toString(), e);
    }
  }
}
