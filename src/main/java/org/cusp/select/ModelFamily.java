package org.cusp.select;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.Nearest;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.exact.Rlct;
import org.cusp.model.Model;
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

  /**
   * The family that data ask for.
   *
   * @param name one of {@link SelectionProblem#FAMILIES}
   * @param largest size; if not given, the largest rank that the data allow, or 6 components
   * @param layers of a deep linear network, hidden layers as wide as the largest rank
   */
  static ModelFamily named(
      String name, DataSet data, OptionalInt largest, int layers, double sigma, long seed) {
    requireName(name);
    if (name.equals(MixtureFamily.NAME)) {
      return new MixtureFamily(largest.orElse(MixtureFamily.USUAL), sigma, seed);
    }
    int outputs =
        data.targets() instanceof Targets.Values values ? values.outputs() : data.features();
    int rank = largest.orElse(Math.min(data.features(), outputs));
    if (name.equals(ReducedRankFamily.NAME)) {
      return new ReducedRankFamily(data.features(), outputs, rank, sigma);
    }
    ReducedRankFamily.requireRank(data.features(), outputs, rank);
    Check.atLeast("--layers", layers, 2);
    List<Integer> widths = new ArrayList<>(Collections.nCopies(layers + 1, rank));
    widths.set(0, data.features());
    widths.set(layers, outputs);
    return new DeepLinearFamily(widths, rank, sigma);
  }

  /** Nothing, if a family has this name. */
  static void requireName(String name) {
    if (!SelectionProblem.FAMILIES.contains(name)) {
      throw Nearest.unknown("family", name, SelectionProblem.FAMILIES);
    }
  }

  /**
   * The model of a size with its parameters, for posteriors; empty where it has none.
   *
   * @throws org.cusp.contract.InvalidInput if the family has no such model for its sigma
   */
  Optional<Model> model(int size);

  /** What speaks against the maximised likelihoods of these data, one sentence each. */
  default List<String> cautions(DataSet data) {
    return List.of();
  }

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
