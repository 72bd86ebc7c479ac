package org.cusp.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cusp.contract.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterLockTest {
  @TempDir private Path folder;

  /** Holds the lock of a folder until it is ended. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      WriterLock lock = WriterLock.of(Path.of(arguments[0]));
      System.out.println("held by " + lock);
      System.out.flush();
      Thread.sleep(60_000);
    }
  }

  @Test
  void oneProcessWritesAndTheOtherIsToldWho() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(other.inputReader().readLine()).startsWith("held");
      assertThatThrownBy(() -> WriterLock.of(folder))
          .isInstanceOf(InvalidInput.class)
          .hasMessageMatching(
              ".*: process " + other.pid() + " \\(since [-0-9]+ [:0-9]+\\) is writing there");
      assertThat(folder.resolve(".writing")).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }
    // Its death gives the right back.
    WriterLock.of(folder).close();
    assertThat(folder).isEmptyDirectory();
    assertThat(WriterLock.isOne(folder.resolve(".writing"))).isTrue();
  }

  @Test
  void oneOfThisProcessHasItOnce() {
    try (WriterLock lock = WriterLock.of(folder.resolve("a/b"))) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> WriterLock.of(folder.resolve("a/b")))
          .hasMessageEndingWith("this process is writing there already");
    }
    assertThat(folder).as("folders that nothing came into").isEmptyDirectory();
    WriterLock.of(folder.resolve("a/b")).close();
  }

  @Test
  void whereNobodyCanWriteIsSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> WriterLock.of(file.resolve("below")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("nothing can be written there");
  }
}
