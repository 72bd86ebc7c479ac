package org.cusp.run;

import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.model.LayerScales;
import org.cusp.model.Model;
import org.cusp.model.RescaledModel;
import org.cusp.model.RestrictedModel;
import org.cusp.model.Restriction;
import org.cusp.tensor.KernelProvider;

/**
 * In which coordinates a posterior is sampled: which parameters are free, and in which units. The
 * posterior, the sampler and the estimator see a model like any other.
 *
 * @param selection the free parameters; empty for all
 */
public record Coordinates(Optional<Selection> selection, Localisation localisation) {
  /** All parameters, in the model's own units. */
  public static final Coordinates WHOLE = new Coordinates(Optional.empty(), Localisation.ISOTROPIC);

  /**
   * A model in these coordinates around w*.
   *
   * @param model to make a posterior of
   * @param centre w* in the coordinates of that model
   * @param whole all parameters of w* in these units, frozen ones too: what says how strong a
   *     localisation is to be, so that it is the same for every restriction of one parameter
   */
  public record Chart(Model model, double[] centre, double[] whole) {}

  /**
   * The chart around one parameter. Units are those of the whole model at w*, whatever is frozen,
   * so that the restrictions of one parameter can be compared.
   *
   * @param model of all parameters
   * @param w w*, all parameters
   */
  public Chart at(Model model, DataSet data, double[] w, KernelProvider kernels) {
    Chart part = restricted(model, w);
    return switch (localisation) {
      case ISOTROPIC -> part;
      case LAYERS -> {
        LayerScales scales = LayerScales.of(model, w, data, kernels);
        RescaledModel scaled = new RescaledModel(part.model(), scales);
        double[] whole = new RescaledModel(model, scales).fromBase(w);
        yield new Chart(scaled, scaled.fromBase(part.centre()), whole);
      }
    };
  }

  /** What a checkpoint brings and is no parameter is not free, whatever was asked for. */
  private Chart restricted(Model model, double[] w) {
    Optional<Restriction> free =
        selection
            .map(asked -> asked.restriction().without(model.fixed()))
            .or(() -> Restriction.ofParameters(model));
    if (free.isEmpty()) {
      return new Chart(model, w, w);
    }
    RestrictedModel part = RestrictedModel.of(model, free.get(), w);
    return new Chart(part, part.fromWhole(w), w);
  }
}
