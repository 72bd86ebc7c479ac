package org.cusp.select;

import java.util.SortedMap;
import java.util.TreeMap;
import org.cusp.contract.Check;
import org.cusp.exact.Rlct;

/**
 * A model among others, for {@link Sbic}.
 *
 * @param logLikelihood maximised, of all data, finite
 * @param own lambda and m where the truth is a generic distribution of this model: lambda is half
 *     its dimension
 * @param submodels by their place in the list of models: lambda and m of this model where the truth
 *     is a generic distribution of the submodel
 * @param logPrior of the model, up to a constant that all models share
 */
public record PosetModel(
    double logLikelihood, Rlct own, SortedMap<Integer, Rlct> submodels, double logPrior) {
  public PosetModel {
    Check.finite("log-likelihood", logLikelihood);
    Check.finite("log prior", logPrior);
    submodels = new TreeMap<>(submodels);
  }
}
