package org.cusp.report.figures.chains;

import java.util.ArrayList;
import java.util.List;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Subject;
import org.cusp.run.DrawsFile;

/** The figures of the draws behind one estimate. */
public final class LlcFigures {
  private LlcFigures() {}

  /**
   * The figures of a single estimate, with the ids {@code traces}, {@code settling}, {@code ranks}
   * and {@code energy}. Without a draw after the burn-in, or if no chain stayed finite, only the
   * traces.
   *
   * @param target its name, for the titles
   */
  public static List<Figure> of(String target, DrawsFile draws) {
    return of(
        Subject.target(target), new Trace(0, draws.nBeta(), draws.deltaLoss(), draws.burnIn()));
  }

  /**
   * The figures of a checkpoint, with ids that end in its step, such as {@code ranks-step-000100}.
   */
  public static List<Figure> of(Trace trace) {
    return of(Subject.step(trace.step()), trace);
  }

  private static List<Figure> of(Subject subject, Trace trace) {
    List<Figure> figures = new ArrayList<>();
    figures.add(TraceFigure.of(subject, trace));
    if (trace.kept() > 0 && trace.finiteChains().length > 0) {
      figures.add(SettlingFigure.of(subject, trace));
      figures.add(RankFigure.of(subject, trace));
      figures.add(EnergyFigure.of(subject, trace));
    }
    return List.copyOf(figures);
  }
}
