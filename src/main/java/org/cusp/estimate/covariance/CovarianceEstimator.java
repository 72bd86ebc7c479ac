package org.cusp.estimate.covariance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.clock.Deadline;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Mixing;
import org.cusp.estimate.influence.StoredDraws;
import org.cusp.estimate.influence.Window;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.posterior.Posterior;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.InfluenceRules;
import org.cusp.verdict.Verdict;

/**
 * The covariance C of the weights over draws of
 *
 * <pre>w ~ exp(-nBeta L_n(w) - (gamma/2) |w - w*|^2),</pre>
 *
 * about the mean of the draws: its spectrum, of the whole and of each component; what components
 * have to do with each other; and the variance along directions that the Hessian and K-FAC give,
 * beside what a Gaussian posterior of that curvature would have. Draws lie on disk, in float32, and
 * pass in blocks: memory does not grow with them.
 *
 * @param settings of the draws; without a number of them {@link InfluenceEstimator#DEFAULT_DRAWS}
 * @param components by the places of their parameters
 * @param folder where the draws lie while they are made, so that another process can go on with
 *     them; absent for temporary files, and then it begins anew
 */
public record CovarianceEstimator(
    LlcSpec settings,
    List<Component> components,
    Optional<Path> folder,
    KernelProvider kernels,
    Workers workers) {
  /** At fewer effective draws for each parameter the spread of a sample's eigenvalues is told. */
  private static final double MANY = 20;

  /**
   * A component.
   *
   * @param places of its parameters
   */
  public record Component(String name, int[] places) {}

  /**
   * Of a component.
   *
   * @param trace the sum of the variances of its weights
   * @param effectiveDraws that the trace rests on
   * @param dense its covariance, where it is small
   */
  record Within(
      Component component,
      Estimate trace,
      double effectiveDraws,
      SampleSpectrum spectrum,
      Optional<DenseCovariance> dense) {}

  /**
   * What was found.
   *
   * @param llc the estimate of the same draws
   * @param draws that count, of all chains
   * @param whole of all parameters
   * @param within of each component
   */
  public record Outcome(
      LlcEstimator.Outcome llc,
      int draws,
      InfluenceEvidence evidence,
      Within whole,
      List<Within> within,
      Between between,
      Foreseen foreseen,
      Verdict verdict) {}

  /**
   * Draws, and takes the covariances.
   *
   * @throws org.cusp.contract.InvalidInput where time is up before there are draws enough, or the
   *     disk has no room
   */
  public Outcome estimate(Target target, double[] w, Deadline deadline, Progress progress) {
    LlcSpec asked = InfluenceEstimator.withDraws(settings);
    double bytes = (double) asked.chains() * asked.draws().orElseThrow() * w.length * Float.BYTES;
    LossStore.requireRoom(folder.orElseGet(LossStore::folder), bytes, "the weights of all draws");
    try (StoredDraws<WeightDraws> weights = WeightDraws.in(folder)) {
      LlcEstimator.Outcome llc =
          new LlcEstimator(asked, kernels, workers, List.of(weights))
              .estimate(target, w, deadline, progress);
      InfluenceEstimator.requireDraws(llc);
      progress.bookmark().turn();
      Window window = weights.window(llc.draws(), InfluenceEstimator.furtherBurnIn(settings));
      progress.at(1, "covariances", Double.NaN, Double.NaN);
      return outcome(llc, window);
    }
  }

  private Outcome outcome(LlcEstimator.Outcome llc, Window window) {
    Posterior posterior = llc.draws().posterior();
    Mixing mixing = Mixing.of(window, posterior.size());
    Sampled sampled = new Sampled(window, window.moments().mean(), window.batches(mixing.time()));
    Within whole = within(sampled, new Component("all", Sampled.all(posterior.size())));
    List<Within> each = new ArrayList<>();
    components.forEach(component -> each.add(within(sampled, component)));
    InfluenceEvidence evidence = evidence(llc, sampled, mixing);
    return new Outcome(
        llc,
        sampled.draws(),
        evidence,
        whole,
        each,
        Between.of(sampled, components.stream().map(Component::places).toList()),
        Foreseen.of(sampled, posterior, kernels, workers, settings.seed()),
        InfluenceRules.judge(evidence, cautions(posterior.size(), mixing.ess())));
  }

  private static Within within(Sampled sampled, Component component) {
    int[] places = component.places();
    BatchMeans trace = new BatchMeans(1);
    sampled.each(
        block -> {
          double[] sums = new double[2];
          double[] x = Sampled.columns(block.draws(), places).values();
          int rows = block.draws().rows();
          for (int row = 0; row < rows; row++) {
            double square = 0;
            for (int i = 0; i < places.length; i++) {
              square += x[row * places.length + i] * x[row * places.length + i];
            }
            sums[0] += square;
            sums[1] += square * square;
          }
          trace.add(new double[] {sums[0]}, new double[] {sums[1]}, rows);
          if (block.endsBatch()) {
            trace.endBatch();
          }
        });
    return new Within(
        component,
        new Estimate(trace.mean(0), trace.se(0)),
        trace.effective(0),
        SampleSpectrum.of(sampled, places),
        places.length <= DenseCovariance.MOST
            ? Optional.of(DenseCovariance.of(sampled, places))
            : Optional.empty());
  }

  private static InfluenceEvidence evidence(
      LlcEstimator.Outcome llc, Sampled sampled, Mixing mixing) {
    InfluenceEvidence.Draws draws =
        new InfluenceEvidence.Draws(
            "weights",
            llc.draws().plan().chains(),
            llc.draws().completeChains().length,
            mixing.rhat(),
            mixing.ess(),
            !llc.draws().plan().sampler().isExact());
    InfluenceEvidence.Batched batched =
        new InfluenceEvidence.Batched(
            sampled.batches().count(), sampled.batches().length(), mixing.time(), Double.NaN);
    return new InfluenceEvidence(
        llc.llc().estimate(), draws, batched, InfluenceEvidence.Found.NOTHING);
  }

  private static List<String> cautions(int parameters, double ess) {
    if (!(ess < MANY * parameters)) {
      return List.of();
    }
    double root = Math.sqrt(parameters / ess);
    return Arrays.asList(
        String.format(
            Locale.ROOT,
            "%d parameters and %.0f effective draws: eigenvalues of the sample that are all the"
                + " same in truth would spread from %.2g to %.2g times it (Marchenko-Pastur); the"
                + " variances held out and those along the Hessian's and K-FAC's directions do not",
            parameters,
            ess,
            root < 1 ? (1 - root) * (1 - root) : 0,
            (1 + root) * (1 + root)));
  }
}
