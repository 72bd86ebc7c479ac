package org.cusp.bench.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.cusp.bench.work.RandomData;
import org.cusp.data.DataSet;
import org.cusp.model.Model;
import org.cusp.spec.section.Section;
import org.cusp.spec.training.TrainSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;
import org.cusp.train.MemoryTraining;

/** Training by Adam from its beginning, whose first weights and copies of data count. */
record TrainingSteps(Model model, DataSet data, int batch, Workers workers) implements Timed {
  private static final int BATCHES = 4;

  static TrainingSteps of(Model model, int batch, Workers workers) {
    return new TrainingSteps(model, RandomData.of(model, BATCHES * batch), batch, workers);
  }

  @Override
  public void run(int steps) {
    Map<String, Object> settings =
        Map.of("optimizer", "adam", "batch", batch, "steps", steps, "evaluateEvery", steps);
    TrainSpec spec = TrainSpec.read(new Section("train", new ObjectMapper().valueToTree(settings)));
    new MemoryTraining(spec, KernelProvider.best(), workers)
        .train(model, Precision.FLOAT32, data, 1)
        .orElseThrow();
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
