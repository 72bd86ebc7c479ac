package org.cusp.estimate.susceptibility;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.influence.CovarianceBlock;
import org.cusp.estimate.influence.CovarianceBlock.Disagreement;
import org.cusp.estimate.influence.Drawn;
import org.cusp.estimate.influence.Entry;
import org.cusp.posterior.Posterior;
import org.cusp.run.RunPlan;
import org.cusp.verdict.InfluenceEvidence;

/**
 * What the draws of one component say of every z; kept as JSON while others are at work.
 *
 * @param posterior that was drawn from
 * @param data chi of each z
 * @param mean of the mean over all z
 * @param inert Var(L_n), which is chi of a datum whose loss never changes
 * @param strangers t statistics of each z where draws know nothing of each other, [pairing][z]
 * @param drawn by which the draws are judged
 */
record ComponentAnswer(
    Localised posterior,
    List<Entry> data,
    Entry mean,
    double inert,
    double[][] strangers,
    Judged drawn) {
  /** Pairings of draws that know nothing of each other. */
  static final int STRANGERS = 8;

  private static final int BLOCK = 512;

  /**
   * Whose draws they are.
   *
   * @param free parameters
   * @param sampler with its settings
   * @param llc of the same draws
   */
  record Localised(
      int free, double nBeta, double gamma, Map<String, Object> sampler, Estimate llc) {}

  /**
   * The draws.
   *
   * @param perChain those that count
   */
  record Judged(InfluenceEvidence.Draws draws, InfluenceEvidence.Batched batches, int perChain) {}

  /**
   * Of draws of what a shift changes, {@link Shifts}.
   *
   * @param count of z
   */
  static ComponentAnswer of(Drawn drawn, int count) {
    Shifts shifts = new Shifts(count);
    List<Entry> data = new ArrayList<>();
    double[][] strangers = new double[STRANGERS][count];
    Disagreement apart = Disagreement.NONE;
    for (int from = 0; from < count; from += BLOCK) {
      CovarianceBlock.Range some = shifts.of(from, Math.min(BLOCK, count - from));
      CovarianceBlock own = drawn.block(Shifts.LOSS, some, CovarianceBlock.OWN);
      apart = apart.plus(own.disagreement());
      for (int i = 0; i < some.count(); i++) {
        data.add(Entry.of(from + i, own, i));
      }
      for (int shift = 0; shift < STRANGERS; shift++) {
        CovarianceBlock other = drawn.block(Shifts.LOSS, some, 1 + shift);
        for (int i = 0; i < some.count(); i++) {
          strangers[shift][from + i] = Entry.of(from + i, other, i).t();
        }
      }
    }
    double sd = drawn.moments().sd()[Shifts.LOSS.from()];
    return new ComponentAnswer(
        localised(drawn),
        data,
        Entry.of(-1, drawn.block(Shifts.LOSS, shifts.mean(), CovarianceBlock.OWN), 0),
        sd * sd,
        strangers,
        new Judged(drawn.judged(), drawn.batched(apart), drawn.window().draws()));
  }

  private static Localised localised(Drawn drawn) {
    Posterior posterior = drawn.llc().draws().posterior();
    RunPlan plan = drawn.llc().draws().plan();
    Map<String, Object> sampler = new TreeMap<>(plan.sampler().settings());
    sampler.put("name", plan.sampler().name());
    sampler.put("burnIn", plan.burnIn());
    return new Localised(
        posterior.size(),
        posterior.nBeta(),
        posterior.gamma(),
        sampler,
        drawn.llc().llc().estimate());
  }

  /** chi of each z. */
  @JsonIgnore
  double[] values() {
    return data.stream().mapToDouble(Entry::influence).toArray();
  }

  /** chi over its standard error, of each z. */
  @JsonIgnore
  double[] errors() {
    return data.stream().mapToDouble(Entry::t).toArray();
  }

  /** For a verdict on what was found. */
  @JsonIgnore
  InfluenceEvidence evidence(InfluenceEvidence.Found found) {
    return new InfluenceEvidence(posterior.llc(), drawn.draws(), drawn.batches(), found);
  }
}
