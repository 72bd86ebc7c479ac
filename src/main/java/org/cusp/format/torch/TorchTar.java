package org.cusp.format.torch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cusp.contract.InvalidInput;

/** The tar archive that {@code torch.save} wrote until 2017: recognised, not read. */
public final class TorchTar {
  private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int MAGIC_AT = 257;

  private TorchTar() {}

  /** Whether a file that begins so is a tar archive. */
  public static boolean recognises(byte[] head) {
    int end = MAGIC_AT + MAGIC.length;
    return head.length >= end && Arrays.equals(head, MAGIC_AT, end, MAGIC, 0, MAGIC.length);
  }

  /** Why a file is not read, and what to do. */
  public static InvalidInput refusal(String file) {
    return new InvalidInput(
        file + ": is a tar archive, as torch wrote until 2017; " + TorchAdvice.tar());
  }
}
