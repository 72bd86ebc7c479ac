package org.cusp.estimate.criteria;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.clock.TimeIsUp;
import org.cusp.diagnostics.Estimate;
import org.cusp.estimate.freeenergy.BlockJackknife;
import org.cusp.estimate.freeenergy.EnergyGroups;
import org.cusp.estimate.freeenergy.Mbar;
import org.cusp.estimate.freeenergy.SteppingStone;
import org.cusp.estimate.freeenergy.TemperedEnergies;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.run.replica.BridgeDraws;
import org.cusp.run.replica.BridgePass;
import org.cusp.run.replica.DrawPool;
import org.cusp.state.Bookmark;
import org.cusp.state.Steps;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.tuning.BridgeRun;

/**
 * Averages over a posterior that its own draws do not give, because the draws that rule them are
 * never made: that of p(y | x, w) for a datum which surprises it, and those of leaving out one that
 * holds it where it is. Both are ratios of evidences,
 *
 * <pre>
 *   E p(y | x, w)          = Z(data and datum) / Z(data)
 *   p(y_i | x_i, without i) = E p_i^(1 - beta) / E p_i^-beta,   at beta = 1  Z(data) / Z(data but i),
 * </pre>
 *
 * and {@link Mbar} has their logarithms from replica exchange between the two posteriors, over as
 * many weights of the datum as it takes.
 *
 * @param shared the posterior, in double whatever the precision of the draws; its deadline is
 *     theirs
 * @param pool draws of it
 */
