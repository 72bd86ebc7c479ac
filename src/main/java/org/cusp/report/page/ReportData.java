package org.cusp.report.page;

import java.util.Comparator;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.report.figures.KnPoint;
import org.cusp.report.figures.LlcPoint;
import org.cusp.report.figures.LossPoint;
import org.cusp.report.figures.LossStages;
import org.cusp.report.figures.Trace;

/**
 * All that a report shows. Every list may be empty; each is put in the order of its steps.
 *
 * @param facts the run's name, settings and provenance
 * @param losses the training trajectory
 * @param llc the estimates, one a checkpoint
 * @param traces the draws behind some of the estimates, at most one a step
 * @param kn K_n, one a checkpoint
 * @param stages of the training
 */
public record ReportData(
    RunFacts facts,
    List<LossPoint> losses,
    List<LlcPoint> llc,
    List<Trace> traces,
    List<KnPoint> kn,
    LossStages stages) {
  public ReportData {
    losses = losses.stream().sorted(Comparator.comparingLong(LossPoint::step)).toList();
    llc = llc.stream().sorted(Comparator.comparingLong(LlcPoint::step)).toList();
    if (traces.stream().map(Trace::step).distinct().count() < traces.size()) {
      throw new InvalidInput("traces must be of different steps: there are two of one step");
    }
    traces = traces.stream().sorted(Comparator.comparingLong(Trace::step)).toList();
    kn = kn.stream().sorted(Comparator.comparingLong(KnPoint::step)).toList();
  }

  /** Of a training that was not cut into stages. */
  public ReportData(
      RunFacts facts,
      List<LossPoint> losses,
      List<LlcPoint> llc,
      List<Trace> traces,
      List<KnPoint> kn) {
    this(facts, losses, llc, traces, kn, LossStages.NONE);
  }
}
