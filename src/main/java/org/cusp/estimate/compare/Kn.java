package org.cusp.estimate.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.estimate.LossGap;
import org.cusp.model.DataLosses;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * K_n along the points of a target: {@link LossGap} against the truth where the problem knows it,
 * else against the point with the lowest loss on held-out data (on training data without those).
 * Where the truth is known, K, the mean of K_n over data sets, stands beside it.
 */
public record Kn(KernelProvider kernels, Workers workers) {
  /** Said of a single checkpoint: K_n is of two parameters. */
  static final String NO_REFERENCE =
      "none: a checkpoint alone has nothing to be compared with. A run directory would give its best"
          + " checkpoint, a problem its truth; 'cusp compare A B' sets any two side by side";

  /** Of one parameter, on training and held-out data. */
  public record Losses(DataLosses train, Optional<DataLosses> test) {
    double selection() {
      return test.orElse(train).mean();
    }
  }

  private record Reference(String name, Losses losses) {}

  /** Whether there is anything to compare with: the truth, or other checkpoints. */
  public static boolean hasReference(Target target) {
    boolean alone = target.points().size() == 1 && target.directory().isEmpty();
    return !alone || target.truth().isPresent();
  }

  /** Of a target that has nothing to be compared with. */
  public static KnResult none(Target target, Provenance provenance) {
    return new KnResult(
        "kl", target.name(), KnResult.QUANTITY, NO_REFERENCE, List.of(), provenance);
  }

  /**
   * K_n of every point.
   *
   * @param all the losses of each
   */
  public KnResult of(Target target, List<Losses> all, Provenance provenance) {
    Reference reference = reference(target, all);
    List<KnResult.Row> rows = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      rows.add(row(target, target.points().get(i), all.get(i), reference.losses()));
    }
    return new KnResult("kl", target.name(), KnResult.QUANTITY, reference.name(), rows, provenance);
  }

  private Reference reference(Target target, List<Losses> all) {
    if (target.truth().isPresent()) {
      boolean isTrue = target.problem().map(p -> p.populationK().isDivergence()).orElse(true);
      String name = isTrue ? "the true parameter" : "the critical point w*";
      return new Reference(name, losses(target, target.truth().get()));
    }
    int best = 0;
    for (int i = 1; i < all.size(); i++) {
      best = all.get(i).selection() < all.get(best).selection() ? i : best;
    }
    String by = target.test().isPresent() ? "held-out" : "training";
    return new Reference(
        "the checkpoint with the lowest " + by + " loss, " + target.points().get(best).name(),
        all.get(best));
  }

  private static KnResult.Row row(
      Target target, Target.Point point, Losses losses, Losses reference) {
    LossGap train = gap(losses.train(), reference.train());
    LossGap test =
        losses.test().map(test0 -> gap(test0, reference.test().orElseThrow())).orElse(null);
    Long step = point.step().isPresent() ? point.step().getAsLong() : null;
    KnResult.Population population =
        target
            .problem()
            .map(p -> KnResult.Population.of(p.populationK(), point.weights().get(), train))
            .orElse(null);
    return new KnResult.Row(step, point.name(), train, test, population);
  }

  private static LossGap gap(DataLosses losses, DataLosses reference) {
    return LossGap.of(losses.perDatum(), reference.perDatum());
  }

  /** The losses of one parameter. */
  public Losses losses(Target target, double[] w) {
    return new Losses(
        losses(target, w, target.train()), target.test().map(test -> losses(target, w, test)));
  }

  private DataLosses losses(Target target, double[] w, DataSet data) {
    return DataLosses.at(target.model(), w, data, target.precision(), kernels, workers);
  }
}
