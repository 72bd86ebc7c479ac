package org.cusp.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the built jar. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Cusp.class.getPackage().getImplementationVersion();
    return new String[] {"cusp " + (version == null ? "development" : version)};
  }
}
