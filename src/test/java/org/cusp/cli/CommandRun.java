package org.cusp.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command run in this process: its exit code and what it printed. */
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Cusp.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
