package org.cusp.cli.options;

import picocli.CommandLine.Option;

/** Of commands whose work is kept while it goes on. */
public final class RestartOption {
  @Option(
      names = "--restart",
      description = {
        "Begin anew, whatever was kept of this work or found by it. Without it the same",
        "command goes on where an earlier one was stopped or killed."
      })
  public boolean restart;
}
