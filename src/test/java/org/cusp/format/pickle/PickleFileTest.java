package org.cusp.format.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.cusp.format.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PickleFileTest {
  @TempDir Path folder;

  private WeightsFile read(byte[] pickle) {
    try {
      Path file = folder.resolve("w.pkl");
      Files.write(file, pickle);
      return WeightsFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PickleBytes dict() {
    return new PickleBytes().op('}', '(');
  }

  @Test
  void nestedDictionariesAndListsAreFlattened() {
    byte[] pickle =
        dict()
            .text("a")
            .op('}', '(')
            .text("w")
            .numpyVector(1, 2)
            .op('u')
            .text("b")
            .op(']', '(')
            .numpyVector(3)
            .numpyVector(4)
            .op('e')
            .op('u')
            .stop();
    WeightsFile file = read(pickle);
    assertThat(file.content().tensors().keySet()).containsExactly("a.w", "b.0", "b.1");
    assertThat(file.content().tensors().get("a.w").values()).containsExactly(1, 2);
    assertThat(file.content().tensors().get("b.1").values()).containsExactly(4);
  }

  @Test
  void codeIsNeverRunAndBesideTheTensorsOnlySkipped() {
    byte[] pickle =
        dict()
            .text("w")
            .numpyVector(1)
            .text("evil")
            .global("os", "system")
            .text("touch " + folder.resolve("evil"))
            .raw(0x85)
            .op('R')
            .op('u')
            .stop();
    assertThat(read(pickle).content().tensors().keySet()).containsExactly("w");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void anObjectThatHoldsTheTensorsIsRefusedByItsName() {
    byte[] pickle =
        new PickleBytes()
            .global("mine", "Net")
            .op(')')
            .raw(0x81)
            .op('}', '(')
            .text("w")
            .numpyVector(1)
            .op('u', 'b')
            .stop();
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'mine.Net'")
        .hasMessageContaining("numpy.savez");
  }

  @Test
  void whatContainsItselfEnds() {
    byte[] pickle =
        dict().op('q').raw(0).text("w").numpyVector(1).text("self").op('h').raw(0).op('u').stop();
    // The memory is written below the mark, so this is refused; above it, it is a loop.
    assertThatThrownBy(() -> read(pickle)).isInstanceOf(InvalidInput.class);
    byte[] loop =
        new PickleBytes()
            .op('}', 'q')
            .raw(0)
            .op('(')
            .text("w")
            .numpyVector(1)
            .text("self")
            .op('h')
            .raw(0)
            .op('u')
            .stop();
    assertThat(read(loop).content().tensors().keySet()).containsExactly("w");
  }

  /** Forty dictionaries, each twice in the next: 2^40 paths, which no memory would hold. */
  @Test
  void aDictionaryInManyPlacesIsEnteredOnce() {
    PickleBytes pickle = new PickleBytes().op('}', 'q').raw(0);
    pickle.op('(').text("w").numpyVector(1).op('u');
    for (int level = 1; level <= 40; level++) {
      pickle.op('}', '(').text("a").op('h').raw(level - 1).text("b").op('h').raw(level - 1);
      pickle.op('u', 'q').raw(level);
    }
    assertThat(read(pickle.stop()).content().tensors()).hasSize(1);
  }

  @Test
  void aDeepNestIsNoStackOverflow() {
    PickleBytes pickle = new PickleBytes();
    for (int level = 0; level < 100_000; level++) {
      pickle.op(']');
    }
    for (int level = 1; level < 100_000; level++) {
      pickle.op('a');
    }
    assertThatThrownBy(() -> read(pickle.stop()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageEndingWith("holds no tensors");
  }

  @Test
  void lengthsAreNotBelieved() {
    byte[] text = new PickleBytes().op('X').raw(0xff, 0xff, 0xff, 0x7f, 'a').stop();
    assertThatThrownBy(() -> read(text)).hasMessageContaining("announces 2147483647 bytes");
    byte[] shape =
        new PickleBytes()
            .global("numpy.core.multiarray", "_reconstruct")
            .op(')', 'R', '(')
            .number(1)
            .number(2_000_000_000)
            .raw(0x85)
            .global("numpy", "dtype")
            .text("f4")
            .raw(0x85)
            .op('R')
            .raw(0x89)
            .bytes(new byte[4])
            .op('t', 'b')
            .stop();
    assertThatThrownBy(() -> read(shape)).hasMessageContaining("needs 8000000000 bytes, found 4");
  }

  @Test
  void oneTensorUnderTwoNamesIsOneArray() {
    byte[] pickle =
        dict().text("a").numpyVector(1, 2).op('q').raw(9).text("b").op('h').raw(9).op('u').stop();
    WeightsFile file = read(pickle);
    assertThat(file.content().tensors().get("a")).isSameAs(file.content().tensors().get("b"));
  }

  @Test
  void operationsThatTensorsDoNotNeedAreRefused() {
    assertThatThrownBy(() -> read(new PickleBytes().op('i').stop()))
        .hasMessageContaining("operation 0x69");
    assertThatThrownBy(() -> read(new byte[] {(byte) 0x80, 2})).hasMessageContaining("ends early");
    assertThatThrownBy(() -> read(new PickleBytes().op('a').stop()))
        .hasMessageContaining("the stack is empty");
  }
}
