package org.cusp.estimate.criteria;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.cusp.clock.Deadline;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Ess;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.ParetoSmoothing;
import org.cusp.estimate.Replaced;
import org.cusp.model.Model;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Progress;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.TemperedDraws;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.tuning.OutOfTime;
import org.cusp.tuning.SettledEnergy;
import org.cusp.tuning.TemperedRun;
import org.cusp.verdict.CriteriaEvidence;
import org.cusp.verdict.CriteriaRules;
import org.cusp.verdict.Verdict;

/**
 * Samples a posterior by replica exchange from its prior and computes its criteria on the way, draw
 * by draw.
 *
 * @param precision at which a run ends, see {@link SettledEnergy}
 */
public record CriteriaEstimator(
    TemperingSpec settings, double precision, KernelProvider kernels, Workers workers) {
  /** Where none is asked for. */
  public static final double DEFAULT_PRECISION = 0.02;

  /** Makes the noise of the run for WBIC another one. */
  private static final long WBIC_SEED = 0x57424943L;

  private static final long BRIDGE_SEED = 0x4252494447L;

  /**
   * WBIC's run goes to a higher temperature, and may take this share of the time; more where there
   * would be no answer at all: the criteria's own run, to a lower one, would have none either.
   */
  private static final double WBIC_SHARE = 0.35;

  /** Of what is left after it, for the draws of the criteria. */
  private static final double SHARE = 0.75;

  /** Of what is left, where there would be no draws otherwise. */
  private static final double MOST = 0.9;

  /** Of what is left after those, for bridges; the rest is for putting it all together. */
  private static final double BRIDGE_SHARE = 0.8;

  /** Products of a datum and a parameter: half a minute or so of a core. */
  private static final double LITTLE_WORK = 2e11;

  /**
   * The question.
   *
   * @param centre mean of the prior N(centre, I / gamma)
   * @param test data that the posterior has not seen
   */
  public record Subject(
      Model model,
      Precision precision,
      DataSet train,
      Optional<DataSet> test,
      double[] centre,
      double gamma) {
    Posterior posterior(double beta) {
      return new Posterior(model, train, centre, beta * train.n(), gamma);
    }
  }

  /** Draws of the posterior and what they say. */
  public record Sampled(TemperedDraws draws, Criteria criteria) {}

  /**
   * Everything about one posterior.
   *
   * @param seconds in all, bridges included
   */
  public record Outcome(
      Sampled sampled, TemperedDraws atWbic, Wbic wbic, Verdict verdict, double seconds) {}

  /**
   * What came of an attempt.
   *
   * @param outcome absent where time was up before
   * @param wbic where its run had come to an end
   * @param end absent where there is an outcome
   */
  public record Attempt(Optional<Outcome> outcome, Optional<Wbic> wbic, Optional<OutOfTime> end) {}

  /**
   * Criteria at beta and WBIC at 1/ln n, each from a run of its own, within the budget; where data
   * surprise the posterior, what is left of it is spent on {@link Bridges}.
   *
   * @param cautions to stand in the verdict
   * @throws OutOfTime where time is up before anything can be said
   */
  public Outcome estimate(Subject subject, double beta, List<String> cautions, Progress progress) {
    Deadline deadline =
        settings.draws().isPresent() ? Deadline.never() : Deadline.after(settings.budget());
    Attempt attempt = attempt(subject, beta, cautions, deadline, progress);
    if (attempt.end().isPresent()) {
      throw attempt.end().get();
    }
    return attempt.outcome().orElseThrow();
  }

  /** The same until a deadline, with what is known where it is too early. */
  public Attempt attempt(
      Subject subject, double beta, List<String> cautions, Deadline deadline, Progress progress) {
    subject.model().likelihood().requireLogDensity("criteria");
    long start = System.nanoTime();
    Optional<Wbic> known = Optional.empty();
    double before = 0;
    try {
      Turn first = new Turn(deadline.part(WBIC_SHARE), deadline.part(MOST));
      TemperedDraws atWbic =
          drawsForWbic(subject, first, part(progress, 0).keeping(progress.bookmark().in("wbic")));
      known = Optional.of(Wbic.of(atWbic));
      before = seconds(start);
      Turn second = new Turn(deadline.part(SHARE), deadline.part(MOST));
      Progress ofSecond = part(progress, 0.5).keeping(progress.bookmark().in("criteria"));
      Collected collected = collect(subject, beta, second, ofSecond);
      long drawn = atWbic.gradientEvaluations() + collected.draws().gradientEvaluations();
      Criteria criteria = bridged(subject, collected, Rest.of(deadline, drawn, subject), progress);
      progress.bookmark().done();
      Outcome outcome = outcome(collected, criteria, atWbic, known.get(), cautions, seconds(start));
      return new Attempt(Optional.of(outcome), known, Optional.empty());
    } catch (OutOfTime e) {
      double share = known.isEmpty() ? WBIC_SHARE : SHARE;
      return new Attempt(Optional.empty(), known, Optional.of(e.ofShare(before, share)));
    }
  }

  private Outcome outcome(
      Collected collected,
      Criteria criteria,
      TemperedDraws atWbic,
      Wbic wbic,
      List<String> cautions,
      double seconds) {
    CriteriaEvidence evidence =
        new CriteriaEvidence(
            Stream.concat(
                    criteria.told().stream().map(c -> new Estimate(c.value(), c.se())),
                    Stream.of(new Estimate(wbic.wbic().value(), wbic.wbic().se())))
                .toList(),
            List.of(
                CriteriaEvidence.Run.of(collected.draws(), asked()),
                CriteriaEvidence.Run.of(atWbic, asked())),
            criteria.tails(),
            criteria.surprising());
    return new Outcome(
        new Sampled(collected.draws(), criteria),
        atWbic,
        wbic,
        CriteriaRules.judge(evidence, cautions),
        seconds);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private OptionalDouble asked() {
    return settings.draws().isPresent() ? OptionalDouble.empty() : OptionalDouble.of(precision);
  }

  private static Progress part(Progress progress, double from) {
    return (share, phase, value, error) -> progress.at(from + share / 2, phase, value, error);
  }

  /** The criteria of the posterior at one temperature, from its draws alone. */
  public Sampled sample(Subject subject, double beta, Progress progress) {
    Collected collected = collect(subject, beta, Turn.NEVER_ENDING, progress);
    return new Sampled(collected.draws(), collected.plain());
  }

  /**
   * Draws, and what they say of each datum.
   *
   * @param tail how many of the largest ratios are smoothed
   * @param plain the criteria by these draws alone
   */
  private record Collected(
      TemperedDraws draws, PointwiseDraws pointwise, int tail, Criteria plain) {}

  /**
   * When a run is to end.
   *
   * @param usual where there are draws by then
   * @param last in any case
   */
  private record Turn(Deadline usual, Deadline last) {
    static final Turn NEVER_ENDING = new Turn(Deadline.never(), Deadline.never());
  }

  /**
   * What bridges may take. Where the number of draws was said and no time, the clock decides
   * nothing: then it is as many gradients as those draws took, or more where that is little work.
   */
  private record Rest(Deadline deadline, long gradients) {
    static Rest of(Deadline all, long drawn, Subject subject) {
      double each = (double) subject.train().n() * subject.model().size();
      long most = Math.max(drawn, (long) (LITTLE_WORK / each));
      return new Rest(all.part(BRIDGE_SHARE), all.isFinite() ? Long.MAX_VALUE : most);
    }
  }

  private Collected collect(Subject subject, double beta, Turn turn, Progress progress) {
    Normalised.require(
        subject.model(), subject.train(), subject.centre(), subject.precision(), kernels, workers);
    try (PosteriorTensors shared =
            PosteriorTensors.of(subject.posterior(beta), subject.precision(), kernels, workers);
        Held test = Held.of(subject, kernels, subject.precision())) {
      PointwiseDraws collected =
          new PointwiseDraws(
              shared.data(), test.tensors(), beta, subject.model().size(), settings.chains());
      TemperedDraws draws = draws(settings, shared, turn, collected, progress);
      int tail =
          ParetoSmoothing.tailLength(
              (long) draws.chains() * draws.draws(), efficiency(draws.coldest()));
      Pointwise train = Pointwise.ofTrain(collected, tail, workers);
      Optional<Pointwise> held =
          subject.test().map(data -> Pointwise.ofTest(collected, data.n(), tail, workers));
      return new Collected(draws, collected, tail, Criteria.of(beta, train, held));
    }
  }

  /** The criteria with those averages that bridges give in place of those the draws do not. */
  private Criteria bridged(Subject subject, Collected collected, Rest rest, Progress progress) {
    List<Surprise> surprises = collected.plain().surprises();
    if (surprises.isEmpty()) {
      return collected.plain();
    }
    progress.at(1, "bridges to " + surprises.size() + " data", Double.NaN, Double.NaN);
    double beta = collected.plain().beta();
    // Of more draws they are others.
    String kept = "bridges after " + collected.draws().draws() + " draws";
    List<Optional<Estimate>> found;
    // Energies of surprising data are large numbers, of which single precision loses the nats.
    try (PosteriorTensors shared =
            PosteriorTensors.of(subject.posterior(beta), Precision.FLOAT64, kernels, workers);
        Held test = Held.of(subject, kernels, Precision.FLOAT64)) {
      Bridges bridges =
          new Bridges(
              shared.within(rest.deadline()),
              collected.pointwise().pool(),
              beta,
              settings.seed() ^ BRIDGE_SEED,
              kernels,
              workers);
      found =
          bridges.of(
              surprises.stream()
                  .map(
                      s ->
                          new Bridges.Task(
                              s.average(),
                              s.data() == Surprise.Data.TRAIN
                                  ? shared.data()
                                  : test.tensors().orElseThrow(),
                              s.row() - 1))
                  .toList(),
              rest.gradients(),
              progress.bookmark().in(kept));
    }
    progress.bookmark().forget(kept);
    Pointwise train =
        Pointwise.ofTrain(
            collected.pointwise(),
            collected.tail(),
            replaced(surprises, found, Surprise.Data.TRAIN, Surprise.Average.PREDICTIVE),
            replaced(surprises, found, Surprise.Data.TRAIN, Surprise.Average.LEAVE_ONE_OUT),
            workers);
    Replaced ofTest = replaced(surprises, found, Surprise.Data.TEST, Surprise.Average.PREDICTIVE);
    Optional<Pointwise> held =
        subject
            .test()
            .map(
                data ->
                    Pointwise.ofTest(
                        collected.pointwise(), data.n(), collected.tail(), ofTest, workers));
    return Criteria.of(beta, train, held);
  }

  private static Replaced replaced(
      List<Surprise> surprises,
      List<Optional<Estimate>> found,
      Surprise.Data data,
      Surprise.Average average) {
    Map<Integer, Estimate> byRow = new HashMap<>();
    for (int i = 0; i < surprises.size(); i++) {
      Surprise s = surprises.get(i);
      if (s.data() == data && s.average() == average) {
        found.get(i).ifPresent(value -> byRow.put(s.row() - 1, value));
      }
    }
    return new Replaced(byRow);
  }

  /** Effective share of the draws; 1 where the energies do not vary. */
  private static double efficiency(double[][] energy) {
    double share = Ess.mean(energy) / Arrays.stream(energy).mapToInt(row -> row.length).sum();
    return share > 0 ? share : 1;
  }

  /** Draws at 1/ln n, within the budget. */
  public TemperedDraws drawsForWbic(Subject subject, Progress progress) {
    return drawsForWbic(subject, Turn.NEVER_ENDING, progress);
  }

  private TemperedDraws drawsForWbic(Subject subject, Turn turn, Progress progress) {
    double beta = Wbic.betaOf(subject.train().n());
    TemperingSpec other =
        new TemperingSpec(
            settings.chains(), settings.draws(), settings.budget(), settings.seed() ^ WBIC_SEED);
    try (PosteriorTensors shared =
        PosteriorTensors.of(subject.posterior(beta), subject.precision(), kernels, workers)) {
      return draws(other, shared, turn, Observer.NONE, progress);
    }
  }

  /** Without a clock of its own a run has the budget. */
  private TemperedDraws draws(
      TemperingSpec of, PosteriorTensors shared, Turn turn, Observer observer, Progress progress) {
    TemperedRun run = new TemperedRun(of, kernels, workers);
    SettledEnergy rule = new SettledEnergy(precision);
    return turn.usual().isFinite()
        ? run.sample(shared.within(turn.last()), turn.usual(), rule, observer, progress)
        : run.sample(shared, rule, observer, progress);
  }

  /** Test data in tensor memory, where there are any. */
  private record Held(Optional<TensorData> tensors) implements AutoCloseable {
    static Held of(Subject subject, KernelProvider kernels, Precision precision) {
      return new Held(subject.test().map(data -> TensorData.of(data, kernels.memory(), precision)));
    }

    @Override
    public void close() {
      tensors.ifPresent(TensorData::close);
    }
  }
}
