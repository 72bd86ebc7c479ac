package org.cusp.estimate.learning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cusp.train.TrajectoryRow;

/**
 * What a training was doing when, named by rules that read its record and nothing else.
 *
 * <p><b>Grokking.</b> Where held-out accuracy rises by {@value #RISE} or more after training
 * accuracy has reached {@value #LEARNT} (Power et al.), the stages are: <i>memorising</i>, until
 * training accuracy is there; <i>circuit formation</i>, until held-out accuracy has made a tenth of
 * its rise; <i>clean-up</i>, until it has made nine tenths; <i>generalised</i>. The middle names
 * are those of Nanda et al., who tell these phases apart by losses with parts of the function left
 * out; of what they find there a record shows that |w|^2 falls in both, which is asked for here:
 * from the first to the last checkpoint in a stage, or, where it has fewer than two, by straight
 * lines between checkpoints. Where it does not fall, or no checkpoints show it, the stages are a
 * <i>delay</i> and <i>late generalisation</i>.
 *
 * <p><b>Otherwise</b> the pieces of the losses ({@link Stages}) name them. Of a training loss
 * alone: plateau (it changes by less than a fifth), drop, rise (Saxe et al. on deep linear
 * networks). With a held-out loss: <i>learning</i> where both fall, <i>fitting</i> where only the
 * training loss does, <i>overfitting</i> where the held-out loss rises and the other does not,
 * <i>generalising</i> where only the held-out loss falls, <i>plateau</i> where both rest,
 * <i>rise</i> where the training loss rises. Ends of pieces of the two that lie within a twentieth
 * of the training's ln(step + 1) are one. Names that occur twice are numbered.
 *
 * <p>Sources: A. Power et al., Grokking: generalization beyond overfitting on small algorithmic
 * datasets, 2022, arXiv:2201.02177; N. Nanda et al., Progress measures for grokking via mechanistic
 * interpretability, ICLR 2023, arXiv:2301.05217, section 5; A. Saxe, J. McClelland, S. Ganguli,
 * Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, ICLR 2014,
 * arXiv:1312.6120.
 *
 * @param stages in order; empty where nothing changes
 * @param rule by which they were named, for people
 */
public record NamedStages(List<NamedStage> stages, String rule) {
  /** Nothing to name. */
  public static final NamedStages NONE = new NamedStages(List.of(), "");

  static final double LEARNT = 0.99;
  static final double RISE = 0.5;
  private static final double BEGUN = 0.1;
  private static final double DONE = 0.9;
  private static final double TOGETHER = 0.05;

  private static final String GROKKING =
      "Training accuracy reaches 99% long before held-out accuracy rises (Power et al. 2022,"
          + " arXiv:2201.02177). Memorising: until training accuracy is there; then until held-out"
          + " accuracy has made a tenth of its rise; then until nine tenths. These two are called"
          + " circuit formation and clean-up, as by Nanda et al. (2023, arXiv:2301.05217), where"
          + " |w|^2 falls in them as it does there; their own measures are not in the record.";
  private static final String BOTH =
      "By the straight pieces of both losses. Learning: both fall; fitting: only the training loss"
          + " falls; overfitting: the held-out loss rises; generalising: only the held-out loss"
          + " falls; plateau: both change by less than a fifth.";
  private static final String ALONE =
      "By the straight pieces of the training loss. Along a plateau it changes by less than a fifth"
          + " (stage-like learning: Saxe et al. 2014, arXiv:1312.6120).";

  public NamedStages {
    stages = List.copyOf(stages);
  }

  /**
   * The stages of a record.
   *
   * @param losses the pieces of each loss
   * @param floor the least loss that the likelihood can have
   * @param norms |w|^2 by step, at the checkpoints; asked for only where held-out accuracy is late
   */
  public static NamedStages of(
      List<TrajectoryRow> rows,
      List<Stages> losses,
      double floor,
      Supplier<NavigableMap<Long, Double>> norms) {
    return grokking(rows, norms)
        .map(stages -> new NamedStages(stages, GROKKING))
        .orElseGet(() -> byLosses(rows, losses, floor));
  }

