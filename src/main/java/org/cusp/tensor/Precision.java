package org.cusp.tensor;

import org.nd4j.linalg.api.buffer.DataType;

/** The number format of a tensor. Losses and reductions are in double whatever this says. */
public enum Precision {
  /** Networks. */
  FLOAT32(Float.BYTES, DataType.FLOAT),
  /** Problems of the catalogue, and gradient checks. */
  FLOAT64(Double.BYTES, DataType.DOUBLE);

  private final int bytes;
  private final DataType type;

  Precision(int bytes, DataType type) {
    this.bytes = bytes;
    this.type = type;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  DataType type() {
    return type;
  }
}
