package org.cusp.cli.run;

import java.nio.file.Path;
import org.cusp.cli.session.Session;
import org.cusp.run.Provenance;

/** What made a kept result: numbers of other kernels or another version are made again. */
record Program(Session session) {
  static final String CUSP = "cusp";

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
