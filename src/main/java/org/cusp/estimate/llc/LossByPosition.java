package org.cusp.estimate.llc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.contract.InvalidInput;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.model.likelihood.PerPosition;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.DrawTable;
import org.cusp.state.State;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Slab;

/**
 * Which positions of its sequences an LLC is of: with L_t the mean loss at position t of T
 *
 * <pre>  LLC_t = nBeta (E[L_t(w)] - L_t(w*))</pre>
 *
 * in the posterior of all positions, so that the LLC is the mean of these (their sum where a
 * sequence counts whole). Losses are of all data at the end of each draw, also where the sampler's
 * own are of batches.
 *
 * <p>Source: J. Hoogland et al., "Loss landscape degeneracy and stagewise development in
 * transformers", TMLR 2025, arXiv:2402.02364, which has them for context positions.
 */
final class LossByPosition implements DrawEstimator {
  private static final int SLICE = 1024;

  @Override
  public String name() {
    return "by-position";
  }

  @Override
  public String describe() {
    return "the share of each position of a sequence; the LLC is their mean";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    if (shared.posterior().model().likelihood() instanceof PerPosition each) {
      return new Positions(shared, each, new DrawTable(each.positions(), chains));
    }
    throw new InvalidInput(
        shared.posterior().data().name()
            + ": --also by-position needs a network with outputs at several positions");
  }

  private record Positions(PosteriorTensors shared, PerPosition law, DrawTable kept)
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
      for (int t = 0; t < law.positions(); t++) {
        found.add(
            new NamedEstimate(
                "position " + t, shared.data().n(), NamedEstimate.energy(kept, t, draws)));
      }
      return found;
    }

    @Override
    public Map<String, double[][]> shares(Draws draws) {
      Map<String, double[][]> found = new LinkedHashMap<>();
      for (int t = 0; t < law.positions(); t++) {
        found.put("position " + t, kept.column(t, 0, draws.plan().recorded()));
      }
      return found;
    }

    /** L_t(w) - L_t(w*) of each position, in the order of the data. */
    private final class Reader implements Watch {
      private final int firstChain;
      private final int size;
      private final PosteriorPass pass;
      private final Evaluator evaluator;
      private final Slab losses;
      private final double[] atCentre;

      Reader(PosteriorPass pass, int firstChain) {
        this.pass = pass;
        this.firstChain = firstChain;
        this.size = pass.posterior().model().sliceUpTo(Math.min(SLICE, shared.data().n()));
        this.evaluator = pass.posterior().model().evaluator(pass.kernels(), pass.w(), size);
        this.losses = pass.w().doublesBeside(pass.chains(), size * law.positions());
        try (Slab centres = shared.centre().repeatBeside(pass.chains(), shared.centre().getRow(0));
            Evaluator there = pass.posterior().model().evaluator(pass.kernels(), centres, size)) {
          this.atCentre = means(there)[0];
        }
      }

      /** The mean loss at each position, of each chain. */
      private double[][] means(Evaluator at) {
        int positions = law.positions();
        int n = shared.data().n();
        double[][] sums = new double[losses.rows()][positions];
        try (TensorData.Slices data = shared.data().slices(size)) {
          for (int from = 0; from < n; from += size) {
            Batch batch = data.of(from, Math.min(size, n - from));
            MatrixStack outputs = at.outputs(batch);
            law.lossesApart(pass.kernels(), outputs, batch.targets(), losses);
            for (int chain = 0; chain < sums.length; chain++) {
              double[] own = losses.getRow(chain);
              for (int i = 0; i < batch.size() * positions; i++) {
                sums[chain][i % positions] += own[i] / n;
              }
            }
          }
        }
        return sums;
      }

      @Override
      public void see(Draw draw) {
        double[][] means = means(evaluator);
        for (int chain = 0; chain < means.length; chain++) {
          for (int t = 0; t < atCentre.length; t++) {
            means[chain][t] -= atCentre[t];
          }
          kept.put(firstChain + chain, draw.number(), means[chain]);
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
