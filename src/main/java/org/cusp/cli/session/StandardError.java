package org.cusp.cli.session;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * Standard error past the launcher's filter. While Java starts, its standard error goes through a
 * filter that leaves out the warning about incubating modules; the real one waits under another
 * number. Cusp writes there, so that a terminal sees its progress at once and nothing comes after
 * the end of the process.
 */
public final class StandardError {
  private static final String NUMBER = "cusp.stderr";

  private StandardError() {}

  /** From now on {@link System#err} is the stream that the launcher kept, where it kept one. */
  public static void restore() {
    Integer number = Integer.getInteger(NUMBER);
    if (number == null) {
      return;
    }
    try {
      Constructor<FileDescriptor> of = FileDescriptor.class.getDeclaredConstructor(int.class);
      of.setAccessible(true);
      FileOutputStream kept = new FileOutputStream(of.newInstance(number));
      System.setErr(new PrintStream(kept, true, StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // A Java that does not allow it: standard error stays behind the filter, which passes all on.
      return;
    }
  }
}
