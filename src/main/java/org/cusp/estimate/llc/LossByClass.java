package org.cusp.estimate.llc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Targets;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.DrawTable;
import org.cusp.state.State;
import org.cusp.tensor.Slab;

/**
 * Which data an LLC is of: for the n_c data of class c
 *
 * <pre>  LLC_c = nBeta (E[L_c(w)] - L_c(w*)),   L_c the mean loss of the class,</pre>
 *
 * in the posterior of all data, so that the LLC is the mean of these with weights n_c / n. A class
 * below 0 is better off away from w*. Losses are of all data at the end of each draw, also where
 * the sampler's own are of batches; there the bias of its step size is not extrapolated away.
 */
final class LossByClass implements DrawEstimator {
  private static final int SLICE = 1024;

  @Override
  public String name() {
    return "by-class";
  }

  @Override
  public String describe() {
    return "the share of each class; the LLC is their mean, weighted by their data";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    if (shared.posterior().data().targets() instanceof Targets.Classes classes) {
      return new Classes(shared, classes, new DrawTable(classes.classes(), chains));
    }
    throw new InvalidInput(
        shared.posterior().data().name()
            + ": --also by-class needs a class for each example, got "
            + Targets.kindOf(shared.posterior().data().targets()));
  }

  private record Classes(PosteriorTensors shared, Targets.Classes classes, DrawTable kept)
      implements Seen {
    @Override
    public void state(State at) {
      kept.state(at);
    }

    @Override
    public Watch watch(PosteriorPass pass, int firstChain) {
      return new Reader(pass, firstChain);
    }

    @Override
    public List<NamedEstimate> estimate(Draws draws) {
      List<NamedEstimate> found = new ArrayList<>();
      int[] counts = classes.counts();
      for (int c = 0; c < counts.length; c++) {
        if (counts[c] > 0) {
          found.add(
              new NamedEstimate(
                  "class " + classes.name(c), counts[c], NamedEstimate.energy(kept, c, draws)));
        }
      }
      return found;
    }

    @Override
    public Map<String, double[][]> shares(Draws draws) {
      Map<String, double[][]> found = new LinkedHashMap<>();
      int[] counts = classes.counts();
      for (int c = 0; c < counts.length; c++) {
        if (counts[c] > 0) {
          found.put("class " + c, kept.column(c, 0, draws.plan().recorded()));
        }
      }
      return found;
    }

    /** L_c(w) - L_c(w*) of each class, in the order of the data. */
    private final class Reader implements Watch {
      private final int firstChain;
      private final Evaluator evaluator;
      private final Slab losses;

      Reader(PosteriorPass pass, int firstChain) {
        this.firstChain = firstChain;
        int capacity = Math.min(SLICE, shared.data().n());
        this.evaluator = pass.posterior().model().evaluator(pass.kernels(), pass.w(), capacity);
        this.losses = pass.w().doublesBeside(pass.chains(), capacity);
      }

      @Override
      public void see(Draw draw) {
        double[][] sums = new double[losses.rows()][classes.classes()];
        try (TensorData.Slices data = shared.data().slices(Math.min(SLICE, shared.data().n()))) {
          for (int from = 0; from < shared.data().n(); from += SLICE) {
            Batch batch = data.of(from, Math.min(SLICE, shared.data().n() - from));
            evaluator.losses(batch, losses);
            for (int chain = 0; chain < sums.length; chain++) {
              double[] own = losses.getRow(chain);
              for (int i = 0; i < batch.size(); i++) {
                double before = shared.centreLosses().perDatum()[from + i];
                sums[chain][classes.labels()[from + i]] += own[i] - before;
              }
            }
          }
        }
        int[] counts = classes.counts();
        for (int chain = 0; chain < sums.length; chain++) {
          for (int c = 0; c < counts.length; c++) {
            sums[chain][c] /= counts[c];
          }
          kept.put(firstChain + chain, draw.number(), sums[chain]);
        }
      }

      @Override
      public void close() {
        evaluator.close();
        losses.close();
      }
    }
  }
}
