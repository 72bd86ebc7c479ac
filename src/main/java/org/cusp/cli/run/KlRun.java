package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.List;
import org.cusp.cli.session.Session;
import org.cusp.cli.session.Terminal;
import org.cusp.estimate.compare.Kn;
import org.cusp.estimate.compare.KnResult;
import org.cusp.run.Provenance;
import org.cusp.run.Target;

/**
 * K_n of every point of a target, in one file.
 *
 * @param out where to keep it; null for the run directory of a run, and nowhere otherwise
 */
public record KlRun(Session session, Path out) {
  public KnResult run(Target target) {
    KnResult result = found(target);
    ResultWriter writer = new ResultWriter(session);
    if (out != null) {
      writer.store(out.resolve("kl.json"), result, target);
    } else {
      target.directory().ifPresent(run -> writer.store(run.klFile(), result, target));
    }
    return result;
  }

  private KnResult found(Target target) {
    Provenance provenance = session.provenance(target.llc().seed());
    if (!Kn.hasReference(target)) {
      return Kn.none(target, provenance);
    }
    Kn kn = new Kn(session.kernels(), session.workers());
    List<Kn.Losses> losses = new PointLoop(session, null).over(target, new Work(kn)).results();
    return kn.of(target, losses, provenance);
  }

  /** The losses of a point; K_n needs those of all. */
  private record Work(Kn kn) implements PointWork<Kn.Losses> {
    @Override
    public String task(Place place) {
      return place.task("kl");
    }

    @Override
    public Attempt<Kn.Losses> at(Place place, Terminal.Bar bar) {
      return Attempt.found(kn.losses(place.target(), place.w()));
    }
  }
}
