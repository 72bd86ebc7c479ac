package org.cusp.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cusp.cli.session.StandardError;
import org.cusp.cli.session.Started;
import org.cusp.cli.session.VersionProvider;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Memory;
import org.cusp.contract.Message;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;
import org.cusp.state.Stopped;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit codes: 0 done, 1 a bug, 2 wrong input, 3 an estimate not trusted. */
@Command(
    name = "cusp",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    header = "Learning coefficients, free energies and K(w) of trained networks.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "'cusp COMMAND --help' explains a command."})
@Registry("a command")
public final class Cusp implements Runnable, Started {
  private static final String CHARACTERS =
      "names of files are in "
          + System.getProperty("sun.jnu.encoding")
          + "; LC_ALL=C.UTF-8 sets all";
  private static final String PREFIX = "cusp: ";

  /** More are no command, but they would take seconds to be read as one. */
  private static final int MOST_WORDS = 500;

  static final int DONE = 0;
  static final int BUG = 1;
  static final int WRONG_INPUT = 2;

  /** Told to end, as a shell says it of Ctrl-C; nothing done is lost. */
  static final int STOPPED = 130;

  static final int NOT_TRUSTED = 3;

  /** All commands, in the order in which the help shows them. */
  static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          OpenCommand.class,
          TrainCommand.class,
          LlcCommand.class,
          MergeCommand.class,
          FreeEnergyCommand.class,
          CalibrateCommand.class,
          KlCommand.class,
          CriteriaCommand.class,
          CompareCommand.class,
          InfluenceCommand.class,
          SusceptibilityCommand.class,
          CovarianceCommand.class,
          PredictiveCommand.class,
          LearningCurveCommand.class,
          SbicCommand.class,
          TableCommand.class,
          ReportCommand.class,
          ReproduceCommand.class,
          ExactCommand.class,
          SpectrumCommand.class,
          VolumeCommand.class,
          ProblemsCommand.class,
          SamplersCommand.class,
          BenchCommand.class,
          DoctorCommand.class);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** A moment of {@link Deadline#MONOTONE}: budgets count from here. */
  private final double started;

  /** Whether it draws bars: a part of another command leaves that to it. */
  private final boolean isShown;

  private Cusp(double started, boolean isShown) {
    this.started = started;
    this.isShown = isShown;
  }

  @Override
  public boolean isShown() {
    return isShown;
  }

  @Override
  public double started() {
    return started;
  }

  /** Runs one command; ends the process with its exit code. */
  public static void main(String[] arguments) {
    // For the libraries: Cusp itself names the locale wherever it writes.
    Locale.setDefault(Locale.ROOT);
    StandardError.restore();
    Cusp root = new Cusp(processStart(), true);
    System.exit(run(root, writer(System.out), writer(System.err), arguments));
  }

  /**
   * Starting Java is part of what a user waits for; a build that the launcher made before it in the
   * same process is not: then it says when Java began.
   */
  private static double processStart() {
    double now = Deadline.MONOTONE.seconds();
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(Cusp::afterBuild)
        .map(begun -> now - Math.max(0, Duration.between(begun, Instant.now()).toMillis() / 1e3))
        .orElse(now);
  }

  private static Instant afterBuild(Instant process) {
    Instant java = Instant.ofEpochSecond(Long.getLong("cusp.begun", 0));
    return java.isAfter(process) ? java : process;
  }

  /** Runs one command on standard output and error. */
  static int run(String... arguments) {
    return run(writer(System.out), writer(System.err), arguments);
  }

  /** Reads a command line without running it. */
  static CommandLine.ParseResult parse(String... arguments) {
    if (arguments.length > MOST_WORDS) {
      throw tooLong(arguments);
    }
    return line(new Cusp(Deadline.MONOTONE.seconds(), true), arguments).parseArgs(arguments);
  }

  /** With the command that is called, or with all where it is none: that many take their time. */
  private static CommandLine line(Cusp root, String... arguments) {
    CommandLine line = new CommandLine(root);
    List<Class<?>> called =
        COMMANDS.stream()
            .filter(type -> arguments.length > 0 && name(type).equals(arguments[0]))
            .toList();
    for (Class<?> type : called.isEmpty() ? COMMANDS : called) {
      line.addSubcommand(type);
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // A word that begins with @ is a word, not a file of further arguments.
    line.setExpandAtFiles(false);
    return line;
  }

  /** The name of a command on the command line. */
  static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(new Cusp(Deadline.MONOTONE.seconds(), true), out, err, arguments);
  }

  /** Runs one command as a part of another, which shows how far all are. */
  static int part(PrintWriter out, PrintWriter err, String... arguments) {
    return run(new Cusp(Deadline.MONOTONE.seconds(), false), out, err, arguments);
  }

  private static int run(Cusp root, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = line(root, arguments);
    line.setOut(out);
    line.setErr(err);
    line.setParameterExceptionHandler(Cusp::explain);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> explain(exception, command.getErr()));
    int code = execute(line, arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static int execute(CommandLine line, String... arguments) {
    if (arguments.length > MOST_WORDS) {
      return explain(tooLong(arguments), line.getErr());
    }
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return explain(e, line.getErr());
    }
  }

  private static InvalidInput tooLong(String... arguments) {
    return new InvalidInput(
        "a command line of " + arguments.length + " words; at most " + MOST_WORDS + " are read");
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  private static int explain(CommandLine.ParameterException exception, String[] arguments) {
    CommandLine line = exception.getCommandLine();
    String help = " (see " + line.getCommandSpec().qualifiedName() + " --help)";
    int most = Message.MOST_CHARACTERS - help.length();
    line.getErr().println(Message.within(most, PREFIX + reason(exception)) + help);
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
    return String.valueOf(exception.getMessage());
  }

  private static List<String> optionNames(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .toList();
  }

  private static int explain(Throwable failure, PrintWriter err) {
    if (failure instanceof Stopped) {
      return STOPPED;
    }
    Optional<String> message = message(failure);
    if (message.isPresent()) {
      err.println(Message.of(PREFIX + message.get()));
      return WRONG_INPUT;
    }
    err.println("cusp: this is a bug in Cusp; please report it with the lines below");
    failure.printStackTrace(err);
    return BUG;
  }

  /** What a user can do about it: wrong input, or more than this machine can hold. */
  private static Optional<String> message(Throwable failure) {
    if (failure instanceof InvalidInput) {
      return Optional.of(failure.getMessage());
    }
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return Optional.of(Memory.advice(String.valueOf(cause.getMessage())));
      }
      if (cause instanceof InvalidPathException path) {
        return Optional.of(
            "'" + path.getInput() + "' is no path here (" + path.getReason() + "): " + CHARACTERS);
      }
      if (cause instanceof StackOverflowError) {
        return Optional.of("the input is nested too deeply");
      }
    }
    return Optional.empty();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
