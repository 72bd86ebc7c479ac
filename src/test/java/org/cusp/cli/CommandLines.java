package org.cusp.cli;

import java.io.PrintWriter;

/** Runs several commands in one process; arguments: commands, with a line of "--" between them. */
public final class CommandLines {
  private CommandLines() {}

  /** Prints what each command prints, and its exit code. */
  public static void main(String[] arguments) {
    int from = 0;
    for (int i = 0; i <= arguments.length; i++) {
      if (i == arguments.length || arguments[i].equals("--")) {
        String[] one = java.util.Arrays.copyOfRange(arguments, from, i);
        int code =
            Cusp.run(new PrintWriter(System.out, true), new PrintWriter(System.out, true), one);
        System.out.println("exit " + code);
        from = i + 1;
      }
    }
    System.exit(0);
  }
}
