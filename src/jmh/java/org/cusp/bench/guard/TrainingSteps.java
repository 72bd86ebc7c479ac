package org.cusp.bench.guard;

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

/** A short training by Adam on one thread, beside bare products of as many operations. */
record TrainingSteps(
    MemoryTraining training, Model model, DataSet data, Workers workers, Floor floor)
    implements Work {
  private static final int STEPS = 50;
  private static final int BATCHES = 4;

  static Work of(Model model, int batch) {
    Map<String, Object> settings =
        Map.of("optimizer", "adam", "batch", batch, "steps", STEPS, "evaluateEvery", STEPS);
    TrainSpec spec = TrainSpec.read(new Section("train", new ObjectMapper().valueToTree(settings)));
    Workers workers = new Workers(1);
    return new TrainingSteps(
        new MemoryTraining(spec, KernelProvider.best(), workers),
        model,
        RandomData.of(model, BATCHES * batch),
        workers,
        Floor.Products.of(Steps.flops(model) * batch * STEPS));
  }

  @Override
  public void run() {
    training.train(model, Precision.FLOAT32, data, 1).orElseThrow();
  }

  @Override
  public void close() {
    workers.close();
    floor.close();
  }
}
