package org.cusp.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cusp.model.likelihood.Density;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.WarmStart;
import org.cusp.sampler.ExactSampler;
import org.cusp.sampler.LayerGibbs;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;
import org.cusp.sampler.SplitHmc;
import org.cusp.sampler.reference.StiffDirections;
import org.cusp.spec.sampling.LlcSpec;

/**
 * Which sampler, with how many chains, and why.
 *
 * @param sampler with what of its settings was given
 * @param foreseen of the transitions of all chains; {@link Foreseen#NOTHING} on batches
 * @param alternative on batches, where these are so much cheaper that they can take over
 * @param revision why this is not the first choice any more
 * @param reasons in the order of thought, for the user
 */
public record SamplerChoice(
    SamplerRequest sampler,
    int chains,
    Foreseen foreseen,
    Optional<SamplerRequest> alternative,
    Optional<String> revision,
    List<String> reasons) {
  private static final double UNKNOWN_SCALES = 1e3;

  /** Transitions after the warm-up that a run is foreseen to take at least. */
  private static final int DRAWS = 100;

  /**
   * All data at the price of so many batches are worth it: they need no correction for the step.
   */
  private static final double WORTH = 4;

  /**
   * What is estimated to take so many budgets is still worth beginning on all data, where batches
   * would be slow to leave w*.
   */
  private static final double PATIENCE = 3;

  /** A search for the step size, and the draws that a stochastic sampler needs at least. */
  public static final int STEPS_ON_BATCHES = 1000;

  /** Of so many parameters for each direction that a reference may keep, few are stiff. */
  private static final int PARAMETERS_OF_A_DIRECTION = 20;

  /** Deep linear networks of so many parameters are drawn from layer by layer. */
  private static final int PARAMETERS_OF_LAYERS = 1000;

  /**
   * About a reference most draws are independent, so that chains which need not warm up are saved
   * unless all are cheap.
   */
  private static final double SHARE_OF_ALL_CHAINS = 0.25;

  private static final int FEW_CHAINS = 4;

  /**
   * What the least number of transitions of all chains was foreseen to take.
   *
   * @param gradients of one chain each, which no other work on the machine makes more
   * @param seconds by what a gradient took when it was measured
   */
  public record Foreseen(double gradients, double seconds) {
    /** Where nothing is. */
    public static final Foreseen NOTHING = new Foreseen(Double.NaN, Double.NaN);

    Foreseen of(int chains) {
      return new Foreseen(chains * gradients, chains * seconds);
    }
  }

  /** Whether batches can take over. */
  public boolean hasAlternative() {
    return alternative.isPresent();
  }

  /** Transitions that a run of it takes at least. */
  public static int transitions(ExactSampler<?> sampler) {
    return sampler.pace().least() + DRAWS;
  }

  /** That can still disagree. */
  private static final int FEWEST_CHAINS = 2;

  public SamplerChoice {
    reasons = List.copyOf(reasons);
  }

  /** The least number of transitions of one chain, on one of these threads. */
  private static Foreseen work(
      ExactSampler<?> sampler, Posterior posterior, GradientCost cost, int threads) {
    double gradients =
        transitions(sampler) * sampler.foreseenGradients(scales(posterior, cost.curvature()));
    return new Foreseen(gradients, gradients * cost.allData() / threads);
  }

  /** A sampler that was asked for, with fewer chains where all do not fit into the budget. */
  public static SamplerChoice asked(
      SamplerRequest sampler,
      LlcSpec settings,
      PosteriorTensors shared,
      GradientCost cost,
      int threads) {
    Posterior posterior = shared.posterior();
    List<String> reasons = new ArrayList<>(cost.describe(posterior));
    reasons.add(sampler + ", as asked for");
    if (!(sampler.prototype() instanceof ExactSampler<?> exact)) {
      return new SamplerChoice(
          sampler,
          settings.chains(),
          Foreseen.NOTHING,
          Optional.empty(),
          Optional.empty(),
          reasons);
    }
    Foreseen work = work(exact, posterior, cost, threads);
    int chains =
        settings.draws().isPresent()
            ? settings.chains()
            : affordable(settings, exact, work.seconds(), PATIENCE * time(settings, shared));
    return new SamplerChoice(
        sampler, chains, work.of(chains), Optional.empty(), Optional.empty(), reasons);
  }

  /** All that were asked for, or a few, or as few as can disagree. */
  private static int affordable(
      LlcSpec settings, ExactSampler<?> exact, double work, double limit) {
    int chains = few(settings, exact, work);
    return chains * work > limit ? Math.min(chains, FEWEST_CHAINS) : chains;
  }

  /**
   * Chains of the shortest run that is worth beginning: about a reference as few as can disagree,
   * since a run of few draws says more than one on batches in the same time.
   */
  private static int least(LlcSpec settings, ExactSampler<?> exact, double work, double limit) {
    return exact instanceof SplitHmc
        ? affordable(settings, exact, work, limit)
        : few(settings, exact, work);
  }

  private static int few(LlcSpec settings, ExactSampler<?> exact, double work) {
    double share = exact instanceof SplitHmc ? SHARE_OF_ALL_CHAINS : 1;
    boolean fit = !(settings.chains() * work > share * settings.budget());
    return fit ? settings.chains() : Math.min(settings.chains(), FEW_CHAINS);
  }

  private static double time(LlcSpec settings, PosteriorTensors shared) {
    return Math.min(settings.budget(), shared.deadline().left());
  }

  /**
   * The sampler for all data. Layers of a deep linear network are Gaussian given the others; in few
   * parameters trajectories are as good. About a reference, where that is cheap and most directions
   * are held by the localisation alone: where even as many stiff directions as one keeps are few
   * beside the parameters, and a gradient takes more data than they are.
   */
  static SamplerRequest onAllData(PosteriorTensors shared) {
    Posterior posterior = shared.posterior();
    SamplerRequest byLayers = Samplers.ofLinearLayers();
    if (posterior.size() >= PARAMETERS_OF_LAYERS && byLayers.prototype().suits(posterior)) {
      return byLayers;
    }
    int most = StiffDirections.MOST;
    boolean hasReference =
        posterior.gamma() > 0 && !(posterior.model().likelihood() instanceof Density);
    boolean isCheap =
        posterior.size() >= PARAMETERS_OF_A_DIRECTION * most && shared.examples() >= most;
    return hasReference && isCheap ? Samplers.aboutReference() : Samplers.onAllData();
  }

  /** From what a gradient costs, and the time that there is. */
  public static SamplerChoice of(
      LlcSpec settings, PosteriorTensors shared, GradientCost cost, int threads) {
    if (Double.isNaN(cost.allData())) {
      return unmeasured(settings);
    }
    Posterior posterior = shared.posterior();
    SamplerRequest onAllData = onAllData(shared);
    ExactSampler<?> exact = (ExactSampler<?>) onAllData.prototype();
    Foreseen ofOne = work(exact, posterior, cost, threads);
    double work = ofOne.seconds();
    List<String> reasons = new ArrayList<>(cost.describe(posterior));
    reasons.add(foreseen(exact, settings, posterior, cost, work));
    SamplerRequest onBatches = OnBatches.of(shared, cost, threads);
    double patience = onBatches.equals(Samplers.onBatches()) ? PATIENCE : 1;
    double limit = patience * time(settings, shared);
    boolean cheap = least(settings, exact, work, limit) * work <= limit;
    boolean noDearer = cost.allData() <= WORTH * cost.minibatch();
    if (cheap || noDearer) {
      int chains = affordable(settings, exact, work, limit);
      reasons.add(
          line(
              "%s: %s on all data, %d chains",
              cheap
                  ? line("affordable with a budget of %.3g s", settings.budget())
                  : "a batch would be no cheaper",
              onAllData,
              chains));
      return new SamplerChoice(
          onAllData,
          chains,
          ofOne.of(chains),
          noDearer ? Optional.empty() : Optional.of(onBatches),
          Optional.empty(),
          reasons);
    }
    int chains = few(settings, exact, work);
    reasons.add(
        line(
            "beyond the budget of %.3g s: %s on batches, %d chains",
            settings.budget(), onBatches, chains));
    return new SamplerChoice(
        onBatches, chains, Foreseen.NOTHING, Optional.empty(), Optional.empty(), reasons);
  }

  private static String foreseen(
      ExactSampler<?> exact,
      LlcSpec settings,
      Posterior posterior,
      GradientCost cost,
      double work) {
    return line(
        "%s: about %.0f gradients a transition, %.3g s for %d transitions of %d chains",
        nature(exact, posterior),
        exact.foreseenGradients(scales(posterior, cost.curvature())),
        settings.chains() * work,
        transitions(exact),
        settings.chains());
  }

  private static String nature(ExactSampler<?> exact, Posterior posterior) {
    if (exact instanceof LayerGibbs) {
      return "each layer of a deep linear network is Gaussian given the others";
    }
    return exact instanceof SplitHmc
        ? line(
            "%d parameters, of which a Gaussian reference takes at most %d stiff directions",
            posterior.size(), StiffDirections.MOST)
        : "trajectories as long as the localisation is wide";
  }

  /**
   * A run that was.
   *
   * @param sampler of the schedule
   */
  public static SamplerChoice replayed(SamplerRequest sampler, Schedule schedule) {
    return new SamplerChoice(
        sampler,
        schedule.chains(),
        Foreseen.NOTHING,
        Optional.empty(),
        Optional.empty(),
        List.of(sampler + ", as in the run that is replayed"));
  }

  /**
   * What the checkpoint before was sampled by.
   *
   * @param asked a sampler that was asked for, with what of its settings is given
   */
  public static SamplerChoice following(WarmStart before, Optional<SamplerRequest> asked) {
    SamplerRequest sampler = asked.orElseGet(() -> Samplers.parse(before.sampler().name()));
    return new SamplerChoice(
        sampler,
        before.chains(),
        Foreseen.NOTHING,
        Optional.empty(),
        Optional.empty(),
        List.of(sampler + ", whose chains at the checkpoint before go on"));
  }

  private static SamplerChoice unmeasured(LlcSpec settings) {
    int few = Math.min(settings.chains(), FEW_CHAINS);
    String reason =
        line("no time to measure a gradient: %s on batches, %d chains", Samplers.onBatches(), few);
    return new SamplerChoice(
        Samplers.onBatches(),
        few,
        Foreseen.NOTHING,
        Optional.empty(),
        Optional.empty(),
        List.of(reason));
  }

  /**
   * What is done where all data were chosen and take far longer than foreseen.
   *
   * @param failure in one line
   */
  public SamplerChoice revised(String failure, LlcSpec settings) {
    List<String> more = new ArrayList<>(reasons);
    int fewer = Math.min(settings.chains(), FEW_CHAINS);
    SamplerRequest other = alternative.orElseGet(Samplers::onBatches);
    String revision = line("%s: %s on batches instead, %d chains", failure, other, fewer);
    more.add(revision);
    return new SamplerChoice(
        other, fewer, Foreseen.NOTHING, Optional.empty(), Optional.of(revision), more);
  }

  /** The ratio of the widest scale to the narrowest; large where it is not known. */
  private static double scales(Posterior posterior, double curvature) {
    if (Double.isNaN(curvature) || posterior.gamma() <= 0) {
      return UNKNOWN_SCALES;
    }
    double stiff = posterior.nBeta() * curvature + posterior.gamma();
    return Math.sqrt(stiff / posterior.gamma());
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
