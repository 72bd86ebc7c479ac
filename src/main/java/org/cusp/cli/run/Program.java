package org.cusp.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Json;
import org.cusp.run.Provenance;

/** What made a kept result: numbers of other kernels or another version are made again. */
record Program(Session session) {
  static final String CUSP = "cusp";

  /**
   * What lies in a file; empty where there is none, or it cannot be read, which is said: it is
   * found anew then.
   */
  <R> Optional<R> read(Path file, Class<R> type) {
    try {
      return Files.exists(file) ? Optional.of(Json.read(file, type)) : Optional.empty();
    } catch (InvalidInput e) {
      session.note(e.getMessage() + "; computing it");
      return Optional.empty();
    }
  }

  /** Whether it is this one; where it is not, that is said. */
  boolean made(Path file, Provenance then) {
    Provenance now = session.provenance(0);
    String version = then.versions().get(CUSP);
    if (!now.kernels().equals(then.kernels())) {
      session.note(
          file + ": is of " + then.kernels() + " kernels; computing it with " + now.kernels());
      return false;
    }
    if (!now.versions().get(CUSP).equals(version)) {
      session.note(
          file + ": is of Cusp " + version + "; computing it with " + now.versions().get(CUSP));
      return false;
    }
    return true;
  }
}
