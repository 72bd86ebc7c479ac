package org.cusp.spec.section;

import java.util.Locale;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;

/** The name of a run, which is the name of its folder in {@code runs}: a name, never a path. */
public final class RunName {
  private static final int MOST_CHARACTERS = 100;
  private static final int MOST_SHOWN = 60;
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** What no file name may hold on one system or another. */
  private static final Pattern FORBIDDEN = Pattern.compile("[/\\\\:*?\"<>|]");

  /** Devices of Windows, with any extension. */
  private static final Pattern RESERVED =
      Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])(\\..*)?");

  private RunName() {}

  /**
   * The name, if it can be that of a folder on every system.
   *
   * @throws InvalidInput otherwise
   */
  public static String checked(String name) {
    if (name.codePointCount(0, name.length()) > MOST_CHARACTERS) {
      throw refused(name, "is longer than " + MOST_CHARACTERS + " characters");
    }
    if (INVISIBLE.matcher(name).find()) {
      throw refused(name, "holds characters that cannot be seen");
    }
    if (FORBIDDEN.matcher(name).find()) {
      throw refused(name, "holds one of / \\ : * ? \" < > |");
    }
    if (name.endsWith(".")) {
      throw refused(name, "ends with a point");
    }
    if (RESERVED.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      throw refused(name, "is a device of Windows");
    }
    return name;
  }

  private static InvalidInput refused(String name, String why) {
    String line = INVISIBLE.matcher(name).replaceAll("?");
    String shown = line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
    return new InvalidInput(
        Keys.NAME
            + " must be a name, not a path (--out takes a path), got '"
            + shown
            + "', which "
            + why);
  }
}
