package org.cusp.cli.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.cli.options.ScaleOptions;
import org.cusp.cli.session.Resumption;
import org.cusp.cli.session.Session;
import org.cusp.contract.Message;
import org.cusp.format.AtomicFiles;
import org.cusp.state.Bookmark;

/**
 * Work without tensors, whose state is kept beside its result.
 *
 * @param err takes lines for people
 */
public record ScaleRun(ScaleOptions options, PrintWriter err) {
  /**
   * What the work finds and writes.
   *
   * @param command what is asked of the target
   */
  public <T> T of(String command, String target, Function<Bookmark, T> work) {
    Map<String, String> facts =
        Map.of("kind of work", command, "target", target, "seed", Long.toString(options.seed));
    Optional<Path> folder = Optional.ofNullable(options.out);
    folder.ifPresent(where -> AtomicFiles.tryFolder(where, Session.TRIAL_BYTES));
    try (Resumption resumption = new Resumption(this::note)) {
      resumption.restart(options.isRestart());
      return resumption.goingOn(folder, facts, work);
    }
  }

  private void note(String line) {
    err.println(Message.of(line));
    err.flush();
  }
}
