package org.cusp.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.format.Npz;
import org.cusp.format.NumericArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawsFileTest {
  @TempDir Path folder;

  private final Map<String, NumericArray> arrays = new LinkedHashMap<>();

  @BeforeEach
  void whole() {
    arrays.put("deltaLoss", matrix(2, 3));
    arrays.put("squaredDistance", matrix(2, 3));
    arrays.put("burnIn", NumericArray.vector(1));
    arrays.put("nBeta", NumericArray.vector(100));
    arrays.put("gamma", NumericArray.vector(0));
  }

  private static NumericArray matrix(int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    return new NumericArray(shape, new double[size]);
  }

  private Path file() {
    Path file = folder.resolve("draws.npz");
    Npz.write(file, arrays, Npz.Packing.STORED);
    return file;
  }

  private void isRefused(String name, NumericArray array, String message) {
    arrays.put(name, array);
    assertThatThrownBy(() -> DrawsFile.read(file()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(folder.resolve("draws.npz") + ": ")
        .hasMessageContaining(message);
    whole();
  }

  @Test
  void aWholeFileIsRead() {
    assertThat(DrawsFile.read(file()).deltaLoss()).hasDimensions(2, 3);
  }

  @Test
  void arraysOfOtherShapesAreRefused() {
    isRefused("deltaLoss", matrix(6), "deltaLoss must be chains x draws, got the shape [6]");
    isRefused("deltaLoss", matrix(1, 2, 3), "deltaLoss must be chains x draws");
    isRefused("deltaLoss", matrix(0, 3), "deltaLoss must be chains x draws");
    isRefused("deltaLoss", matrix(2, 0), "deltaLoss must be chains x draws");
    isRefused("deltaLoss", matrix(), "deltaLoss must be chains x draws, got the shape []");
    isRefused("squaredDistance", matrix(2, 4), "squaredDistance must have the shape of deltaLoss");
    isRefused("squaredDistance", matrix(3, 2), "squaredDistance must have the shape of deltaLoss");
    isRefused("burnIn", matrix(2), "the number of values of burnIn must be 1, got 2");
    isRefused("nBeta", matrix(0), "the number of values of nBeta must be 1, got 0");
  }

  @Test
  void numbersThatAreNoneOfARunAreRefused() {
    isRefused("burnIn", NumericArray.vector(4), "burnIn must be a whole number in [0, 3]");
    isRefused("burnIn", NumericArray.vector(-1), "burnIn must be a whole number");
    isRefused("burnIn", NumericArray.vector(0.5), "burnIn must be a whole number");
    isRefused("burnIn", NumericArray.vector(Double.NaN), "burnIn must be a whole number");
    isRefused("nBeta", NumericArray.vector(0), "nBeta must be in (0, inf)");
    isRefused("nBeta", NumericArray.vector(Double.NaN), "nBeta must be in (0, inf)");
    isRefused("gamma", NumericArray.vector(-1), "gamma must be in [0, inf)");
  }

  @Test
  void aMissingArrayIsNamed() {
    arrays.remove("gamma");
    assertThatThrownBy(() -> DrawsFile.read(file()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageEndingWith("draws.npz: lacks the array gamma");
  }
}
