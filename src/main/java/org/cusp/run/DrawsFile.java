package org.cusp.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
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

  /** Reads what {@link #write} wrote. */
  public static DrawsFile read(Path file) {
    Map<String, NumericArray> arrays = Npz.read(file);
    return new DrawsFile(
        rows(file, arrays, DELTA_LOSS),
        rows(file, arrays, SQUARED_DISTANCE),
        (int) array(file, arrays, BURN_IN).values()[0],
        array(file, arrays, N_BETA).values()[0],
        array(file, arrays, GAMMA).values()[0]);
  }

  private static NumericArray array(Path file, Map<String, NumericArray> arrays, String name) {
    NumericArray array = arrays.get(name);
    if (array == null || array.values().length == 0) {
      throw new InvalidInput(file + ": lacks the array " + name);
    }
    return array;
  }

  private static NumericArray matrix(double[][] rows) {
    double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return new NumericArray(new int[] {rows.length, rows[0].length}, values);
  }

  private static double[][] rows(Path file, Map<String, NumericArray> arrays, String name) {
    NumericArray array = array(file, arrays, name);
    int columns = array.shape()[1];
    double[][] rows = new double[array.shape()[0]][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(array.values(), i * columns, (i + 1) * columns));
    return rows;
  }
}
