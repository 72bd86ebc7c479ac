package org.cusp.select;

import java.math.BigInteger;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.exact.Rlct;
import org.hipparchus.fraction.BigFraction;

/**
 * Models of increasing size, each of which holds all smaller ones: the rank of a linear map, the
 * components of a mixture.
 */
public sealed interface ModelFamily permits ReducedRankFamily, DeepLinearFamily, MixtureFamily {
  /** Its name on the command line. */
  String name();

  /** The models in one line. */
  String meaning();

  /** What the size is, such as "rank". */
  String size();

  /** The size of the smallest model. */
  int smallest();

  /** The size of the largest model. */
  int largest();

  /**
   * lambda and m of the model of a size, where the truth is a generic distribution of the model of
   * a smaller or the same size.
   */
  Rlct coefficient(int size, int truth);

  /**
   * The maximised log-likelihood of all data for each size, the smallest first.
   *
   * @throws org.cusp.contract.InvalidInput if the data are not of the family
   */
  double[] logLikelihoods(DataSet data);

  /** All sizes, the smallest first. */
  default List<Integer> sizes() {
    return IntStream.rangeClosed(smallest(), largest()).boxed().toList();
  }

  /** The dimension of the set of distributions of the model of a size. */
  default int dimension(int size) {
    BigFraction twice = coefficient(size, size).lambda().multiply(BigInteger.TWO);
    return twice.getNumerator().intValueExact();
  }

  /** The models with these maximised log-likelihoods, all with the same prior. */
  default List<PosetModel> poset(double[] logLikelihoods) {
    return sizes().stream()
        .map(
            size -> {
              TreeMap<Integer, Rlct> submodels = new TreeMap<>();
              for (int truth = smallest(); truth < size; truth++) {
                submodels.put(truth - smallest(), coefficient(size, truth));
              }
              return new PosetModel(
                  logLikelihoods[size - smallest()], coefficient(size, size), submodels, 0);
            })
        .toList();
  }
}
