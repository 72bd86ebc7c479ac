package org.cusp.tensor;

/** The number format of a tensor. Losses and reductions are in double whatever this says. */
public enum Precision {
  /** Networks. */
  FLOAT32(Float.BYTES),
  /** Problems of the catalogue, and gradient checks. */
  FLOAT64(Double.BYTES);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
