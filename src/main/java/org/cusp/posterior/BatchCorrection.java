package org.cusp.posterior;

import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Slab;

/** What a gradient estimate does to the gradient of a batch. */
interface BatchCorrection extends AutoCloseable {
  /**
   * @param gradient (Modified) that of the batch at the chains' parameters, [chains, P]
   */
  void apply(Batch batch, Slab gradient);

  @Override
  void close();

  /**
   * For the chains of a pass.
   *
   * @param batch how many examples it is evaluated by
   * @param losses (Input) a slab of the size that its losses need
   */
  static BatchCorrection of(
      PosteriorTensors shared, GradientEstimate estimate, Kernels kernels, int batch, Slab losses) {
    return estimate instanceof GradientEstimate.Plain
        ? new None()
        : new AtCentre(shared, batch, kernels, losses);
  }

  /** The gradient as it is. */
  record None() implements BatchCorrection {
    @Override
    public void apply(Batch batch, Slab gradient) {
      // Nothing to correct.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  /** Takes off the batch's gradient at w* and puts that of all data in its place. */
  final class AtCentre implements BatchCorrection {
    private final PosteriorTensors shared;
    private final Kernels kernels;
    private final Slab centres;
    private final Slab atCentre;
    private final Evaluator evaluator;
    private final Slab losses;

    AtCentre(PosteriorTensors shared, int batch, Kernels kernels, Slab losses) {
      int chains = losses.rows();
      this.shared = shared;
      this.kernels = kernels;
      Slab centre = shared.centre();
      // An evaluator has one row of parameters for each batch; a single one need not be copied.
      this.centres = chains == 1 ? centre : centre.repeatBeside(chains, centre.getRow(0));
      this.atCentre = centre.zerosBeside(chains, centre.columns());
      this.evaluator = shared.posterior().model().evaluator(kernels, centres, batch);
      this.losses = losses.zerosBeside(chains, losses.columns());
    }

    @Override
    public void apply(Batch batch, Slab gradient) {
      evaluator.lossesAndGradient(batch, atCentre, losses);
      kernels.exchange(gradient, atCentre, shared.centreGradient());
    }

    @Override
    public void close() {
      evaluator.close();
      losses.close();
      atCentre.close();
      if (centres != shared.centre()) {
        centres.close();
      }
    }
  }
}
