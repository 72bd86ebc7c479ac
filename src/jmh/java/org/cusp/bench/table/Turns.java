package org.cusp.bench.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.bench.work.Networks;
import org.cusp.bench.work.Sampled;
import org.cusp.format.Json;
import org.cusp.model.Model;
import org.cusp.posterior.Posterior;
import org.cusp.tensor.Activation;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * One case of the table, measured in turns: when a line with seconds comes in, so long is measured,
 * and a line of JSON goes out. So others can take the turns between, and what disturbs the machine
 * disturbs all. Steps and their floor have halves of a turn.
 */
public final class Turns {
  private static final String TRAINING = "train-";

  private Turns() {}

  /** Arguments: the case, threads. */
  public static void main(String[] arguments) throws IOException {
    String label = arguments[0];
    try (Workers workers = new Workers(Integer.parseInt(arguments[1]))) {
      KernelProvider.best().create();
      if (label.startsWith(TRAINING)) {
        train(label, workers);
      } else {
        sample(Sampled.named(label), workers);
      }
    }
  }

  private static void train(String label, Workers workers) throws IOException {
    boolean large = label.endsWith("mlp");
    Model model =
        large
            ? Networks.classifier(Activation.RELU, 784, 1_024, 1_024, 10)
            : Networks.classifier(Activation.TANH, 64, 32, 10);
    int batch = large ? 512 : 128;
    try (Timed work = TrainingSteps.of(model, batch, workers);
        Timed floor = new Bare(model, 1, batch, workers)) {
      turns(Map.of("parameters", model.size()), work, floor);
    }
  }

  private static void sample(Sampled sampled, Workers workers) throws IOException {
    Posterior posterior = sampled.posterior();
    int chains = sampled.chains();
    int batch = Math.min(posterior.n(), sampled.batch());
    try (ChainSteps work = ChainSteps.of(sampled, posterior, workers);
        Timed floor = new Bare(posterior.model(), chains, batch, workers)) {
      Map<String, Object> known = new LinkedHashMap<>();
      known.put("parameters", posterior.model().size());
      known.put("chains", chains);
      known.put("bytes", work.bytes());
      turns(known, work, floor);
    }
  }

  private static void turns(Map<String, Object> known, Timed work, Timed floor) throws IOException {
    print(known);
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      double seconds = Double.parseDouble(line);
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("rate", work.rate(seconds / 2));
      found.put("floor", floor.rate(seconds / 2));
      print(found);
    }
  }

  private static void print(Map<String, Object> found) {
    System.out.println(Json.text(found).replaceAll("\\s*\n\\s*", " "));
  }
}
