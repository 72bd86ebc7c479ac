package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.List;
import org.cusp.cli.format.Answer;
import org.cusp.cli.session.Session;
import org.cusp.estimate.MeasuredModel;
import org.cusp.format.Json;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.FigureFiles;
import org.cusp.run.Target;

/**
 * Where results go: printed in the form that was asked for, and into files, each whole or not at
 * all. What cannot be kept is still printed; the command says so at its end.
 */
public record ResultWriter(Session session) {
  /** What the command found. */
  public void print(Answer answer) {
    session.print(answer);
  }

  /** The JSON of a result of one point, with what was measured, as it is printed. */
  public void store(Path file, Object result, Place place) {
    session.keep(() -> write(file, result, place));
  }

  /** The same of all points of a target: the last stands for them. */
  public void store(Path file, Object result, Target target) {
    store(file, result, Place.last(target));
  }

  /** The JSON of a result of no target. */
  public void store(Path file, Object result) {
    session.keep(() -> Json.write(file, result));
  }

  public void figures(Path folder, List<Figure> figures) {
    session.keep(() -> FigureFiles.write(folder, figures));
  }

  /** Where other files must be there first: throws, and keeps no complaint for later. */
  void write(Path file, Object result, Place place) {
    MeasuredModel.Means means = new MeasuredModel.Means(session.kernels(), session.workers());
    MeasuredModel measured = MeasuredModel.of(place.target(), place.point(), place.w(), means);
    Json.writeWith(file, result, MeasuredModel.FIELD, measured);
  }
}
