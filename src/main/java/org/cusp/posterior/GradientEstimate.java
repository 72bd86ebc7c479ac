package org.cusp.posterior;

import java.util.List;
import org.cusp.contract.Nearest;

/**
 * How the gradient of the mean loss over all n data is estimated from the batch of a step. Both
 * estimates are unbiased; with all data in the batch both are exact and the same.
 */
public sealed interface GradientEstimate {
  /** The name that a user types and a run records. */
  String name();

  /** Batch gradients that one estimate costs; with all data in the batch it is always one. */
  int gradientsPerStep();

  /**
   * The gradient of the batch, g_B(w). Its variance over batches is (1 - B/n)/B times that of the
   * gradients of single data at w, which does not vanish at w*: where a model fits with residual
   * noise it is about (1 - B/n) H/B, H the Hessian of the mean loss.
   */
  record Plain() implements GradientEstimate {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public int gradientsPerStep() {
      return 1;
    }
  }

  /**
   * g_B(w) - g_B(w*) + g_n(w*), on the same batch: the noise that w and w* share cancels, and what
   * is left shrinks with |w - w*|. On a linear regression the variance is (1 - B/n)/B times that of
   * x_i x_i^T (w - w*) over the data, whatever the residuals.
   *
   * <p>It gains nothing where the residuals at w* vanish, and far from w*, where the gradients at w
   * and w* no longer go together, it is noisier than the plain estimate.
   *
   * <p>Source: J. Baker, P. Fearnhead, E. B. Fox, C. Nemeth, "Control variates for stochastic
   * gradient MCMC", Statistics and Computing 29, 2019, DOI 10.1007/s11222-018-9826-2.
   */
  record ControlVariate() implements GradientEstimate {
    @Override
    public String name() {
      return "control-variate";
    }

    @Override
    public int gradientsPerStep() {
      return 2;
    }
  }

  /** The estimate with this name. */
  static GradientEstimate named(String name) {
    List<GradientEstimate> all = List.of(new Plain(), new ControlVariate());
    return all.stream()
        .filter(estimate -> estimate.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Nearest.unknown(
                    "gradient estimate", name, all.stream().map(GradientEstimate::name).toList()));
  }
}
