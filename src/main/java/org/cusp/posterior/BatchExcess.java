package org.cusp.posterior;

import java.util.Optional;
import org.cusp.model.Evaluator;
import org.cusp.model.Model;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.SecondMoments;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.tensor.Kernels;
import org.cusp.tensor.Move;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.update.Update;

/** L_B(w) - L_B(w*) of a batch of each chain, with the estimate of the gradient of L_n. */
interface BatchExcess extends AutoCloseable {
  /**
   * Of the examples of a step.
   *
   * @param gradient (Output) [chains, P]
   * @param deltaLoss (Output) for each chain the mean over its batch of the loss at w less the loss
   *     at w* of the same data
   */
  void evaluate(Batch batch, Slab gradient, Slab deltaLoss);

  @Override
  void close();

  /**
   * By second moments where the model allows it and they are less work, else by examples.
   *
   * @param w the chains' parameters
   * @param rows which data the batch has
   */
  static BatchExcess of(
      PosteriorTensors shared, BatchPlan plan, Kernels kernels, Slab w, Rows rows) {
    return ByMoments.isLessWork(shared.posterior().model(), plan.size())
        ? new ByMoments(shared, plan.estimate(), kernels, w)
        : new ByExamples(shared, plan, kernels, w, rows);
  }

  /** Example by example: most of the noise of a minibatch cancels in the difference to w*. */
  final class ByExamples implements BatchExcess {
    private final PosteriorTensors shared;
    private final Kernels kernels;
    private final int size;
    private final Rows rows;
    private final Evaluator evaluator;
    private final Slab losses;
    private final BatchCorrection correction;
    private Optional<Means> moves = Optional.empty();

    private ByExamples(
        PosteriorTensors shared, BatchPlan plan, Kernels kernels, Slab w, Rows rows) {
      this.shared = shared;
      this.kernels = kernels;
      this.size = plan.size();
      this.rows = rows;
      this.evaluator = shared.posterior().model().evaluator(kernels, w, size);
      this.losses = w.doublesBeside(w.rows(), size);
      this.correction = BatchCorrection.of(shared, plan.estimate(), kernels, size, losses);
    }

    @Override
    public void evaluate(Batch batch, Slab gradient, Slab deltaLoss) {
      evaluator.lossesAndGradient(batch, gradient, losses);
      correction.apply(batch, gradient);
      if (moves.isEmpty()) {
        moves = Optional.of(Means.of(deltaLoss, size));
      }
      kernels.update(moves.get().clear());
      kernels.addExcess(losses, size, shared.reference(), rows, deltaLoss);
      kernels.update(moves.get().divide());
    }

    @Override
    public void close() {
      evaluator.close();
      correction.close();
      losses.close();
      moves.ifPresent(Means::close);
    }
  }

  /** By the batch's second moments, which {@link SecondMoments} explains. */
  final class ByMoments implements BatchExcess {
    /** Share of the work by examples below which moments are taken: their products are small. */
    private static final double WORTH = 0.8;

    private final Kernels kernels;
    private final Evaluator evaluator;
    private final SecondMoments moments;
    private final Slab ofCorrection;
    private final BatchCorrection correction;
    private Optional<Move> clear = Optional.empty();

    private ByMoments(PosteriorTensors shared, GradientEstimate estimate, Kernels kernels, Slab w) {
      Model model = shared.posterior().model();
      int inputs = model.inputs();
      this.kernels = kernels;
      this.evaluator = model.evaluator(kernels, w, inputs);
      this.moments = new SecondMoments(w, inputs, model.likelihood().outputs());
      try (Evaluator atCentre = model.evaluator(kernels, shared.centre(), inputs)) {
        moments.centre(kernels, atCentre.outputs(moments.unit()));
      }
      this.ofCorrection = w.doublesBeside(w.rows(), 1);
      this.correction = BatchCorrection.of(shared, estimate, kernels, inputs, ofCorrection);
    }

    /** Multiplications of outputs and their derivatives with those of the moments. */
    static boolean isLessWork(Model model, int batch) {
      if (!model.isLinearInInputs() || !(model.likelihood() instanceof Likelihood.Gaussian)) {
        return false;
      }
      double inputs = model.inputs();
      double outputs = model.likelihood().outputs();
      double byExamples = 3 * batch * model.multiplications();
      double byMoments =
          batch * inputs * (inputs + outputs)
              + 2 * inputs * inputs * outputs
              + 3 * inputs * model.multiplications();
      return byMoments < WORTH * byExamples;
    }

    @Override
    public void evaluate(Batch batch, Slab gradient, Slab deltaLoss) {
      if (clear.isEmpty()) {
        clear = Optional.of(Move.of(Update.CLEAR, new double[0], deltaLoss));
      }
      Batch few = moments.of(kernels, batch);
      kernels.update(clear.get());
      evaluator.lossesAndGradient(few, gradient, deltaLoss);
      correction.apply(few, gradient);
    }

    @Override
    public void close() {
      evaluator.close();
      moments.close();
      ofCorrection.close();
      correction.close();
      clear.ifPresent(Move::close);
    }
  }
}
