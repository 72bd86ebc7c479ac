package org.cusp.cli.session;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cusp.cli.format.Answer;
import org.cusp.cli.format.OutputFormat;
import org.cusp.cli.format.OutputFormats;
import org.cusp.cli.options.CommonOptions;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Maker;
import org.cusp.cli.spread.Piece;
import org.cusp.cli.spread.Words;
import org.cusp.clock.Deadline;
import org.cusp.contract.InvalidInput;
import org.cusp.contract.Message;
import org.cusp.format.AtomicFiles;
import org.cusp.run.Provenance;
import org.cusp.state.Bookmark;
import org.cusp.state.FileBookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The threads and kernels of one command, and where it prints. */
public final class Session implements AutoCloseable {
  /** Enough that a full disk is noticed before the work. */
  public static final int TRIAL_BYTES = 1 << 16;

  /** Computing, drawing and writing a result takes at most this share of starting and reading. */
  private static final double SLOWNESS = 0.5;

  /** A result may be there later than the budget by this share of it and these seconds. */
  private static final double SLACK_SHARE = 0.1;

  private static final double SLACK = 2;

  /** Of a loss and its gradient, for each datum and weight of a dense network. */
  private static final double OPERATIONS_PER_PARAMETER = 6;

  /** Options that mean nothing to a process that does a piece, or are said anew. */
  private static final Set<String> OF_THIS_PROCESS =
      Set.of(
          "--on",
          "--master",
          "--conf",
          "--alone",
          "--json",
          "--format",
          "--threads",
          "--kernels",
          "--require-trusted");

  private final List<String> heading = new ArrayList<>();
  private final CommandSpec spec;
  private final CommonOptions options;
  private KernelProvider kernels;
  private final Workers workers;
  private final OutputFormat format;
  private final Resumption resumption = new Resumption(this::note);
  private double begun;
  private InvalidInput notKept;

  public Session(CommandSpec spec, CommonOptions options) {
    this(spec, options, options.format());
  }

  /**
   * A session of a command whose results have more forms than text and JSON.
   *
   * @param format in which the result is printed
   */
  public Session(CommandSpec spec, CommonOptions options, OutputFormat format) {
    this.format = format;
    this.spec = spec;
    this.options = options;
    this.begun = ((Started) spec.root().userObject()).started();
    this.workers = new Workers(options.threads());
    this.kernels = KernelProvider.named(options.kernels);
    if (options.out != null) {
      AtomicFiles.tryFolder(options.out, TRIAL_BYTES);
    }
  }

  /**
   * For the next result of this command: the first counts from the start of the command, each other
   * from when the one before was there. On a busy machine what follows the sampling is slow as the
   * start was, and the first result begins it earlier by what would be too late.
   *
   * @param seconds empty for as long as it takes
   */
  public Deadline deadline(OptionalDouble seconds) {
    double from = begun;
    begun = Double.NaN;
    if (seconds.isEmpty()) {
      return Deadline.never();
    }
    double budget = seconds.getAsDouble();
    if (Double.isNaN(from)) {
      return Deadline.after(budget);
    }
    double start = Deadline.MONOTONE.seconds() - from;
    double late = SLOWNESS * start - SLACK_SHARE * budget - SLACK;
    return Deadline.from(Deadline.MONOTONE, from, budget - Math.max(0, late));
  }

  /** The same of work that another process has begun, whose time counts. */
  public Deadline deadline(OptionalDouble seconds, Optional<FileBookmark> bookmark) {
    return deadline(seconds).having(bookmark.map(FileBookmark::secondsBefore).orElse(0.0));
  }

  /** What came before does not count against the budget of the first result. */
  public void begin() {
    begun = Double.NaN;
  }

  /**
   * Writes a result that is still to be printed: where that fails, the command says so at its end,
   * when the result has been printed.
   */
  public void keep(Runnable writing) {
    try {
      writing.run();
    } catch (InvalidInput e) {
      notKept = notKept == null ? e : notKept;
    }
  }

