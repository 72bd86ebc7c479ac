package org.cusp.estimate.predictive;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cusp.format.zarr.ZarrFolder;

/**
 * The predictive of every item as a Zarr group, for the data (train) and those beside (test):
 *
 * <pre>
 *   train_log_loss, train_log_loss_at_centre   [train_item]          nats
 *   train_predicted                            [train_item, output]  probabilities, or means
 * </pre>
 */
public final class PredictiveFiles {
  private PredictiveFiles() {}

  /** Writes it, whole or not at all. */
  public static void write(Path target, Map<String, ?> about, PredictiveEstimator.Outcome outcome) {
    try (ZarrFolder folder = new ZarrFolder(target, about)) {
      write(folder, "train", outcome.own());
      outcome.other().ifPresent(other -> write(folder, "test", other));
      folder.keep();
    }
  }

  private static void write(ZarrFolder folder, String role, Predicted found) {
    String item = role + "_item";
    Map<String, String> nats = Map.of("units", "nats");
    folder.vector(role + "_log_loss", item, found.ofDraws().perItem(), nats);
    folder.vector(role + "_log_loss_at_centre", item, found.atCentre().perItem(), nats);
    Forecast forecast = found.forecast();
    if (forecast.kind() == Forecast.Kind.DENSITY) {
      return;
    }
    int outputs = forecast.outputs();
    float[] all = new float[forecast.items() * outputs];
    for (int i = 0; i < all.length; i++) {
      int place = i / outputs * forecast.width() + Forecast.FIRST + i % outputs;
      all[i] = (float) found.means()[place];
    }
    int[] shape = {forecast.items(), outputs};
    folder
        .array(role + "_predicted", List.of(item, "output"), shape, shape, Map.of())
        .write(new int[] {0, 0}, all);
  }
}
