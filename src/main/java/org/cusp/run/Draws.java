package org.cusp.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.diagnostics.VirialBand;
import org.cusp.posterior.Posterior;

/**
 * What the chains of one posterior gave. Immutable: arrays are not to be written to.
 *
 * @param recorded of each chain
 * @param posterior whose draws they are
 * @param lossAtCentre L_n(w*) in nats per datum, from all data
 * @param spent on them
 */
public record Draws(
    Recorded recorded, RunPlan plan, Posterior posterior, double lossAtCentre, Spent spent) {

  /**
   * What was recorded of the chains.
   *
   * @param deltaLoss [chain][draw], burn-in included: L_B(w) - L_B(w*) in nats per datum, mean over
   *     the steps of the draw; NaN from where a chain froze
   * @param squaredDistance [chain][draw]: |w - w*|^2 at the end of the draw
   * @param watched [chain][draw]: what was watched of the parameters; no rows where nothing was
   * @param virial the virial identity by scales, after burn-in, of the complete chains; none where
   *     it was not watched or no chain is complete
   * @param acceptance of each chain: mean probability with which proposals were accepted after
   *     burn-in; 1 without a Metropolis step
   * @param status of each chain
   */
  public record Recorded(
      double[][] deltaLoss,
      double[][] squaredDistance,
      double[][] watched,
      List<VirialBand> virial,
      double[] acceptance,
      List<ChainStatus> status) {
    public Recorded {
      status = List.copyOf(status);
      virial = List.copyOf(virial);
    }
  }

  /**
   * What it took.
   *
   * @param gradientEvaluations gradients of one chain, on a batch or on all data
   * @param seconds of sampling
   */
  public record Spent(long gradientEvaluations, double seconds) {}

  /** These after other work that is not among them. */
  public Draws after(long otherEvaluations, double otherSeconds) {
    Spent all = new Spent(gradientEvaluations() + otherEvaluations, seconds() + otherSeconds);
    return new Draws(recorded, plan, posterior, lossAtCentre, all);
  }

  public double[][] deltaLoss() {
    return recorded.deltaLoss();
  }

  public double[][] squaredDistance() {
    return recorded.squaredDistance();
  }

  public double[][] watched() {
    return recorded.watched();
  }

  public List<VirialBand> virial() {
    return recorded.virial();
  }

  public double[] acceptance() {
    return recorded.acceptance();
  }

  public List<ChainStatus> status() {
    return recorded.status();
  }

  public long gradientEvaluations() {
    return spent.gradientEvaluations();
  }

  public double seconds() {
    return spent.seconds();
  }

  /** Whether time was up before there were draws to say anything from. */
  public boolean isEmpty() {
    return plan.draws() == 0;
  }

  /** The numbers, from 0, of the chains that completed; none where there are no draws. */
  public int[] completeChains() {
    return isEmpty() ? new int[0] : complete(status());
  }

  static int[] complete(List<ChainStatus> status) {
    return IntStream.range(0, status.size())
        .filter(chain -> status.get(chain) instanceof ChainStatus.Complete)
        .toArray();
  }

  /** The loss differences after burn-in, of the complete chains. */
  public double[][] keptDeltaLoss() {
    return kept(deltaLoss());
  }

  /** What was watched, after burn-in, of the complete chains; no rows where nothing was. */
  public double[][] keptWatched() {
    return watched().length == 0 ? watched() : kept(watched());
  }

  /** The squared distances after burn-in, of the complete chains. */
  public double[][] keptSquaredDistance() {
    return kept(squaredDistance());
  }

  private double[][] kept(double[][] all) {
    return Arrays.stream(completeChains())
        .mapToObj(chain -> Arrays.copyOfRange(all[chain], plan.burnIn(), plan.recorded()))
        .toArray(double[][]::new);
  }
}
