package org.cusp.estimate.susceptibility;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cusp.estimate.influence.Entry;
import org.cusp.format.zarr.ZarrFolder;

/**
 * Susceptibilities as a Zarr group:
 *
 * <pre>
 *   susceptibility, se, correlation, effective_draws   [component, datum]
 *   control, control_se   the same, where there was time for all
 *   singular_values   [pattern]
 *   component_loadings [pattern, component], datum_loadings [pattern, datum]
 *   pattern_weights   [datum], where components are to be moved
 * </pre>
 */
public final class SusceptibilityFiles {
  private static final String COMPONENT = "component";
  private static final String DATUM = "datum";
  private static final String PATTERN = "pattern";

  private SusceptibilityFiles() {}

  /**
   * Writes it, whole or not at all.
   *
   * @param about attributes of the group; the names of the components are among them
   */
  public static void write(
      Path target,
      Map<String, ?> about,
      SusceptibilityEstimator.Outcome outcome,
      Optional<Patterning> weights) {
    try (ZarrFolder folder = new ZarrFolder(target, about)) {
      List<SusceptibilityEstimator.Response> all = outcome.responses();
      List<List<Entry>> answers = all.stream().map(it -> it.answer().data()).toList();
      matrix(
          folder, "susceptibility", "-Cov(phi_C, l_z - L_n)", "nats^2", answers, Entry::influence);
      matrix(folder, "se", "standard error", "nats^2", answers, Entry::se);
      matrix(folder, "correlation", "-corr(phi_C, l_z - L_n)", "1", answers, Entry::correlation);
      matrix(folder, "effective_draws", "of the covariance", "1", answers, Entry::effectiveDraws);
      if (all.stream().allMatch(it -> it.control().isPresent())) {
        List<List<Entry>> controls =
            all.stream().map(it -> it.control().orElseThrow().data()).toList();
        String words = "where the loss has no say";
        matrix(folder, "control", words, "nats^2", controls, Entry::influence);
        matrix(folder, "control_se", "standard error", "nats^2", controls, Entry::se);
      }
      ResponseSpectrum spectrum = outcome.spectrum();
      folder.vector(
          "singular_values",
          PATTERN,
          spectrum.values(),
          Map.of("long_name", "of susceptibility / se", "noise", spectrum.edge()));
      loadings(folder, "component_loadings", COMPONENT, spectrum.components());
      loadings(folder, "datum_loadings", DATUM, spectrum.data());
      weights.ifPresent(
          found ->
              folder.vector(
                  "pattern_weights",
                  DATUM,
                  found.weights(),
                  Map.of("long_name", "h of L_n + sum_z h_z (l_z - L_n)", "units", "1")));
      folder.keep();
    }
  }

  private static void matrix(
      ZarrFolder folder,
      String name,
      String words,
      String unit,
      List<List<Entry>> rows,
      ToDoubleFunction<Entry> number) {
    int[] shape = {rows.size(), rows.get(0).size()};
    double[][] values =
        rows.stream()
            .map(row -> row.stream().mapToDouble(number).toArray())
            .toArray(double[][]::new);
    write(
        folder,
        name,
        List.of(COMPONENT, DATUM),
        shape,
        Map.of("long_name", words, "units", unit),
        values);
  }

  private static void loadings(ZarrFolder folder, String name, String dimension, double[][] rows) {
    int[] shape = {rows.length, rows[0].length};
    write(folder, name, List.of(PATTERN, dimension), shape, Map.of("units", "1"), rows);
  }

  private static void write(
      ZarrFolder folder,
      String name,
      List<String> dimensions,
      int[] shape,
      Map<String, ?> said,
      double[][] rows) {
    float[] all = new float[shape[0] * shape[1]];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) rows[i / shape[1]][i % shape[1]];
    }
    folder.array(name, dimensions, shape, shape, said).write(new int[] {0, 0}, all);
  }
}
