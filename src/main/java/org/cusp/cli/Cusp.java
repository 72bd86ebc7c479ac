package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 a bug, 2 wrong input, 3 an estimate not trusted. */
@Command(
    name = "cusp",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    header = "Learning coefficients, free energies and K(w) of trained networks.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      LlcCommand.class,
      FreeEnergyCommand.class,
      CalibrateCommand.class,
      KlCommand.class,
      CriteriaCommand.class,
      CompareCommand.class,
      LearningCurveCommand.class,
      SbicCommand.class,
      ReportCommand.class,
      ReproduceCommand.class,
      ExactCommand.class,
      SpectrumCommand.class,
      VolumeCommand.class,
      ProblemsCommand.class,
      BenchCommand.class,
      DoctorCommand.class
    },
    footer = {"", "'cusp COMMAND --help' explains a command."})
public final class Cusp implements Runnable {
  static final int DONE = 0;
  static final int BUG = 1;
  static final int WRONG_INPUT = 2;
  static final int NOT_TRUSTED = 3;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Cusp() {}

  /** Runs one command; ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command on standard output and error. */
  static int run(String... arguments) {
    return run(writer(System.out), writer(System.err), arguments);
  }

  /** Reads a command line without running it. */
  static CommandLine.ParseResult parse(String... arguments) {
    return line().parseArgs(arguments);
  }

  private static CommandLine line() {
    CommandLine line = new CommandLine(new Cusp());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = line();
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(Cusp::explain);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> explain(exception, command.getErr()));
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static int explain(CommandLine.ParameterException exception, String[] arguments) {
    CommandLine line = exception.getCommandLine();
    String help = line.getCommandSpec().qualifiedName() + " --help";
    line.getErr().println("cusp: " + reason(exception) + " (see " + help + ")");
    return WRONG_INPUT;
  }

  private static String reason(CommandLine.ParameterException exception) {
    CommandLine line = exception.getCommandLine();
    if (exception instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (word.startsWith("-")) {
        String option = word.split("=", 2)[0];
        return Nearest.unknown("option", option, optionNames(line)).getMessage();
      }
      if (!line.getSubcommands().isEmpty()) {
        List<String> commands = List.copyOf(line.getSubcommands().keySet());
        return Nearest.unknown("command", word, commands).getMessage();
      }
    }
    return firstLine(exception.getMessage());
  }

  private static List<String> optionNames(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .toList();
  }

  private static int explain(Exception exception, PrintWriter err) {
    if (exception instanceof InvalidInput) {
      err.println("cusp: " + exception.getMessage());
      return WRONG_INPUT;
    }
    err.println("cusp: this is a bug in Cusp; please report it with the lines below");
    exception.printStackTrace(err);
    return BUG;
  }

  private static String firstLine(String text) {
    return String.valueOf(text).lines().findFirst().orElse("");
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
