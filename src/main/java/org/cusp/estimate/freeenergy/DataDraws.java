package org.cusp.estimate.freeenergy;

import java.util.stream.IntStream;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.problem.law.DataLaw;
import org.cusp.rng.Permutation;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;

/** Data sets of any size, several of each. */
public interface DataDraws {
  /** Data set number {@code set} (from 0) of n examples: a pure function of both. */
  DataSet draw(int n, int set);

  /**
   * From the law of a problem. A set has one seed for all n: where the law makes examples one by
   * one, the smaller data are the first of the larger.
   */
  static DataDraws of(DataLaw law, long seed) {
    RandomStream seeds = RandomStream.of(seed, Purpose.DESIGN, 0);
    return (n, set) -> law.drawFitting("--n", n, seeds.bits(0, set) >>> 1);
  }

  /**
   * Refuses subsamples that are larger than their data.
   *
   * @throws InvalidInput where n is more than there are
   */
  static void requireEnough(DataSet data, int n) {
    if (n > data.n()) {
      throw new InvalidInput("--n: " + n + " is more than the " + data.n() + " data there are");
    }
  }

  /** Nested subsamples without replacement: the first n of a random order, one order a set. */
  static DataDraws of(DataSet data, long seed) {
    return (n, set) -> {
      requireEnough(data, n);
      Permutation order = new Permutation(RandomStream.of(seed, Purpose.DESIGN, set), data.n());
      return data.subset(IntStream.range(0, n).map(i -> order.at(0, i)).toArray());
    };
  }
}
