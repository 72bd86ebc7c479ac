package org.cusp.cli.session;

import picocli.CommandLine.IVersionProvider;

/** The version of the built jar. */
public final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return new String[] {"cusp " + (version == null ? "development" : version)};
  }
}
