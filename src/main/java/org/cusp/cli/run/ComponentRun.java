package org.cusp.cli.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cusp.cli.session.Session;
import org.cusp.estimate.along.LlcAlong;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.run.Localisation;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;

/**
 * LLCs of the components of a network, each with its parameters alone free and all others at w*
 * (the weight-refined LLC of G. Wang et al., "Differentiation and Specialization of Attention Heads
 * via the Refined Local Learning Coefficient", arXiv:2410.02984). In a run each lies where {@code
 * --only} puts it; in a folder of the user's in one of its own.
 *
 * @param out where to keep results; null for the run directory of a run, and nowhere otherwise
 * @param seconds of each LLC
 */
public record ComponentRun(
    Session session, Path out, OptionalDouble seconds, Localisation localisation) {
  /**
   * A component.
   *
   * @param results in training order; their {@code parameters} are those that are free
   * @param along what they say together; absent where they are not of a training
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Component(String component, List<LlcResult> results, LlcAlong along) {}

  /**
   * All of them, one after the other.
   *
   * @param names as {@link Target#only} takes them
   */
  public List<Component> run(Target whole, List<String> names, LlcSpec settings) {
    List<Component> found = new ArrayList<>();
    for (String name : names) {
      Target part = whole.only(name, localisation);
      LlcRun run = new LlcRun(session, folder(name), seconds, List.of());
      List<LlcResult> results = run.run(part, settings).results();
      found.add(new Component(name, results, run.along().orElse(null)));
    }
    return found;
  }

  private Path folder(String name) {
    return out == null ? null : out.resolve("components").resolve(name.replaceAll("[^\\w.]+", "-"));
  }
}
