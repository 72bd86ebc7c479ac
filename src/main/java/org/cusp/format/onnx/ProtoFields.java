package org.cusp.format.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cusp.contract.InvalidInput;

/**
 * A message of protocol buffers as its fields, in the order of its bytes. Nothing is copied: a
 * field of bytes is a view.
 *
 * @param where what messages begin with
 */
record ProtoFields(String where, List<Field> fields) {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /**
   * One field.
   *
   * @param number its tag
   * @param bits of a number; the float's or double's where it is one
   * @param bytes of a text, a message or packed numbers; null for a number
   */
  record Field(int number, int wire, long bits, ByteBuffer bytes) {}

  static ProtoFields of(String where, ByteBuffer message) {
    ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      fields.add(field(where, in));
    }
    return new ProtoFields(where, fields);
  }

  private static Field field(String where, ByteBuffer in) {
    long tag = varint(where, in);
    int number = (int) (tag >>> 3);
    int wire = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > 1 << 29) {
      throw damaged(where, "a field of number " + (tag >>> 3));
    }
    return switch (wire) {
      case VARINT -> new Field(number, wire, varint(where, in), null);
      case FIXED64 -> new Field(number, wire, need(where, in, 8).getLong(), null);
      case FIXED32 -> new Field(number, wire, need(where, in, 4).getInt(), null);
      case BYTES -> new Field(number, wire, 0, cut(where, in));
      default -> throw damaged(where, "a field of type " + wire);
    };
  }

  private static ByteBuffer cut(String where, ByteBuffer in) {
    long length = varint(where, in);
    if (length < 0 || length > in.remaining()) {
      throw damaged(where, "a field is longer than what holds it");
    }
    ByteBuffer bytes = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return bytes;
  }

  private static ByteBuffer need(String where, ByteBuffer in, int count) {
    if (in.remaining() < count) {
      throw damaged(where, "it ends early");
    }
    return in;
  }

  static long varint(String where, ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = need(where, in, 1).get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged(where, "a number of more than ten bytes");
  }

  static InvalidInput damaged(String where, String what) {
    return new InvalidInput(where + ": damaged or no ONNX: " + what);
  }

  /** The messages of this number. */
  List<ProtoFields> messages(int number) {
    return views(number).stream().map(view -> of(where, view)).toList();
  }

  /** The bytes of this number. */
  List<ByteBuffer> views(int number) {
    return fields.stream()
        .filter(field -> field.number() == number && field.bytes() != null)
        .map(Field::bytes)
        .toList();
  }

  List<String> texts(int number) {
    return views(number).stream().map(ProtoFields::text).toList();
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /** The last text of this number; empty where there is none. */
  String text(int number) {
    List<String> all = texts(number);
    return all.isEmpty() ? "" : all.get(all.size() - 1);
  }

  /** The last whole number of this number; 0 where there is none. */
  long whole(int number) {
    long value = 0;
    for (Field field : fields) {
      value = field.number() == number && field.wire() == VARINT ? field.bits() : value;
    }
    return value;
  }

  /** The last float of this number; 0 where there is none. */
  double real(int number) {
    double value = 0;
    for (Field field : fields) {
      boolean own = field.number() == number && field.wire() == FIXED32;
      value = own ? Float.intBitsToFloat((int) field.bits()) : value;
    }
    return value;
  }

  boolean has(int number) {
    return fields.stream().anyMatch(field -> field.number() == number);
  }

  /** All whole numbers of this number, packed or not. */
  long[] wholes(int number) {
    List<Long> values = new ArrayList<>();
    for (Field field : fields) {
      if (field.number() == number && field.bytes() == null) {
        values.add(field.bits());
      } else if (field.number() == number) {
        ByteBuffer packed = field.bytes().duplicate();
        while (packed.hasRemaining()) {
          values.add(varint(where, packed));
        }
      }
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** All numbers of this number that take so many bytes each, packed or not, joined. */
  ByteBuffer fixed(int number, int each) {
    int bytes = 0;
    for (Field field : fields) {
      bytes +=
          field.number() != number ? 0 : field.bytes() == null ? each : field.bytes().capacity();
    }
    ByteBuffer joined = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Field field : fields) {
      if (field.number() == number && field.bytes() != null) {
        joined.put(field.bytes().duplicate());
      } else if (field.number() == number && each == Float.BYTES) {
        joined.putInt((int) field.bits());
      } else if (field.number() == number) {
        joined.putLong(field.bits());
      }
    }
    return joined;
  }
}
