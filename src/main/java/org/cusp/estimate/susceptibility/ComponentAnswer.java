package org.cusp.estimate.susceptibility;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.Mcse;
import org.cusp.diagnostics.Moments;
import org.cusp.diagnostics.Rhat;
import org.cusp.estimate.Series;
import org.cusp.estimate.influence.Batches;
import org.cusp.estimate.influence.CovarianceBlock;
import org.cusp.estimate.influence.CovarianceBlock.Disagreement;
import org.cusp.estimate.influence.CovarianceBlock.Range;
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
 * @param inert Cov(phi_C, L_n), which is chi of a datum whose loss never changes
 * @param strangers t statistics of each z where draws know nothing of each other, [pairing][z]
 * @param apart chi of each z from parts of the draws by themselves, [part][z]; none where nobody
 *     asked for them
 * @param drawn by which the draws are judged
 */
record ComponentAnswer(
    Localised posterior,
    List<Entry> data,
    Entry mean,
    double inert,
    double[][] strangers,
    double[][] apart,
    Judged drawn) {
  /**
   * Pairings of draws that know nothing of each other: where there is no pattern, the largest
   * singular value is above those of all pairings in one case of 21.
   */
  static final int STRANGERS = 20;

  private static final int BLOCK = 512;

  /**
   * Whose draws they are.
   *
   * @param free parameters of the component
   * @param sampler with its settings
   * @param llc of the component: nBeta E[phi_C], with all of its own draws where it alone moves
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
   * Of draws of what a shift changes.
   *
   * @param observable of the component
   * @param free its parameters
   * @param parts of the draws of which chi is told apart; 0 for none
   */
  static ComponentAnswer of(Drawn drawn, Shifts shifts, Range observable, int free, int parts) {
    int count = shifts.data();
    List<Entry> data = new ArrayList<>();
    double[][] strangers = new double[STRANGERS][count];
    List<Batches> ofParts = parts(drawn.batches(), parts);
    double[][] apart = new double[ofParts.size()][count];
    Disagreement disagreement = Disagreement.NONE;
    for (int from = 0; from < count; from += BLOCK) {
      Range some = shifts.of(from, Math.min(BLOCK, count - from));
      CovarianceBlock own = drawn.block(observable, some, CovarianceBlock.OWN);
      disagreement = disagreement.plus(own.disagreement());
      for (int i = 0; i < some.count(); i++) {
        data.add(Entry.of(from + i, own, i));
      }
      for (int shift = 0; shift < STRANGERS; shift++) {
        CovarianceBlock other = drawn.block(observable, some, 1 + shift);
        for (int i = 0; i < some.count(); i++) {
          strangers[shift][from + i] = Entry.of(from + i, other, i).t();
        }
      }
      for (int part = 0; part < apart.length; part++) {
        double[] covariance =
            CovarianceBlock.of(
                    drawn.window().store(),
                    drawn.moments(),
                    ofParts.get(part),
                    observable,
                    some,
                    CovarianceBlock.OWN)
                .covariance();
        for (int i = 0; i < some.count(); i++) {
          apart[part][from + i] = -covariance[i];
        }
      }
    }
    return new ComponentAnswer(
        localised(drawn, observable, free),
        data,
        Entry.of(-1, drawn.block(observable, shifts.mean(), CovarianceBlock.OWN), 0),
        inert(drawn, observable),
        strangers,
        apart,
        new Judged(drawn.judged(), drawn.batched(disagreement), drawn.window().draws()));
  }

  /** Stretches of each chain, about so many in all. */
  private static List<Batches> parts(Batches batches, int wanted) {
    List<Batches> found = new ArrayList<>();
    int chains = batches.chains().length;
    int ofChain = Math.min(batches.perChain(), (wanted + chains - 1) / chains);
    for (int chain : batches.chains()) {
      for (int part = 0; part < ofChain; part++) {
        int from = part * batches.perChain() / ofChain;
        int to = (part + 1) * batches.perChain() / ofChain;
        found.add(new Batches(new int[] {chain}, batches.start(from), batches.length(), to - from));
      }
    }
    return found;
  }

  private static double inert(Drawn drawn, Range observable) {
    double sd = drawn.moments().sd()[Shifts.LOSS.from()];
    return observable.equals(Shifts.LOSS)
        ? sd * sd
        : drawn.block(observable, Shifts.LOSS, CovarianceBlock.OWN).covariance()[0];
  }

  private static Localised localised(Drawn drawn, Range observable, int free) {
    Posterior posterior = drawn.llc().draws().posterior();
    RunPlan plan = drawn.llc().draws().plan();
    Map<String, Object> sampler = new TreeMap<>(plan.sampler().settings());
    sampler.put("name", plan.sampler().name());
    sampler.put("burnIn", plan.burnIn());
    return new Localised(
        free,
        posterior.nBeta(),
        posterior.gamma(),
        sampler,
        observable.equals(Shifts.LOSS) ? drawn.llc().llc().estimate() : energy(drawn, observable));
  }

  /** nBeta E[phi_C]. */
  private static Estimate energy(Drawn drawn, Range observable) {
    double nBeta = drawn.llc().draws().posterior().nBeta();
    double[][] energy =
        Series.map(drawn.window().columns(observable.from(), 1)[0], phi -> nBeta * phi);
    return new Estimate(
        Moments.mean(energy), Mcse.mean(energy), Rhat.rankNormalised(energy), Ess.bulk(energy));
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
