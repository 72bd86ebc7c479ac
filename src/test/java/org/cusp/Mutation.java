package org.cusp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damaged copies of right inputs; the same for the same seed. */
public final class Mutation {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2147483647",
          "2147483648",
          "-9223372036854775808",
          "99999999999999999999",
          "1e308",
          "1e400",
          "1e-320",
          "NaN",
          "inf",
          "0x10",
          "00",
          "1.5.2",
          "12345678901234567890.12345678901234567890",
          "٣",
          "",
          "null",
          "1_000");

  private static final List<String> TEXTS =
      List.of(
          "\n",
          "\r",
          "\t",
          "\u0000",
          "\u001b[31m",
          "\u202e",
          "\"",
          "'",
          ",",
          ";",
          ":",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "^",
          "*",
          "+",
          "-",
          "/",
          "=",
          "x",
          "#",
          "&a *a",
          "!!int",
          "@",
          "%s",
          "\ufeff",
          "null",
          "true",
          "-----",
          "((((((((((",
          "[[[[[[[[[[[",
          "y^99999",
          "../../x",
          "ä",
          "😀",
          " ",
          "e",
          "E",
          ".");

  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  private final SplittableRandom random;

  public Mutation(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One of them. */
  public <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  public boolean coin() {
    return random.nextBoolean();
  }

  /** The bytes with one to four faults, most often one: many together are always seen. */
  public byte[] of(byte[] right) {
    byte[] bytes = right.clone();
    for (int i = coin() ? 1 : 1 + random.nextInt(4); i > 0; i--) {
      bytes = random.nextInt(4) == 0 ? number(bytes) : fault(bytes);
    }
    return bytes;
  }

  /** The text with one to four faults. */
  public String of(String right) {
    return new String(of(right.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private byte[] fault(byte[] bytes) {
    int length = bytes.length;
    int at = random.nextInt(length + 1);
    int to = Math.min(length, at + 1 + random.nextInt(1 + random.nextInt(40)));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, length));
      case 2 ->
          joined(
              Arrays.copyOf(bytes, to),
              repeated(Arrays.copyOfRange(bytes, at, to)),
              Arrays.copyOfRange(bytes, to, length));
      case 3 -> withByte(bytes, (byte) random.nextInt(256));
      case 4 -> withByte(bytes, random.nextBoolean() ? (byte) 0xff : 0);
      case 5 -> flipped(bytes);
      default ->
          joined(
              Arrays.copyOf(bytes, at),
              oneOf(TEXTS).getBytes(StandardCharsets.UTF_8),
              Arrays.copyOfRange(bytes, at, length));
    };
  }

  private byte[] repeated(byte[] piece) {
    int times = random.nextInt(20) == 0 ? 3000 : 1 + random.nextInt(4);
    byte[][] pieces = new byte[times][];
    Arrays.fill(pieces, piece);
    return joined(pieces);
  }

  private byte[] withByte(byte[] bytes, byte value) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = value;
    }
    return bytes;
  }

  private byte[] flipped(byte[] bytes) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Another number in the place of one, byte for byte where the input is not text. */
  private byte[] number(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher matcher = NUMBER.matcher(text);
    List<int[]> places = matcher.results().map(r -> new int[] {r.start(), r.end()}).toList();
    if (places.isEmpty()) {
      return bytes;
    }
    int[] place = oneOf(places);
    return joined(
        Arrays.copyOf(bytes, place[0]),
        oneOf(NUMBERS).getBytes(StandardCharsets.UTF_8),
        Arrays.copyOfRange(bytes, place[1], bytes.length));
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }
}
