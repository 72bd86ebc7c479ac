package org.cusp.tensor;

import java.util.Arrays;
import org.cusp.contract.Check;

/**
 * Which numbers of its input each number of an output is made of, the same for every datum: the
 * windows of a convolution or of a pool, a permutation. A value; its arrays are not copied.
 */
public final class Wiring {
  private final int inputs;
  private final int terms;
  private final int[] places;

  /**
   * @param inputs numbers of a datum of the input
   * @param terms how many numbers each output is made of, at most
   * @param places output by output, in [0, inputs]; {@code inputs} itself stands for none
   */
  public Wiring(int inputs, int terms, int[] places) {
    this.inputs = Check.atLeast("inputs", inputs, 1);
    this.terms = Check.atLeast("terms", terms, 1);
    this.places = places;
    Check.equal("places left over", places.length % terms, 0);
    for (int place : places) {
      if (place < 0 || place > inputs) {
        throw new IllegalArgumentException("place " + place + " of " + inputs);
      }
    }
  }

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return places.length / terms;
  }

  public int terms() {
    return terms;
  }

  /** Term k of output j at {@code j terms + k}; {@link #inputs} where there is none. */
  public int[] places() {
    return places;
  }

  /** The transpose of the matrix: input i is made of the outputs that it is in. */
  public Wiring transposed() {
    int[] uses = new int[inputs + 1];
    for (int place : places) {
      uses[place]++;
    }
    int most = Math.max(1, Arrays.stream(uses, 0, inputs).max().orElse(1));
    int[] back = new int[Math.multiplyExact(inputs, most)];
    Arrays.fill(back, outputs());
    int[] found = new int[inputs];
    for (int i = 0; i < places.length; i++) {
      int place = places[i];
      if (place < inputs) {
        back[place * most + found[place]++] = i / terms;
      }
    }
    return new Wiring(outputs(), most, back);
  }
}
