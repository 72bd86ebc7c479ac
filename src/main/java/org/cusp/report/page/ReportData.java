package org.cusp.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.contract.InvalidInput;
import org.cusp.estimate.EstimateAt;
import org.cusp.estimate.compare.KnResult;
import org.cusp.report.figures.LossStages;
import org.cusp.report.figures.chains.Trace;
import org.cusp.train.TrajectoryRow;

/**
 * All that a report shows. Every list may be empty; each is put in the order of its steps.
 *
 * @param facts the run's name, settings and provenance
 * @param training where it was recorded
 * @param llc the estimates, one a checkpoint
 * @param lossAt the training loss over all data at their steps, in nats per datum
 * @param traces the draws behind some of the estimates, at most one a step
 * @param kn K_n, one a checkpoint
 */
public record ReportData(
    RunFacts facts,
    Training training,
    List<EstimateAt> llc,
    Map<Long, Double> lossAt,
    List<Trace> traces,
    List<KnResult.Row> kn) {
  /** The trajectory, in the order of its steps, and its stages. */
  public record Training(List<TrajectoryRow> losses, LossStages stages) {
    public Training {
      losses = losses.stream().sorted(Comparator.comparingLong(TrajectoryRow::step)).toList();
    }
  }

  public ReportData {
    llc = llc.stream().sorted(Comparator.comparingLong(EstimateAt::step)).toList();
    lossAt = new TreeMap<>(lossAt);
    if (traces.stream().map(Trace::step).distinct().count() < traces.size()) {
      throw new InvalidInput("traces must be of different steps: there are two of one step");
    }
    traces = traces.stream().sorted(Comparator.comparingLong(Trace::step)).toList();
    kn = kn.stream().sorted(Comparator.comparingLong(KnResult.Row::step)).toList();
  }

  /** Of a training that was not cut into stages. */
  public ReportData(
      RunFacts facts,
      List<TrajectoryRow> losses,
      List<EstimateAt> llc,
      Map<Long, Double> lossAt,
      List<Trace> traces,
      List<KnResult.Row> kn) {
    this(facts, new Training(losses, LossStages.NONE), llc, lossAt, traces, kn);
  }

  List<TrajectoryRow> losses() {
    return training.losses();
  }

  LossStages stages() {
    return training.stages();
  }

  /** The loss along training: of the trajectory, else at the checkpoints. */
  List<TrajectoryRow> curve() {
    return losses().isEmpty()
        ? lossAt.entrySet().stream()
            .map(at -> TrajectoryRow.ofLoss(at.getKey(), at.getValue()))
            .toList()
        : losses();
  }
}
