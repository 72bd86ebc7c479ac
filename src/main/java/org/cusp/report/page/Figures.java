package org.cusp.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cusp.report.figures.ConvergenceFigure;
import org.cusp.report.figures.KnFigure;
import org.cusp.report.figures.LlcFigure;
import org.cusp.report.figures.LossFigure;
import org.cusp.report.figures.chains.LlcFigures;
import org.cusp.report.plot.Figure;
import org.cusp.report.plot.Subject;

/** The figures of a run. Each needs its data; without, it is left out. */
public final class Figures {
  private Figures() {}

  /**
   * All figures for which there is data, in the order of the report: LLC, loss, K_n, convergence,
   * then the chains of each checkpoint.
   */
  public static List<Figure> of(ReportData data) {
    List<Figure> figures = new ArrayList<>();
    if (!data.llc().isEmpty()) {
      figures.add(LlcFigure.of(data.llc(), data.curve(), data.stages()));
    }
    if (!data.losses().isEmpty()) {
      figures.add(LossFigure.of(data.losses(), data.stages()));
    }
    if (!data.kn().isEmpty()) {
      figures.add(KnFigure.of(data.kn()));
    }
    if (!data.llc().isEmpty()) {
      figures.add(ConvergenceFigure.of(data.llc()));
    }
    data.traces().forEach(trace -> figures.addAll(LlcFigures.of(trace)));
    return List.copyOf(figures);
  }

  static List<Figure> alongTraining(List<Figure> figures) {
    return figures.stream().filter(figure -> !isOfChains(figure)).toList();
  }

  /** The figures of the draws, by the step of their checkpoint. */
  static SortedMap<Long, List<Figure>> chains(List<Figure> figures) {
    return figures.stream()
        .filter(Figures::isOfChains)
        .collect(Collectors.groupingBy(Figures::step, TreeMap::new, Collectors.toList()));
  }

  private static long step(Figure figure) {
    return Long.parseLong(
        figure.id().substring(figure.id().indexOf(Subject.STEP) + Subject.STEP.length()));
  }

  private static boolean isOfChains(Figure figure) {
    return figure.id().contains(Subject.STEP);
  }
}
