package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.Inputs;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.estimate.llc.LlcResult;
import org.cusp.estimate.llc.Way;
import org.cusp.estimate.llc.colder.ColderDraws;
import org.cusp.format.Json;
import org.cusp.run.DrawsFile;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;

/** Makes the run of a kept estimate again, of the same inputs. */
public record LlcReplay(Session session, Target target, Kept from, List<DrawEstimator> also) {
  /** An estimate with its plan. */
  public record Kept(Path file, LlcResult result) {
    public static Kept read(Path file) {
      LlcResult result = Json.read(file, LlcResult.class);
      if (result.plan() == null || result.request() == null || result.provenance() == null) {
        throw new InvalidInput(file + ": keeps no plan that could be replayed");
      }
      return new Kept(file, result);
    }

    LlcSpec asked() {
      return LlcSpec.ofRequest(result.request());
    }

    /** Of the data too, for a problem. */
    public long seed() {
      return asked().seed();
    }
  }

  /**
   * The result, which is that of the file but for its time and provenance.
   *
   * @param out where to keep it; null for nowhere
   */
  public LlcResult run(Path out) {
    Path file = from.file();
    LlcResult kept = from.result();
    Target.Point point = point(kept);
    double[] w = point.weights().get();
    Inputs inputs = Inputs.of(target, target.train().fingerprint(), w);
    kept.otherThan(inputs, target.coordinates())
        .ifPresent(
            what -> {
              throw new InvalidInput(
                  file + ": is of other " + what + " than " + target.name() + " has here");
            });
    LlcSpec asked = from.asked();
    LlcSpec exactly = asked.withGamma(kept.gamma()).withNBeta(kept.nBeta());
    warnOfKernels(kept);
    Way way = Trail.to(file, kept.plan());
    LlcEstimator.Outcome outcome;
    try (Terminal.Bar bar = Terminal.bar("replay")) {
      LlcEstimator.Outcome plain =
          new LlcEstimator(exactly, session.kernels(), session.workers(), also)
              .replay(target, w, kept.plan(), way, bar::at);
      outcome =
          new ColderDraws(session.kernels(), session.workers())
              .replay(plain, target, w, colder(kept));
    }
    LlcResult result =
        LlcResult.of(
            new LlcResult.About(target, kept.step(), inputs, session.provenance(asked.seed())),
            outcome,
            asked,
            null);
    if (out != null) {
      DrawsFile.keep(outcome.draws(), out.resolve("draws.npz"));
      Place place = new Place(target, point, w, inputs.data(), Optional.of(out));
      new ResultWriter(session).write(out.resolve("estimate.json"), result, place);
    }
    return result;
  }

  private static int colder(LlcResult kept) {
    return kept.lambda() == null || kept.lambda().temperatures() == null
        ? 0
        : kept.lambda().temperatures().seen().size() - 1;
  }

  private Target.Point point(LlcResult kept) {
    List<Target.Point> points = target.points();
    if (points.size() == 1) {
      return points.get(0);
    }
    return points.stream()
        .filter(p -> kept.step() != null && p.step().orElse(-1) == kept.step())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    from.file()
                        + ": is of step "
                        + kept.step()
                        + ", which "
                        + target.name()
                        + " lacks"));
  }

  private void warnOfKernels(LlcResult kept) {
    String here = session.provenance(0).kernels();
    if (!here.equals(kept.provenance().kernels())) {
      session.note(
          from.file()
              + ": was made by "
              + kept.provenance().kernels()
              + " kernels and is replayed by "
              + here
              + ": equal up to rounding, not bit for bit");
    }
  }
}