record Bridges(
    PosteriorTensors shared,
    DrawPool pool,
    double beta,
    long seed,
    KernelProvider kernels,
    Workers workers) {
  /** Standard error in nats per datum that all bridges may add to a mean over data. */
  private static final double WANTED = 0.005;

  /** Between these lies the error in nats of one logarithm that a bridge aims at. */
  private static final double LEAST_WANTED = 0.03;

  private static final double MOST_WANTED = 0.1;

  /** A logarithm that is known less well is not told. */
  private static final double MOST_ERROR = 0.5;

  /** Two estimates of one number may differ by so many standard errors, and by so many nats. */
  private static final double MOST_DISAGREEMENT = 4;

  private static final double DISCRETION = 0.05;

  /** Of the energies: so many a rung that what is lost within one is far below any error. */
  private static final int GROUPS = 512;

  /**
   * So many bridges are made at once, the first time and at most: they are kept together, and
   * whether more are made is asked between. It depends on no thread.
   */
  private static final int FIRST_ROUND = 4;

  private static final int MOST_OF_ROUND = 32;

  /**
   * What came of some tasks, in their order.
   *
   * @param gradients that it took
   */
  private record Round(List<Answer> answers, long gradients) {}

  /** A logarithm with its error, zeros where it is not to be had. */
  private record Answer(boolean told, double value, double se) {
    static Answer of(Optional<Estimate> found) {
      return found.map(it -> new Answer(true, it.value(), it.se())).orElse(new Answer(false, 0, 0));
    }

    Optional<Estimate> estimate() {
      return told ? Optional.of(new Estimate(value, se)) : Optional.empty();
    }
  }

  /**
   * An average that is asked for.
   *
   * @param row of the datum, from 0
   */
  record Task(Surprise.Average average, TensorData data, int row) {}

  /**
   * Those of the logarithms that are to be had, with their errors.
   *
   * @param most gradients after which no more bridges are begun
   * @param bookmark where those that are made are kept
   */
  List<Optional<Estimate>> of(List<Task> tasks, long most, Bookmark bookmark) {
    List<Optional<Estimate>> found = new ArrayList<>();
    Steps steps = new Steps(bookmark);
    long gradients = 0;
    int size = FIRST_ROUND;
    while (found.size() < tasks.size() && gradients < most) {
      int from = found.size();
      List<Task> some = tasks.subList(from, Math.min(tasks.size(), from + size));
      Round round = steps.next(Round.class, at -> round(some, tasks));
      round.answers().forEach(answer -> found.add(answer.estimate()));
      gradients += round.gradients();
      size = Math.min(MOST_OF_ROUND, 2 * size);
    }
    while (found.size() < tasks.size()) {
      found.add(Optional.empty());
    }
    return found;
  }

  private Round round(List<Task> some, List<Task> all) {
    Answer[] answers = new Answer[some.size()];
    long[] gradients = new long[some.size()];
    workers.run(
        some.size(),
        i -> {
          Bridge bridge = new Bridge(some.get(i), wanted(some.get(i), all));
          answers[i] = Answer.of(bridge.logarithm());
          gradients[i] = bridge.gradients;
        });
    return new Round(List.of(answers), Arrays.stream(gradients).sum());
  }

  private static double wanted(Task task, List<Task> tasks) {
    long others =
        tasks.stream()
            .filter(t -> t.average() == task.average() && t.data() == task.data())
            .count();
    double share = WANTED * task.data().n() / Math.sqrt(others);
    return Math.max(LEAST_WANTED, Math.min(MOST_WANTED, share));
  }

  /**
   * Those of one datum.
   *
   * @param wanted standard error in nats
   */
  private final class Bridge {
    private final Task task;
    private final double wanted;
    private long gradients;

    Bridge(Task task, double wanted) {
      this.task = task;
      this.wanted = wanted;
    }

    Optional<Estimate> logarithm() {
      try {
        return withinTime();
      } catch (TimeIsUp e) {
        return Optional.empty();
      }
    }

    private Optional<Estimate> withinTime() {
      if (task.average() == Surprise.Average.PREDICTIVE) {
        return rise(1, 1, 0).map(a -> new Estimate(-a.value(), a.se()));
      }
      if (beta >= 1) {
        return rise(-1, beta, beta - 1);
      }
      Optional<Estimate> with = rise(1, 1 - beta, 0);
      return with.isEmpty()
          ? with
          : rise(-1, beta, 0)
              .map(
                  a ->
                      new Estimate(
                          a.value() - with.get().value(), Math.hypot(a.se(), with.get().se())));
    }

    /** -log E exp(-end e) + log E exp(-from e) with e = sign l, l the loss of the datum. */
    private Optional<Estimate> rise(int sign, double end, double from) {
      long own =
          RandomStream.of(seed, Purpose.DESIGN, task.row())
              .bits(task.average().ordinal(), sign + 1);
      ToDoubleFunction<BridgeDraws> error = draws -> difference(draws, end, from)[0].se();
      BridgeRun run = new BridgeRun(shared.posterior(), error, wanted);
      BridgePass.Datum datum = new BridgePass.Datum(task.data(), task.row(), sign);
      try (BridgePass pass = new BridgePass(shared, datum, pool, own, kernels.create())) {
        Optional<BridgeDraws> drawn = run.sample(pass, end);
        gradients += pass.gradients();
        return drawn
            .flatMap(draws -> sound(difference(draws, end, from)))
            .filter(a -> Double.isFinite(a.value()))
            .map(a -> new Estimate(a.value() + (end - from) * sign * pass.reference(), a.se()));
      }
    }
  }

  private static Optional<Estimate> sound(Estimate[] found) {
    Estimate a = found[0];
    Estimate gap = found[1];
    boolean isSound =
        a.se() <= MOST_ERROR && Math.abs(gap.value()) <= MOST_DISAGREEMENT * gap.se() + DISCRETION;
    return isSound ? Optional.of(a) : Optional.empty();
  }

  /** The difference of A between two weights, and what stepping stones say of A less it. */
  private static Estimate[] difference(BridgeDraws draws, double end, double from) {
    TemperedEnergies energies = new TemperedEnergies(draws.weights(), draws.energy());
    BlockJackknife blocks = BlockJackknife.of(draws.energy()[0].length, draws.draws());
    Mbar mbar = new Mbar(energies, blocks, EnergyGroups.of(energies, blocks, GROUPS), end, from);
    SteppingStone stones = new SteppingStone(energies, blocks);
    return blocks.of(
        new BlockJackknife.Statistics() {
          @Override
          public double[] all() {
            return stated(mbar.all(), stones.all());
          }

          @Override
          public double[] without(int block) {
            return stated(mbar.without(block), stones.without(block));
          }
        });
  }

  private static double[] stated(double[] mbar, double[] stones) {
    double atStart = mbar[Mbar.SPAN];
    return new double[] {mbar[0] - atStart, stones[0] - mbar[0]};
  }
}
