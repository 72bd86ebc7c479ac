package org.cusp.bench.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.cusp.bench.work.RandomData;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.spec.section.Section;
import org.cusp.spec.training.TrainSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.HasState;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.train.MemoryTraining;

/** Training by Adam. What it takes before its first step, weights and memory, does not count. */
record TrainingSteps(Model model, DataSet data, int batch, Workers workers) implements Timed {
  private static final int BATCHES = 4;

  /** More than any turn has. */
  private static final int MANY = 100_000_000;

  static TrainingSteps of(Model model, int batch, Workers workers) {
    return new TrainingSteps(model, RandomData.of(model, BATCHES * batch), batch, workers);
  }

  @Override
  public void run(int steps) {
    train(steps, Bookmark.NONE);
  }

  private void train(int steps, Bookmark bookmark) {
    Map<String, Object> settings =
        Map.of("optimizer", "adam", "batch", batch, "steps", steps, "evaluateEvery", steps);
    TrainSpec spec = TrainSpec.read(new Section("train", new ObjectMapper().valueToTree(settings)));
    new MemoryTraining(spec, KernelProvider.best(), workers)
        .train(model, Precision.FLOAT32, data, 1, bookmark)
        .orElseThrow();
  }

  /** From one step to the next. */
  @Override
  public double rate(double seconds) {
    StepTimes times = new StepTimes(seconds);
    try {
      train(MANY, times);
    } catch (Stopped e) {
      return times.steps / times.used();
    }
    throw new IllegalStateException("the training came to its end");
  }

  /** Looks at the clock between steps and ends a training when the seconds are over. */
  private static final class StepTimes implements Bookmark {
    private final double seconds;
    private long begin;
    private long last;
    private int steps = -1;

    StepTimes(double seconds) {
      this.seconds = seconds;
    }

    double used() {
      return NANOS * (last - begin);
    }

    @Override
    public void holds(String name, HasState part) {
      // Nothing is kept.
    }

    @Override
    public void turn() {
      steps++;
      last = System.nanoTime();
      if (steps == 0) {
        begin = last;
      } else if (used() >= seconds) {
        throw new Stopped("measured");
      }
    }

    @Override
    public void forget(String beginning) {
      // Nothing is kept.
    }
  }

  @Override
  public int weight() {
    return 1;
  }

  @Override
  public void close() {
    // Nothing is kept between trainings.
  }
}
