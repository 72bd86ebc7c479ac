package org.cusp.spec.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;
import org.cusp.spec.section.SourcePath;

/**
 * The section {@code train}.
 *
 * @param first the weights before the first step
 * @param batch examples in a minibatch
 * @param steps updates of the weights
 */
public record TrainSpec(Rule rule, First first, Rate rate, int batch, int steps, Looks looks) {
  static final double DEFAULT_LEARNING_RATE = 0.003;
  static final int DEFAULT_BATCH = 64;
  static final int DEFAULT_STEPS = 3000;
  private static final int MOST_STEPS = Integer.MAX_VALUE - 1;
  private static final int DEFAULT_EVALUATIONS = 200;

  private static final List<String> COMMON =
      List.of(
          Keys.OPTIMIZER,
          Keys.FROM,
          Keys.INITIAL_SCALE,
          Keys.LEARNING_RATE,
          Keys.SCHEDULE,
          Keys.WARMUP,
          Keys.BATCH,
          Keys.STEPS,
          Keys.CHECKPOINTS,
          Keys.EVALUATE_EVERY);

  public TrainSpec {
    Check.atLeast(Keys.train(Keys.BATCH), batch, 1);
    Check.inRange(Keys.train(Keys.STEPS), steps, 1, MOST_STEPS);
    looks = looks.within(steps);
  }

  /**
   * The weights that a training begins with: drawn, or those of a checkpoint.
   *
   * @param scale what drawn weights are multiplied by, above 0
   * @param from a file or folder of weights, of whatever programme; an absolute path
   */
  public record First(double scale, Optional<Path> from) {
    public First {
      Check.positive(Keys.train(Keys.INITIAL_SCALE), scale);
      if (from.isPresent() && scale != 1) {
        throw new InvalidInput(
            Keys.train(Keys.INITIAL_SCALE)
                + " is for weights that are drawn; "
                + Keys.train(Keys.FROM)
                + " says where they come from");
      }
    }

    /** Drawn, and multiplied. */
    public static First drawn(double scale) {
      return new First(scale, Optional.empty());
    }

    private static First read(Section section, Path folder) {
      Optional<Path> from =
          section.text(Keys.FROM).map(text -> SourcePath.read(section, Keys.FROM, folder));
      return new First(section.number(Keys.INITIAL_SCALE).orElse(1), from);
    }

    private Map<String, String> facts() {
      return from.map(path -> Map.of(Keys.FROM, path.toString()))
          .orElseGet(() -> Map.of(Keys.INITIAL_SCALE, Double.toString(scale)));
    }
  }

  /** The optimizer and its settings, and what is done to gradients before. */
  public record Rule(OptimizerType type, OptimizerSpec settings, GradientSpec gradient) {
    /** With gradients as they are. */
    public Rule(OptimizerType type, OptimizerSpec settings) {
      this(type, settings, GradientSpec.PLAIN);
    }
  }

  /**
   * How far a step goes.
   *
   * @param learning the learning rate, above 0; the schedule multiplies it
   * @param name of the schedule, as in the file
   */
  public record Rate(double learning, String name, Schedule schedule) {
    public Rate {
      Check.positive(Keys.train(Keys.LEARNING_RATE), learning);
    }

    /** The same throughout. */
    public static Rate constant(double learning) {
      return new Rate(learning, ScheduleType.CONSTANT.id(), new Schedule.Constant());
    }
  }

  /**
   * When a training is looked at.
   *
   * @param checkpoints steps at which a checkpoint is written, increasing, within 0 .. steps
   * @param evaluateEvery steps between two evaluations on all data
   */
  public record Looks(List<Integer> checkpoints, int evaluateEvery) {
    public Looks {
      Check.atLeast(Keys.train(Keys.EVALUATE_EVERY), evaluateEvery, 1);
    }

    Looks within(int steps) {
      return new Looks(CheckpointSteps.checked(checkpoints, steps), evaluateEvery);
    }
  }

  /** Of a section whose paths are relative to where the programme runs. */
  public static TrainSpec read(Section section) {
    return read(section, Path.of(""));
  }

  /**
   * Reads the section.
   *
   * @param folder what relative paths are relative to
   */
  public static TrainSpec read(Section section, Path folder) {
    OptimizerType optimizer =
        section
            .choice(Keys.OPTIMIZER, OptimizerType.values(), OptimizerType::id)
            .orElse(OptimizerType.ADAM);
    ScheduleType schedule =
        section
            .choice(Keys.SCHEDULE, ScheduleType.values(), ScheduleType::id)
            .orElse(ScheduleType.CONSTANT);
    List<String> own = new ArrayList<>(optimizer.keys());
    own.addAll(schedule.keys());
    own.addAll(GradientSpec.KEYS);
    section.allow(
        Keys.TRAIN + " with optimizer " + optimizer.id() + " and schedule " + schedule.id(),
        COMMON,
        own);
    int steps = section.whole(Keys.STEPS).orElse(DEFAULT_STEPS);
    Check.inRange(Keys.train(Keys.STEPS), steps, 1, MOST_STEPS);
    return new TrainSpec(
        new Rule(optimizer, optimizer.read(section), GradientSpec.read(section)),
        First.read(section, folder),
        new Rate(
            section.number(Keys.LEARNING_RATE).orElse(DEFAULT_LEARNING_RATE),
            schedule.id(),
            schedule.read(section, steps)),
        section.whole(Keys.BATCH).orElse(DEFAULT_BATCH),
        steps,
        new Looks(
            CheckpointSteps.read(section, steps),
            section.whole(Keys.EVALUATE_EVERY).orElse(Math.max(1, steps / DEFAULT_EVALUATIONS))));
  }

  /** The learning rate of a step. */
  public double rate(long step) {
    return rate.learning() * rate.schedule().factor(step);
  }

  public OptimizerSpec optimizer() {
    return rule.settings();
  }

  public GradientSpec gradient() {
    return rule.gradient();
  }

  public List<Integer> checkpoints() {
    return looks.checkpoints();
  }

  public int evaluateEvery() {
    return looks.evaluateEvery();
  }

  /** The same training with batches of at most so many examples. */
  public TrainSpec withBatchUpTo(int most) {
    return new TrainSpec(rule, first, rate, Math.min(batch, most), steps, looks);
  }

  /** Refuses a batch larger than the training data. */
  public void requireFits(int n) {
    Check.inRange(Keys.train(Keys.BATCH) + " (with " + n + " training examples)", batch, 1, n);
  }

  /** The values of the keys. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(Keys.OPTIMIZER, rule.type().id());
    facts.putAll(first.facts());
    facts.put(Keys.LEARNING_RATE, Double.toString(rate.learning()));
    facts.putAll(rule.settings().facts());
    facts.putAll(rule.gradient().facts());
    facts.put(Keys.SCHEDULE, rate.name());
    facts.putAll(rate.schedule().facts());
    facts.put(Keys.BATCH, Integer.toString(batch));
    facts.put(Keys.STEPS, Integer.toString(steps));
    facts.put(Keys.CHECKPOINTS, looks.checkpoints().toString());
    facts.put(Keys.EVALUATE_EVERY, Integer.toString(looks.evaluateEvery()));
    return facts;
  }
}
