package org.cusp.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.format.NamedTensor;
import org.cusp.format.Safetensors;
import org.cusp.format.TensorFile;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;

/**
 * What the chains around one checkpoint hand on to those of the next: where they are, relative to
 * w*, and what their sampler was set to.
 *
 * @param sampler with all its settings
 * @param gamma of the posterior that they are of
 * @param offsets w - w*, [chain][parameter], each a number in single precision
 */
public record WarmStart(SamplerRequest sampler, double gamma, double[][] offsets) {
  private static final String SAMPLER = "sampler";
  private static final String GAMMA = "gamma";
  private static final String OFFSETS = "offsets";

  public WarmStart {
    Check.atLeast("chains of a warm start", offsets.length, 1);
  }

  /**
   * Of chains at these positions.
   *
   * @param positions w, [chain][parameter]
   * @param centre w*
   */
  public static WarmStart of(
      SamplerRequest sampler, double gamma, double[][] positions, double[] centre) {
    double[][] offsets = new double[positions.length][centre.length];
    for (int chain = 0; chain < positions.length; chain++) {
      double[] w = positions[chain];
      // The next chains must not depend on whether these numbers were stored in between.
      Arrays.setAll(offsets[chain], i -> (float) (w[i] - centre[i]));
    }
    return new WarmStart(sampler, gamma, offsets);
  }

  /** The number of chains. */
  public int chains() {
    return offsets.length;
  }

  /** By what lengths are multiplied that the localisation alone determines. */
  public double scale(double otherGamma) {
    return gamma > 0 && otherGamma > 0 ? Math.sqrt(gamma / otherGamma) : 1;
  }

  /**
   * The same places around another w*, as far from it in units of the localisation.
   *
   * @return w, [chain][parameter]
   */
  public double[][] around(double[] centre, double otherGamma) {
    double scale = scale(otherGamma);
    double[][] positions = new double[offsets.length][centre.length];
    for (int chain = 0; chain < offsets.length; chain++) {
      double[] offset = offsets[chain];
      Arrays.setAll(positions[chain], i -> centre[i] + scale * offset[i]);
    }
    return positions;
  }

  /** Two are equal where this is. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((sampler + " " + gamma).getBytes(StandardCharsets.UTF_8));
      for (double[] row : offsets) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, row.length));
        for (double value : row) {
          bytes.putFloat((float) value);
        }
        digest.update(bytes.array());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    int parameters = offsets[0].length;
    double[] all = Arrays.stream(offsets).flatMapToDouble(Arrays::stream).toArray();
    LinkedHashMap<String, NamedTensor> tensors = new LinkedHashMap<>();
    tensors.put(OFFSETS, NamedTensor.float32(new int[] {offsets.length, parameters}, all));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(SAMPLER, sampler.toString());
    metadata.put(GAMMA, Double.toString(gamma));
    Safetensors.write(file, new TensorFile(metadata, tensors));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInput if it is not such a file; the message names it
   */
  public static WarmStart read(Path file) {
    TensorFile content = Safetensors.read(file);
    NamedTensor offsets = content.tensors().get(OFFSETS);
    if (offsets == null || offsets.shape().length != 2 || offsets.values().length == 0) {
      throw new InvalidInput(file + ": must have a tensor " + OFFSETS + ", chains x parameters");
    }
    int parameters = offsets.shape()[1];
    double[][] rows = new double[offsets.shape()[0]][];
    Arrays.setAll(
        rows, i -> Arrays.copyOfRange(offsets.values(), i * parameters, (i + 1) * parameters));
    return new WarmStart(
        Samplers.parse(metadata(file, content, SAMPLER)),
        gamma(file, metadata(file, content, GAMMA)),
        rows);
  }

  private static double gamma(Path file, String text) {
    try {
      return Check.nonNegative(file + ": " + GAMMA, Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new InvalidInput(file + ": " + GAMMA + " must be a number, got " + text, e);
    }
  }

  private static String metadata(Path file, TensorFile content, String key) {
    return Optional.ofNullable(content.metadata().get(key))
        .orElseThrow(() -> new InvalidInput(file + ": does not say its " + key));
  }
}
