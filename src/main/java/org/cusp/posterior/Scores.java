package org.cusp.posterior;

import java.util.Arrays;
import org.cusp.clock.TimeIsUp;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.BatchTargets;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.Likelihood;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.tensor.IntSlab;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Rows;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Gradients of the loss of single data whose targets are drawn from the model itself: their mean
 * outer product is, on average, the Fisher information of a datum at those parameters, which is the
 * curvature of L_n without its second derivatives of the network. That of the true targets would
 * vanish where the model fits them and be large where it does not.
 *
 * <p>Source: F. Kunstner, L. Balles, P. Hennig, "Limitations of the empirical Fisher approximation
 * for natural gradient descent", NeurIPS 2019, arXiv:1905.12558.
 */
public final class Scores {
  private static final int BLOCK = 1 << 16;

  private final PosteriorTensors shared;
  private final KernelProvider provider;
  private final Workers workers;
  private final long seed;

  /**
   * Of a posterior.
   *
   * @param seed addresses which data, and their targets
   */
  public Scores(PosteriorTensors shared, KernelProvider provider, Workers workers, long seed) {
    this.shared = shared;
    this.provider = provider;
    this.workers = workers;
    this.seed = seed;
  }

  /**
   * So many gradients, each at one of these parameters and of a datum of its own, with replacement.
   *
   * @param positions parameters, [chain][P]; each has as many rows as any, but for one
   * @param count of rows
   * @param round of the same seed, so that the next draws others
   * @return one matrix, count x P; the caller closes its slab
   * @throws org.cusp.clock.TimeIsUp where the deadline of the tensors has passed
   */
  public MatrixStack at(double[][] positions, int count, long round) {
    int parameters = shared.posterior().size();
    MatrixStack rows =
        MatrixStack.of(
            shared.centre().zerosBeside(1, Math.multiplyExact(count, parameters)),
            0,
            count,
            parameters);
    int used = Math.min(positions.length, count);
    try {
      workers.run(used, chain -> fill(rows, positions[chain], chain, used, round));
    } catch (TimeIsUp e) {
      rows.slab().close();
      throw e;
    }
    return rows;
  }

  /** Rows {@code chain}, {@code chain + chains}, ... */
  private void fill(MatrixStack rows, double[] position, int chain, int chains, long round) {
    RandomStream stream = RandomStream.of(seed, Purpose.REFERENCE, round);
    // Of a mean of T losses s = g / T, and the curvature is E[g g^T] / T = T E[s s^T].
    double factor = 1 / Math.sqrt(shared.posterior().model().likelihood().share());
    int n = shared.data().n();
    try (Slab w = shared.centre().repeatBeside(1, position);
        Slab gradient = shared.centre().zerosBeside(1, position.length);
        Slab losses = gradient.doublesBeside(1, 1);
        TensorData.Slices data = shared.data().slices(1);
        Evaluator evaluator = shared.posterior().model().evaluator(provider.create(), w, 1)) {
      for (int row = chain; row < rows.rows(); row += chains) {
        shared.deadline().require();
        int datum = (int) (n * stream.uniform(2L * row, 0));
        Batch drawn = redrawn(evaluator, data.of(datum, 1), stream, 2L * row + 1);
        evaluator.lossesAndGradient(drawn, gradient, losses);
        close(drawn.targets());
        copy(gradient, factor, rows.slab(), row);
      }
    }
  }

  /** The datum with a target drawn from the model, in memory of its own. */
  private Batch redrawn(Evaluator evaluator, Batch datum, RandomStream stream, long step) {
    Likelihood likelihood = shared.posterior().model().likelihood();
    MatrixStack outputs = evaluator.outputs(datum);
    double[] of = new double[likelihood.outputs()];
    outputs.slab().load(0, outputs.offset(), of, of.length);
    double[] drawn = likelihood.draw(of, stream, step);
    return new Batch(datum.inputs(), targets(datum.targets(), drawn));
  }

  private BatchTargets targets(BatchTargets like, double[] drawn) {
    if (like instanceof BatchTargets.Labels) {
      int[] classes = Arrays.stream(drawn).mapToInt(label -> (int) label).toArray();
      IntSlab labels = IntSlab.row(shared.centre().memory(), classes);
      return new BatchTargets.Labels(labels, new Rows.From(0));
    }
    return new BatchTargets.Values(
        MatrixStack.of(shared.centre().repeatBeside(1, drawn), 0, 1, drawn.length));
  }

  private static void close(BatchTargets targets) {
    if (targets instanceof BatchTargets.Labels labels) {
      labels.labels().close();
    } else if (targets instanceof BatchTargets.Values values) {
      values.values().slab().close();
    }
  }

  private static void copy(Slab gradient, double factor, Slab rows, int row) {
    int parameters = gradient.columns();
    double[] block = new double[Math.min(BLOCK, parameters)];
    for (int from = 0; from < parameters; from += block.length) {
      int length = Math.min(block.length, parameters - from);
      gradient.load(0, from, block, length);
      for (int i = 0; factor != 1 && i < length; i++) {
        block[i] *= factor;
      }
      rows.store(0, row * parameters + from, block, length);
    }
  }
}
