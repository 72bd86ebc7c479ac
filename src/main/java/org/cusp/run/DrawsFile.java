package org.cusp.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.format.AtomicFiles;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;

/**
 * The draws of a run as a NumPy archive.
 *
 * @param deltaLoss [chain][draw], burn-in included, in nats per datum
 * @param squaredDistance [chain][draw], |w - w*|^2
 * @param burnIn draws to leave out
 */
public record DrawsFile(
    double[][] deltaLoss, double[][] squaredDistance, int burnIn, double nBeta, double gamma) {
  private static final String DELTA_LOSS = "deltaLoss";
  private static final String SQUARED_DISTANCE = "squaredDistance";
  private static final String BURN_IN = "burnIn";
  private static final String N_BETA = "nBeta";
  private static final String GAMMA = "gamma";

  /** Of these draws. */
  public static DrawsFile of(Draws draws) {
    return new DrawsFile(
        draws.deltaLoss(),
        draws.squaredDistance(),
        draws.plan().burnIn(),
        draws.posterior().nBeta(),
        draws.posterior().gamma());
  }

  /** The same draws of another loss, [chain][draw], such as that of some of the data. */
  public DrawsFile of(double[][] otherLoss) {
    return new DrawsFile(otherLoss, squaredDistance, burnIn, nBeta, gamma);
  }

  /** Losses of the same draws, by what they are of, as a NumPy archive. */
  public static void writeShares(Path file, Map<String, double[][]> shares) {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    shares.forEach((name, draws) -> arrays.put(name, matrix(draws)));
    Npz.write(file, arrays, Npz.Packing.DEFLATED);
  }

  /** Reads what {@link #writeShares} wrote. */
  public static Map<String, double[][]> readShares(Path file) {
    Map<String, NumericArray> arrays = Npz.read(file);
    Map<String, double[][]> shares = new LinkedHashMap<>();
    arrays.keySet().forEach(name -> shares.put(name, rows(file, arrays, name)));
    return shares;
  }

  /**
   * What chains have drawn so far, warm-up and all: nothing is left out, since nobody has yet said
   * what to leave out.
   */
  public static DrawsFile unfinished(LiveChains chains) {
    double nBeta = chains.posterior().nBeta();
    double[][] deltaLoss = chains.energy();
    for (double[] row : deltaLoss) {
      Arrays.setAll(row, i -> row[i] / nBeta);
    }
    return new DrawsFile(deltaLoss, chains.squaredDistance(), 0, nBeta, chains.posterior().gamma());
  }

  /**
   * Keeps these draws in the file. Without draws there is nothing to take up again, and what older
   * ones are there would stand beside another estimate.
   */
  public static void keep(Draws draws, Path file) {
    if (!draws.isEmpty()) {
      of(draws).write(file);
      return;
    }
    AtomicFiles.remove(file);
  }

  /** Writes the archive, whole or not at all. */
  public void write(Path file) {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    arrays.put(DELTA_LOSS, matrix(deltaLoss));
    arrays.put(SQUARED_DISTANCE, matrix(squaredDistance));
    arrays.put(BURN_IN, NumericArray.vector(burnIn));
    arrays.put(N_BETA, NumericArray.vector(nBeta));
    arrays.put(GAMMA, NumericArray.vector(gamma));
    Npz.write(file, arrays, Npz.Packing.DEFLATED);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws InvalidInput if an array is missing or has another shape, or a number cannot be one of
   *     a run; the message names the file and the array
   */
  public static DrawsFile read(Path file) {
    Map<String, NumericArray> arrays = Npz.read(file);
    double[][] deltaLoss = rows(file, arrays, DELTA_LOSS);
    double[][] squaredDistance = rows(file, arrays, SQUARED_DISTANCE);
    int draws = deltaLoss[0].length;
    if (squaredDistance.length != deltaLoss.length || squaredDistance[0].length != draws) {
      throw new InvalidInput(
          file + ": " + SQUARED_DISTANCE + " must have the shape of " + DELTA_LOSS);
    }
    double burnIn = number(file, arrays, BURN_IN);
    if (burnIn != Math.rint(burnIn) || !(burnIn >= 0 && burnIn <= draws)) {
      throw new InvalidInput(
          file + ": " + BURN_IN + " must be a whole number in [0, " + draws + "], got " + burnIn);
    }
    return new DrawsFile(
        deltaLoss,
        squaredDistance,
        (int) burnIn,
        Check.positive(file + ": " + N_BETA, number(file, arrays, N_BETA)),
        Check.nonNegative(file + ": " + GAMMA, number(file, arrays, GAMMA)));
  }

  private static NumericArray array(Path file, Map<String, NumericArray> arrays, String name) {
    NumericArray array = arrays.get(name);
    if (array == null) {
      throw new InvalidInput(file + ": lacks the array " + name);
    }
    return array;
  }

  /** Of an array of one number, whatever its rank. */
  private static double number(Path file, Map<String, NumericArray> arrays, String name) {
    double[] values = array(file, arrays, name).values();
    Check.equal(file + ": the number of values of " + name, values.length, 1);
    return values[0];
  }

  private static NumericArray matrix(double[][] rows) {
    double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return new NumericArray(new int[] {rows.length, rows[0].length}, values);
  }

  private static double[][] rows(Path file, Map<String, NumericArray> arrays, String name) {
    NumericArray array = array(file, arrays, name);
    int[] shape = array.shape();
    if (shape.length != 2 || shape[0] == 0 || shape[1] == 0) {
      throw new InvalidInput(
          file + ": " + name + " must be chains x draws, got the shape " + Arrays.toString(shape));
    }
    int columns = shape[1];
    double[][] rows = new double[shape[0]][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(array.values(), i * columns, (i + 1) * columns));
    return rows;
  }
}
