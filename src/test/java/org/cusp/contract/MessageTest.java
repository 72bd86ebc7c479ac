package org.cusp.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final int MOST = 300;

  @Test
  void whatIsNotSeenIsShownAsItsEscape() {
    assertThat(Message.of("a\nb\r\tc\u001b[31m\u202eend\u2028\ud800x\u0000"))
        .isEqualTo("a\\nb\\r\\tc\\u001b[31m\\u202eend\\u2028\\ud800x\\u0000");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "größer als 'λ' \\n 😀 12 %s";
    assertThat(Message.of(text)).isEqualTo(text);
    String longest = "word ".repeat(MOST / 5);
    assertThat(longest).hasSize(MOST);
    assertThat(Message.of(longest)).isEqualTo(longest);
  }

  @Test
  void longQuotesLoseTheirMiddleFirst() {
    String message = Message.of("key '" + "k".repeat(5000) + "' must be a number");
    assertThat(message).startsWith("key 'kkk").contains(" ... ").endsWith("kk' must be a number");
    assertThat(message).hasSizeLessThan(110);
    String path = Message.of("/" + "d".repeat(4000) + "/end.csv: cannot be read (no such file)");
    assertThat(path).endsWith("/end.csv: cannot be read (no such file)").hasSizeLessThan(130);
  }

  @Test
  void isNeverLongerNorMoreThanOneLine() {
    List<String> pieces =
        List.of("word ", "'", "\n", "\u001b", "😀", "\ud83d", "x".repeat(97), "\u2029", "''");
    for (int seed = 0; seed < 500; seed++) {
      StringBuilder text = new StringBuilder();
      int state = seed;
      for (int i = 0; i < seed; i++) {
        state = state * 1664525 + 1013904223;
        text.append(pieces.get(Math.floorMod(state >> 16, pieces.size())));
      }
      String message = Message.of(text.toString());
      assertThat(message.length()).isLessThanOrEqualTo(MOST);
      assertThat(message.lines().count()).isLessThanOrEqualTo(1);
      assertThat(IntStream.range(0, message.length()).filter(i -> isLone(message, i))).isEmpty();
      assertThat(Message.of(message)).isEqualTo(message);
    }
  }

  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    boolean paired =
        Character.isHighSurrogate(c)
            ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
            : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    return Character.isSurrogate(c) && !paired;
  }

  @Test
  void anExceptionOfWrongInputHoldsAMessage() {
    assertThat(new InvalidInput("a\n" + "b ".repeat(1000)))
        .message()
        .hasSizeLessThanOrEqualTo(MOST);
    assertThat(new InvalidInput("a\n", new IllegalStateException())).hasMessage("a\\n");
  }

  @Test
  void moreDoublesThanHalfTheHeapAreRefused() {
    Memory.requireDoubles("x", 1000);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Memory.requireDoubles("widths 99999x99999", 99_999L * 99_999)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("needs 74.5 GB, more than half")
        .hasMessageContaining("CUSP_HEAP");
  }
}