  /**
   * Where work of this command keeps its state, and takes up what was kept of the same work.
   *
   * @param folder where its result goes; empty for nowhere, and then nothing is kept
   * @param facts what the work is of, beside kernels and version
   */
  public Optional<FileBookmark> bookmark(Optional<Path> folder, Map<String, String> facts) {
    return resumption.bookmark(folder, withKernels(folder, facts));
  }

  private Map<String, String> withKernels(Optional<Path> folder, Map<String, String> facts) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    folder.ifPresent(where -> all.put("kernels", kernels.create().name()));
    return all;
  }

  /** Whether the process has been told to end. */
  public boolean isEnding() {
    return resumption.isEnding();
  }

  /** {@link Resumption#writing}. */
  public <T> T writing(Optional<Path> folder, Supplier<T> work) {
    return resumption.writing(folder, work);
  }

  /** {@link Resumption#goingOn}, with these kernels alone. */
  public <T> T goingOn(
      Optional<Path> folder, Map<String, String> facts, Function<Bookmark, T> work) {
    return resumption.goingOn(folder, withKernels(folder, facts), work);
  }

  /** Whether all is found anew, whatever is there. */
  public void restart(boolean asked) {
    resumption.restart(asked);
  }

  /** Whether what is there is to be found anew. */
  public boolean isRestart() {
    return resumption.isRestart();
  }

  public KernelProvider kernels() {
    return kernels;
  }

  /**
   * From now on kernels that were left to choose suit a network of so many parameters on so many
   * data. Double precision stays where it is: few cards are fast at it.
   */
  public void suit(long parameters, long data, Precision precision) {
    double operations = OPERATIONS_PER_PARAMETER * parameters * data;
    if (precision == Precision.FLOAT32) {
      kernels = KernelProvider.named(options.kernels, operations);
    }
  }

  /** A bar over shares of this command's work, where it shows any. */
  public Terminal.Bar bar(String task) {
    return isShown() ? Terminal.bar(task) : Terminal.Bar.NONE;
  }

  /** The same over pieces. */
  public Terminal.Bar bar(String task, long pieces) {
    return isShown() ? Terminal.bar(task, pieces) : Terminal.Bar.NONE;
  }

  private boolean isShown() {
    return ((Started) spec.root().userObject()).isShown();
  }

  public Workers workers() {
    return workers;
  }

  /** Whether each result is asked for as a document, not what people read of them. */
  public boolean json() {
    return format == OutputFormats.JSON;
  }

  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** This command as a job for other processes, each with one thread unless more were asked for. */
  public Job job(List<Piece> pieces) {
    ParseResult typed = spec.commandLine().getParseResult();
    List<String> words = Words.of(typed, OF_THIS_PROCESS);
    int threads = options.threads == null ? 1 : options.threads();
    words.add("--threads=" + threads);
    words.add("--kernels=" + kernels.id());
    String title = typed.commandSpec().name() + " on a cluster";
    return new Job(title, words, pieces, Maker.here(kernels), threads);
  }

  /** One line for people, on standard error. */
  public void note(String line) {
    spec.commandLine().getErr().println(Message.of(line));
    spec.commandLine().getErr().flush();
  }

  /** A line that the result begins with: it waits for the next, so that a refusal stays alone. */
  public void begin(String line) {
    heading.add(line);
  }

  /** What the command found, on standard output in the form that was asked for. */
  public void print(Answer answer) {
    format.lines(answer.after(heading)).forEach(out()::println);
    heading.clear();
    out().flush();
  }

  /** A line for people, on standard output, unless another form than text goes there. */
  public void say(String line) {
    if (format == OutputFormats.TEXT) {
      heading.forEach(out()::println);
      heading.clear();
      out().println(line);
      out().flush();
    }
  }

  public Provenance provenance(long seed) {
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    return Provenance.of(String.join(" ", typed), seed, kernels.create().name(), workers.threads());
  }

  /**
   * Ends the threads.
   *
   * @throws InvalidInput if a result could not be kept
   */
  @Override
  public void close() {
    workers.close();
    resumption.close();
    if (notKept != null) {
      throw new InvalidInput("a result was not kept: " + notKept.getMessage(), notKept);
    }
  }
}
