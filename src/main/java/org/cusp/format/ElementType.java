package org.cusp.format;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The binary number types of the formats. Each is read as a double; 64-bit integers beyond 2^53 in
 * size are rounded to the nearest double.
 */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  /** The type that NumPy writes with this letter and number of bytes, such as {@code f4}. */
  public static Optional<ElementType> ofNumpy(String code) {
    return Optional.ofNullable(
        switch (code) {
          case "f8" -> F64;
          case "f4" -> F32;
          case "f2" -> F16;
          case "i8" -> I64;
          case "i4" -> I32;
          case "i2" -> I16;
          case "i1" -> I8;
          case "u8" -> U64;
          case "u4" -> U32;
          case "u2" -> U16;
          case "u1" -> U8;
          case "b1" -> BOOL;
          default -> null;
        });
  }

  /** The type of this name, as torch and NumPy call theirs, such as {@code float32}. */
  public static Optional<ElementType> ofName(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "float64" -> F64;
          case "float32" -> F32;
          case "float16" -> F16;
          case "bfloat16" -> BF16;
          case "int64" -> I64;
          case "int32" -> I32;
          case "int16" -> I16;
          case "int8" -> I8;
          case "uint64" -> U64;
          case "uint32" -> U32;
          case "uint16" -> U16;
          case "uint8" -> U8;
          case "bool" -> BOOL;
          default -> null;
        });
  }

  /** Whether it is a type of real numbers; weights are, counters and masks are not. */
  public boolean real() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }

  /** The number at a byte position, in the byte order of the buffer. */
  public double at(ByteBuffer buffer, int position) {
    return switch (this) {
      case F64 -> buffer.getDouble(position);
      case F32 -> buffer.getFloat(position);
      case F16 -> half(buffer.getShort(position));
      case BF16 -> Float.intBitsToFloat(buffer.getShort(position) << 16);
      case I64 -> buffer.getLong(position);
      case I32 -> buffer.getInt(position);
      case I16 -> buffer.getShort(position);
      case I8 -> buffer.get(position);
      case U64 -> unsigned(buffer.getLong(position));
      case U32 -> Integer.toUnsignedLong(buffer.getInt(position));
      case U16 -> Short.toUnsignedInt(buffer.getShort(position));
      case U8 -> Byte.toUnsignedInt(buffer.get(position));
      case BOOL -> buffer.get(position) == 0 ? 0 : 1;
    };
  }

  /** IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1024.0 + fraction, exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  /** Half the number with its lowest bit kept (so that it rounds once), doubled. */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }
}
