package org.cusp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The independent implementations in {@code src/test/resources/org/cusp/reference}. */
public final class Numpy {
  private static final String PYTHON = "/usr/bin/python3";

  private Numpy() {}

  /** Skips the test where there is no python3 with numpy. */
  public static void needed() throws IOException, InterruptedException {
    assumeThat(new File(PYTHON)).as("python3, for the numpy reference").exists();
    assumeThat(has("numpy")).as("python3 -c 'import numpy'").isTrue();
  }

  /** Whether there is a python3 with this module. */
  public static boolean has(String module) throws IOException, InterruptedException {
    return new File(PYTHON).exists()
        && new ProcessBuilder(PYTHON, "-c", "import " + module).start().waitFor() == 0;
  }

  /** The JSON document that a script prints of the files in a folder. */
  public static JsonNode of(String script, Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve(script);
    try (InputStream in = Numpy.class.getResourceAsStream("/org/cusp/reference/" + script)) {
      Files.copy(in, file);
    }
    return printedBy(file, folder);
  }

  /** The JSON document that a script prints, run in a folder that is its argument too. */
  public static JsonNode printedBy(Path script, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve(script.getFileName() + ".json");
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON, script.toString(), folder.toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // Matrices of a few numbers gain nothing by threads.
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process python = builder.start();
    assertThat(python.waitFor(240, TimeUnit.SECONDS)).as("numpy ended in time").isTrue();
    assertThat(python.exitValue()).isZero();
    return new ObjectMapper().readTree(out.toFile());
  }
}