  private static Optional<List<NamedStage>> grokking(
      List<TrajectoryRow> rows, Supplier<NavigableMap<Long, Double>> norms) {
    List<TrajectoryRow> known =
        rows.stream()
            .filter(row -> row.accuracy().isPresent() && row.testAccuracy().isPresent())
            .toList();
    int learnt = first(known, 0, row -> row.accuracy().getAsDouble(), LEARNT);
    if (learnt == known.size()) {
      return Optional.empty();
    }
    double start = known.get(learnt).testAccuracy().getAsDouble();
    double best =
        known.stream()
            .skip(learnt)
            .mapToDouble(row -> row.testAccuracy().getAsDouble())
            .max()
            .orElseThrow();
    if (best - start < RISE) {
      return Optional.empty();
    }
    int begun = reached(known, learnt, start + BEGUN * (best - start));
    int done = reached(known, begun, start + DONE * (best - start));
    NavigableMap<Long, Double> sizes = norms.get();
    List<NamedStage> stages = new ArrayList<>();
    add(stages, "memorising", known, 0, learnt, sizes);
    boolean forms = falls(sizes, known.get(learnt).step(), known.get(begun).step());
    add(stages, forms ? "circuit formation" : "delay", known, learnt, begun, sizes);
    boolean cleans = falls(sizes, known.get(begun).step(), known.get(done).step());
    add(stages, cleans ? "clean-up" : "late generalisation", known, begun, done, sizes);
    add(stages, "generalised", known, done, known.size() - 1, sizes);
    return Optional.of(stages);
  }

  private static int reached(List<TrajectoryRow> rows, int from, double accuracy) {
    return first(rows, from, row -> row.testAccuracy().getAsDouble(), accuracy);
  }

  /** The first row with at least this much; as many as there are if none has. */
  private static int first(
      List<TrajectoryRow> rows, int from, Function<TrajectoryRow, Double> value, double least) {
    int i = from;
    while (i < rows.size() && !(value.apply(rows.get(i)) >= least)) {
      i++;
    }
    return i;
  }

  private static void add(
      List<NamedStage> stages,
      String name,
      List<TrajectoryRow> rows,
      int from,
      int to,
      NavigableMap<Long, Double> norms) {
    if (from < to) {
      TrajectoryRow before = rows.get(from);
      TrajectoryRow after = rows.get(to);
      List<NamedStage.Change> changes = new ArrayList<>(changes(before, after));
      size(norms, before.step(), after.step()).ifPresent(changes::add);
      stages.add(new NamedStage(name, before.step(), after.step(), changes));
    }
  }

  private static boolean falls(NavigableMap<Long, Double> norms, long from, long to) {
    return size(norms, from, to).filter(size -> size.after() < size.before()).isPresent();
  }

  /** Of the first and the last checkpoint in a stage; where it has fewer, on lines between. */
  private static Optional<NamedStage.Change> size(
      NavigableMap<Long, Double> norms, long from, long to) {
    NavigableMap<Long, Double> inside = norms.subMap(from, true, to, true);
    if (inside.size() > 1) {
      String of = "|w|^2 (steps " + inside.firstKey() + " to " + inside.lastKey() + ")";
      return Optional.of(
          new NamedStage.Change(of, inside.firstEntry().getValue(), inside.lastEntry().getValue()));
    }
    NamedStage.Change between =
        new NamedStage.Change("|w|^2 (between checkpoints)", at(norms, from), at(norms, to));
    return Optional.of(between)
        .filter(it -> Double.isFinite(it.before()) && Double.isFinite(it.after()));
  }

  /** On the straight line between the checkpoints around a step; NaN outside. */
  private static double at(NavigableMap<Long, Double> norms, long step) {
    Map.Entry<Long, Double> low = norms.floorEntry(step);
    Map.Entry<Long, Double> high = norms.ceilingEntry(step);
    if (low == null || high == null) {
      return Double.NaN;
    }
    double gap = high.getKey() - low.getKey();
    double share = gap == 0 ? 0 : (step - low.getKey()) / gap;
    return low.getValue() + share * (high.getValue() - low.getValue());
  }

  private static List<NamedStage.Change> changes(TrajectoryRow before, TrajectoryRow after) {
    List<NamedStage.Change> changes = new ArrayList<>();
    changes.add(new NamedStage.Change(Stages.TRAINING, before.loss(), after.loss()));
    change(changes, Stages.HELD_OUT, before.testLoss(), after.testLoss());
    change(changes, "training accuracy", before.accuracy(), after.accuracy());
    change(changes, "held-out accuracy", before.testAccuracy(), after.testAccuracy());
    return changes;
  }

  private static void change(
      List<NamedStage.Change> changes, String of, OptionalDouble before, OptionalDouble after) {
    if (before.isPresent() && after.isPresent()) {
      changes.add(new NamedStage.Change(of, before.getAsDouble(), after.getAsDouble()));
    }
  }

