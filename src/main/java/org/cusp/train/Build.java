package org.cusp.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which Cusp this is.
 *
 * @param version of the release; "unknown" where the build did not write it down
 * @param revision of the source, with "-dirty" if it was changed; "unknown" as above
 */
public record Build(String version, String revision) {
  private static final String UNKNOWN = "unknown";

  /** This one. */
  public static final Build THIS = of(gitProperties());

  private static Build of(Properties git) {
    String revision = git.getProperty("git.commit.id.abbrev", UNKNOWN);
    boolean dirty = Boolean.parseBoolean(git.getProperty("git.dirty", "false"));
    return new Build(
        git.getProperty("git.build.version", UNKNOWN), dirty ? revision + "-dirty" : revision);
  }

  private static Properties gitProperties() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/git.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
