package org.cusp.cli;

import java.util.List;
import java.util.Locale;

/** What the launcher must know of the commands, for the file that the build makes of it. */
public final class LauncherList {
  private LauncherList() {}

  /** Prints {@link #lines()}. */
  public static void main(String[] arguments) {
    lines().forEach(System.out::println);
  }

  /** A line {@code COMMAND PART} for each command that starts without a part. */
  static List<String> lines() {
    return Cusp.COMMANDS.stream()
        .filter(type -> type.isAnnotationPresent(StartsWithout.class))
        .map(type -> Cusp.name(type) + " " + part(type))
        .toList();
  }

  private static String part(Class<?> type) {
    return type.getAnnotation(StartsWithout.class).value().name().toLowerCase(Locale.ROOT);
  }
}
