package org.cusp.model.layer;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.data.Shape;

/**
 * One tensor of parameters of a layer.
 *
 * @param name within the layer, such as {@code weight}
 * @param shape as in a checkpoint; those with two axes are matrices, all others are read as one row
 * @param role what it does
 * @param fanIn how many numbers of the input a number of the output is made of by it
 * @param gain by what factor its variance is larger at the start than 1 / fanIn
 */
public record Parameter(String name, Shape shape, Role role, int fanIn, double gain) {
  /** What a parameter does to the output. */
  public enum Role {
    /** A matrix of factors; N(0, gain / fanIn) at the start. */
    WEIGHT,
    /** Factors of single numbers; 1 at the start. */
    SCALE,
    /** Added to the layer's output and nothing else; 0 at the start. */
    OFFSET,
    /** Fixed: a mean that training left; 0 where there was none. */
    MEAN,
    /** Fixed: a variance that training left; 1 where there was none. */
    VARIANCE;

    /** Whether it is a number of the function that is no parameter and is never sampled. */
    public boolean isFixed() {
      return this == MEAN || this == VARIANCE;
    }
  }

  public Parameter {
    Check.atLeast("fan-in", fanIn, 1);
    Check.positive("gain", gain);
  }

  /** A matrix outputs x inputs. */
  public static Parameter weight(String name, int outputs, int inputs) {
    return new Parameter(name, new Shape(List.of(outputs, inputs)), Role.WEIGHT, inputs, 1);
  }

  /** One factor for each number. */
  public static Parameter scale(String name, int length) {
    return new Parameter(name, Shape.vector(length), Role.SCALE, 1, 1);
  }

  /** One term for each number. */
  public static Parameter offset(String name, int length) {
    return new Parameter(name, Shape.vector(length), Role.OFFSET, 1, 1);
  }

  /** Numbers that stay as they are. */
  static Parameter fixed(String name, int length, Role role) {
    return new Parameter(name, Shape.vector(length), role, 1, 1);
  }

  /** As a parameter of the whole that this part is of. */
  Parameter of(String part) {
    return new Parameter(part + "." + name, shape, role, fanIn, gain);
  }

  /** Before a layer of this gain. */
  Parameter before(double nextGain) {
    return role == Role.WEIGHT ? new Parameter(name, shape, role, fanIn, gain * nextGain) : this;
  }
}
