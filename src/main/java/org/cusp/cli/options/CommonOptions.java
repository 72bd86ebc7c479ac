package org.cusp.cli.options;

import java.nio.file.Path;
import org.cusp.cli.format.OutputFormat;
import org.cusp.cli.format.OutputFormats;
import org.cusp.contract.Check;
import picocli.CommandLine.Option;

/** Options that mean the same in every command. */
public final class CommonOptions {
  @Option(names = "--json", description = "Print one JSON document on standard output.")
  public boolean json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers (default: the spec's, else 1).")
  public Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads (default: all cores). Results do not depend on it.")
  public Integer threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: as the command says).")
  public Path out;

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "Tensor kernels: auto, simd, nd4j, cuda or cuda:tf32.")
  public String kernels;

  public int threads() {
    return threads == null
        ? Runtime.getRuntime().availableProcessors()
        : Check.inRange("--threads", threads, 1, 1024);
  }

  /** Text, or JSON where --json asks for it. */
  public OutputFormat format() {
    return json ? OutputFormats.JSON : OutputFormats.TEXT;
  }

  public long seedOr(long otherwise) {
    return seed == null ? otherwise : seed;
  }
}
