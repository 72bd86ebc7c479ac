package org.cusp.exact;

import java.math.BigInteger;
import java.util.List;
import org.cusp.contract.Check;
import org.hipparchus.fraction.BigFraction;

/**
 * The network with two parameters whose L layers all have the weights {@code [[t1 + t2, t1^2],
 * [t1^2, t2^2]]} and the activation x^r, when the true function is zero. With weight 2 for t1 + t2
 * and 1 for t1, K is homogeneous to leading order with the degree {@code D = 4 (r^L - 1) / (r -
 * 1)}, so {@code lambda = 3 / D}, m = 1.
 *
 * @param layers L, from 1 to 1,000
 * @param power r, from 2 to 1,000
 */
public record PolynomialNetwork(int layers, int power) implements ClosedForm {
  public PolynomialNetwork {
    Check.inRange("layers", layers, 1, 1_000);
    Check.inRange("power", power, 2, 1_000);
  }

  @Override
  public Rlct rlct() {
    BigInteger r = BigInteger.valueOf(power);
    BigInteger layered = r.pow(layers).subtract(BigInteger.ONE).divide(r.subtract(BigInteger.ONE));
    BigFraction lambda = new BigFraction(BigInteger.valueOf(3), layered.shiftLeft(2));
    return Rlct.exact(lambda, 1, "weighted homogeneity, as derived in the documentation");
  }

  @Override
  public List<String> conditions() {
    return List.of(
        "the true function is zero; inputs that are not on a line; a prior positive at 0");
  }
}