  private static NamedStages byLosses(List<TrajectoryRow> rows, List<Stages> losses, double floor) {
    Optional<Stages> training = named(losses, Stages.TRAINING);
    Optional<Stages> heldOut = named(losses, Stages.HELD_OUT);
    if (training.isEmpty()) {
      return NONE;
    }
    List<NamedStage> stages = new ArrayList<>();
    long from = training.get().stages().get(0).from();
    for (long to : ends(training.get(), heldOut, from)) {
      TrajectoryRow before = row(rows, from);
      TrajectoryRow after = row(rows, to);
      Stages.Kind drop = kind(training.get(), from, to, after.loss(), before.loss(), floor);
      String name =
          heldOut.isEmpty()
              ? alone(drop)
              : both(drop, kind(heldOut.get(), from, to, held(after), held(before), floor));
      NamedStage last = stages.isEmpty() ? null : stages.get(stages.size() - 1);
      if (last != null && last.name().equals(name) && heldOut.isPresent()) {
        from = last.from();
        stages.remove(last);
      }
      stages.add(new NamedStage(name, from, to, changes(row(rows, from), after)));
      from = to;
    }
    return stages.size() < 2
        ? NONE
        : new NamedStages(numbered(stages), heldOut.isPresent() ? BOTH : ALONE);
  }

  private static double held(TrajectoryRow row) {
    return row.testLoss().orElse(Double.NaN);
  }

  private static Optional<Stages> named(List<Stages> losses, String loss) {
    return losses.stream().filter(it -> it.loss().equals(loss)).findFirst();
  }

  /** Where the pieces of either end, the training's where both do at about the same step. */
  private static long[] ends(Stages training, Optional<Stages> heldOut, long begin) {
    long end = training.stages().get(training.stages().size() - 1).to();
    double near = TOGETHER * (Math.log1p(end) - Math.log1p(begin));
    long[] own =
        LongStream.concat(LongStream.of(training.changePoints()), LongStream.of(end)).toArray();
    LongStream others =
        heldOut.stream()
            .flatMapToLong(it -> LongStream.of(it.changePoints()))
            .filter(
                step ->
                    LongStream.concat(LongStream.of(begin), LongStream.of(own))
                        .allMatch(it -> Math.abs(Math.log1p(step) - Math.log1p(it)) > near));
    return LongStream.concat(LongStream.of(own), others).sorted().toArray();
  }

  /** That of its piece, but a plateau where the record itself changes by less than a fifth. */
  private static Stages.Kind kind(
      Stages losses, long from, long to, double after, double before, double floor) {
    double middle = Math.expm1((Math.log1p(from) + Math.log1p(to)) / 2);
    Stages.Kind piece =
        losses.stages().stream()
            .filter(it -> middle <= it.to())
            .findFirst()
            .orElse(losses.stages().get(losses.stages().size() - 1))
            .kind();
    boolean rests = Math.abs(Math.log((after - floor) / (before - floor))) < Stages.LEVEL;
    return rests ? Stages.Kind.PLATEAU : piece;
  }

  private static String alone(Stages.Kind training) {
    return switch (training) {
      case RISING -> "rise";
      case FALLING -> "drop";
      case PLATEAU -> "plateau";
    };
  }

  private static String both(Stages.Kind training, Stages.Kind heldOut) {
    boolean drops = training == Stages.Kind.FALLING;
    return training == Stages.Kind.RISING
        ? "rise"
        : switch (heldOut) {
          case RISING -> "overfitting";
          case FALLING -> drops ? "learning" : "generalising";
          case PLATEAU -> drops ? "fitting" : "plateau";
        };
  }

  private static TrajectoryRow row(List<TrajectoryRow> rows, long step) {
    return rows.stream()
        .min((a, b) -> Long.compare(Math.abs(a.step() - step), Math.abs(b.step() - step)))
        .orElseThrow();
  }

  private static List<NamedStage> numbered(List<NamedStage> stages) {
    Map<String, Integer> so = new HashMap<>();
    return stages.stream()
        .map(
            stage -> {
              long all = stages.stream().filter(it -> it.name().equals(stage.name())).count();
              int number = so.merge(stage.name(), 1, Integer::sum);
              String name = all > 1 ? stage.name() + " " + number : stage.name();
              return new NamedStage(name, stage.from(), stage.to(), stage.changes());
            })
        .toList();
  }

  /**
   * The same with the warm-up of the learning rate, as the training's schedule has it, before them;
   * it overlaps others.
   *
   * @param steps with a smaller rate; 0 for none
   * @param rates at the first step and when it is over
   */
  public NamedStages withWarmUp(long steps, double first, double last) {
    return steps == 0
        ? this
        : new NamedStages(
            Stream.concat(
                    Stream.of(
                        new NamedStage(
                            NamedStage.WARM_UP,
                            0,
                            steps,
                            List.of(new NamedStage.Change("learning rate", first, last)))),
                    stages.stream())
                .toList(),
            rule);
  }
}
