package org.cusp.estimate.llc;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.cusp.clock.Deadline;
import org.cusp.clock.TimeIsUp;
import org.cusp.point.PointCheck;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.state.Bookmark;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.tuning.GradientCost;
import org.cusp.tuning.SamplerChoice;
import org.cusp.verdict.ReplicaCheck;

/** Looks at w* beside the draws: what kind of point it is, and a second opinion on the LLC. */
record Looking(LlcSpec settings, KernelProvider kernels, Workers workers) {
  /** Looking at w* may take this share of the budget, foreseen by the cost of a gradient. */
  private static final double CHECK_SHARE = 0.1;

  /** And this share of the time that is left, after which it is given up. */
  private static final double MOST_OF_CHECK = 0.2;

  /** The second opinion may take this share of the time. */
  private static final double REPLICA_SHARE = 0.2;

  /** Once; a process that goes on with the draws looks again as this one did. */
  Looked look(PosteriorTensors shared, SamplerChoice choice, GradientCost cost, Bookmark bookmark) {
    AtomicReference<Looked> now = new AtomicReference<>();
    double[] how =
        bookmark.once(
            "looked",
            () -> {
              now.set(look(shared, choice, cost));
              return new double[] {
                now.get().pointGradients(), now.get().replicas().isPresent() ? 1 : 0
              };
            });
    return now.get() != null ? now.get() : again(shared, (int) how[0], how[1] != 0);
  }

  /** As another process did, however long it takes. */
  Looked again(PosteriorTensors asked, int gradients, boolean replicas) {
    PosteriorTensors shared = asked.within(Deadline.never());
    return new Looked(
        gradients,
        gradients == 0 ? Optional.empty() : Optional.of(point(shared, gradients)),
        replicas ? ReplicaCheck.of(shared, settings.seed(), kernels, workers) : Optional.empty());
  }

  /**
   * Where the number of draws is given and no time, processes on faster, slower and busier machines
   * are to do the same: what was measured decides nothing there.
   *
   * @param measured cost of a gradient
   */
  Looked look(PosteriorTensors shared, SamplerChoice choice, GradientCost measured) {
    boolean isTimeless = settings.draws().isPresent() && !shared.deadline().isFinite();
    GradientCost cost = isTimeless ? GradientCost.anywhere(shared.posterior()) : measured;
    int gradients =
        isTimeless
            ? alike(settings.budget() / cost.allData())
            : affordable(shared.deadline(), cost);
    Optional<PointCheck> point = Optional.empty();
    if (gradients >= PointCheck.FEWEST_GRADIENTS) {
      try {
        point = Optional.of(point(shared.within(shared.deadline().part(MOST_OF_CHECK)), gradients));
      } catch (TimeIsUp e) {
        gradients = 0;
      }
    } else {
      gradients = 0;
    }
    int threads = isTimeless ? 1 : workers.threads();
    boolean isSecondOpinion =
        choice.sampler().isExact()
            && ReplicaCheck.isAffordable(shared.posterior(), cost, settings.budget(), threads);
    return new Looked(gradients, point, isSecondOpinion ? replicas(shared) : Optional.empty());
  }

  /** So few gradients would say nothing where they are below the fewest. */
  private int affordable(Deadline deadline, GradientCost cost) {
    if (Double.isNaN(cost.allData())) {
      return 0;
    }
    double seconds = Math.min(CHECK_SHARE * settings.budget(), MOST_OF_CHECK / 2 * deadline.left());
    return (int) Math.min(PointCheck.DEFAULT_GRADIENTS, seconds / cost.allData());
  }

  /** As many gradients as by default, halved until they fit into ten times their usual time. */
  private static int alike(double most) {
    int gradients = PointCheck.DEFAULT_GRADIENTS;
    while (gradients > most) {
      gradients /= 2;
    }
    return gradients;
  }

  PointCheck point(PosteriorTensors shared, int gradients) {
    return PointCheck.of(shared, kernels, workers, gradients, settings.seed());
  }

  /** A second opinion on chains that are exact as far as they go. */
  private Optional<ReplicaCheck> replicas(PosteriorTensors shared) {
    PosteriorTensors part = shared.within(shared.deadline().part(REPLICA_SHARE));
    return ReplicaCheck.of(part, settings.seed(), kernels, workers);
  }
}
