package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.format.zarr.ZarrArray;
import org.cusp.format.zarr.ZarrFolder;

/**
 * The matrix and the draws behind it as a Zarr group, written while they are there:
 *
 * <pre>
 *   influence, se, correlation, effective_draws   [datum, query]
 *   loss_difference                               [chain, draw, datum]
 *   query_loss_difference                         [chain, draw, query]
 *   loss_sd                                       [datum]
 *   query_loss_sd                                 [query]
 * </pre>
 */
public final class InfluenceFiles implements InfluenceEstimator.Keeper, AutoCloseable {
  private static final int DRAWS_OF_A_CHUNK = 256;

  /** Numbers of an entry in the matrix. */
  private static final int NUMBERS = 4;

  private final ZarrFolder folder;
  private final Path target;

  /**
   * To be filled.
   *
   * @param about attributes of the group
   */
  public InfluenceFiles(Path target, Map<String, ?> about) {
    this.target = target;
    this.folder = new ZarrFolder(target, about);
  }

  /**
   * Bytes that files of so many data and queries take.
   *
   * @param draws of all chains
   */
  public static double bytes(double n, double m, double draws) {
    return Float.BYTES * (NUMBERS * n * m + draws * (n + m));
  }

  @Override
  public Optional<Path> folder() {
    return Optional.ofNullable(target.getParent());
  }

  @Override
  public InfluenceMatrix.Sink keep(Window window, Window.Moments moments, Questions questions) {
    LossStore.requireRoom(
        target,
        bytes(
            questions.data(),
            questions.queries(),
            (double) window.chains().length * window.draws()),
        "the matrix of " + questions.data() + " data by " + questions.queries() + " queries");
    draws(window, "loss_difference", "datum", 0, questions.data());
    sd(moments, "loss_sd", "datum", 0, questions.data());
    if (!questions.ofThemselves()) {
      draws(window, "query_loss_difference", "query", questions.data(), questions.queries());
      sd(moments, "query_loss_sd", "query", questions.data(), questions.queries());
    }
    int[] shape = {questions.data(), questions.queries()};
    ZarrArray influence = matrix("influence", shape, "BIF = -Cov(l_i, phi)", "nats^2");
    ZarrArray se = matrix("se", shape, "standard error of the influence", "nats^2");
    ZarrArray correlation = matrix("correlation", shape, "-corr(l_i, phi)", "1");
    ZarrArray effective = matrix("effective_draws", shape, "of the covariance", "1");
    return (firstDatum, firstQuery, block) -> {
      int[] place = {firstDatum / InfluenceMatrix.BLOCK, firstQuery / InfluenceMatrix.BLOCK};
      influence.write(place, floats(block.covariance(), -1));
      se.write(place, floats(block.se(), 1));
      correlation.write(place, floats(block.correlation(), -1));
      effective.write(place, floats(block.effective(), 1));
    };
  }

  private ZarrArray matrix(String name, int[] shape, String words, String unit) {
    int[] chunks = {
      Math.min(InfluenceMatrix.BLOCK, shape[0]), Math.min(InfluenceMatrix.BLOCK, shape[1])
    };
    return folder.array(
        name, List.of("datum", "query"), shape, chunks, Map.of("long_name", words, "units", unit));
  }

  private void draws(Window window, String name, String dimension, int from, int count) {
    int[] shape = {window.chains().length, window.draws(), count};
    int[] chunks = {1, Math.min(DRAWS_OF_A_CHUNK, window.draws()), count};
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("long_name", "loss less that at w*");
    said.put("units", "nats");
    ZarrArray array = folder.array(name, List.of("chain", "draw", dimension), shape, chunks, said);
    for (int chain = 0; chain < shape[0]; chain++) {
      for (int draw = 0; draw < window.draws(); draw += DRAWS_OF_A_CHUNK) {
        int rows = Math.min(DRAWS_OF_A_CHUNK, window.draws() - draw);
        LossStore.Part part = new LossStore.Part(window.first() + draw, rows, from, count);
        double[] values = window.store().block(window.chains()[chain], part).values();
        array.write(new int[] {chain, draw / DRAWS_OF_A_CHUNK, 0}, floats(values, 1));
      }
    }
  }

  private void sd(Window.Moments moments, String name, String dimension, int from, int count) {
    double[] values = java.util.Arrays.copyOfRange(moments.sd(), from, from + count);
    folder.vector(name, dimension, values, Map.of("long_name", "over draws", "units", "nats"));
  }

  private static float[] floats(double[] values, double factor) {
    float[] all = new float[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (factor * values[i]);
    }
    return all;
  }

  /** Puts it into its place. */
  public void finish() {
    folder.keep();
  }

  @Override
  public void close() {
    folder.close();
  }
}
