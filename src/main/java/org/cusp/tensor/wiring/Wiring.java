package org.cusp.tensor.wiring;

import java.util.Arrays;
import java.util.Optional;
import org.cusp.contract.Check;

/**
 * Which numbers of its input each number of an output is made of, the same for every datum: the
 * windows of a convolution or of a pool, a permutation. A value; its arrays are not copied.
 */
public final class Wiring {
  private final int inputs;
  private final int terms;
  private final int[] places;
  private final int[] placesByTerm;
  private final int[] runs;
  private final Optional<Wiring> transposeOf;
  private final Optional<Windows> windows;

  /**
   * @param inputs numbers of a datum of the input
   * @param terms how many numbers each output is made of, at most
   * @param places output by output, in [0, inputs]; {@code inputs} itself stands for none
   */
  public Wiring(int inputs, int terms, int[] places) {
    this(inputs, terms, places, Optional.empty(), Optional.empty());
  }

  Wiring(int inputs, int terms, int[] places, Windows windows) {
    this(inputs, terms, places, Optional.empty(), Optional.of(windows));
  }

  private Wiring(
      int inputs,
      int terms,
      int[] places,
      Optional<Wiring> transposeOf,
      Optional<Windows> windows) {
    this.inputs = Check.atLeast("inputs", inputs, 1);
    this.terms = Check.atLeast("terms", terms, 1);
    this.places = places;
    Check.equal("places left over", places.length % terms, 0);
    for (int place : places) {
      if (place < 0 || place > inputs) {
        throw new IllegalArgumentException("place " + place + " of " + inputs);
      }
    }
    this.placesByTerm = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      placesByTerm[i % terms * (places.length / terms) + i / terms] = places[i];
    }
    this.runs = terms == 1 ? runs(inputs, places) : new int[0];
    this.transposeOf = transposeOf;
    this.windows = windows;
  }

  private static int[] runs(int inputs, int[] places) {
    int[] found = new int[3 * places.length];
    int end = 0;
    for (int at = 0; at < places.length; at++) {
      boolean real = places[at] < inputs;
      boolean follows = real && at > 0 && end > 0 && places[at] == places[at - 1] + 1;
      if (follows) {
        found[end - 1]++;
      } else if (real) {
        found[end] = at;
        found[end + 1] = places[at];
        found[end + 2] = 1;
        end += 3;
      }
    }
    return Arrays.copyOf(found, end);
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

  /** The same with all first terms before all second ones: term k of output j at k outputs + j. */
  public int[] placesByTerm() {
    return placesByTerm;
  }

  /**
   * Where each output is one input or none: outputs that follow each other and are inputs that
   * follow each other, as triples of the first output, the first input and how many. Empty where an
   * output has several terms.
   */
  public int[] runs() {
    return runs;
  }

  /** The wiring that this was made from by {@link #transposed}, if it was. */
  public Optional<Wiring> transposeOf() {
    return transposeOf;
  }

  /** The windows of images that it was made of, if it was. */
  public Optional<Windows> windows() {
    return windows;
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
    return new Wiring(outputs(), most, back, Optional.of(this), Optional.empty());
  }
}
