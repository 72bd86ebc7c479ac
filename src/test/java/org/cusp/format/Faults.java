package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cusp.contract.InvalidInput;

/** Bad input in tests: files made of given bytes, and the one line that is expected of them. */
public final class Faults {
  private Faults() {}

  /** The call throws {@link InvalidInput} with exactly this message, which is one line. */
  public static void assertFault(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidInput.class).hasMessage(message);
    if (message.lines().count() != 1) {
      throw new AssertionError("more than one line: " + message);
    }
  }

  /** A file of these bytes. */
  public static Path file(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes as gzip. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
