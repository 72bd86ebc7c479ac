package org.cusp.point;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.cusp.numerics.Vectors;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.Posterior;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.tensor.KernelProvider;

/**
 * A local minimum of the energy nBeta L_n(w) + (gamma/2) |w - c|^2 of a posterior with centre c,
 * that is, a local mode of it, by limited-memory BFGS steps with a line search that halves.
 *
 * <p>Source: D. C. Liu, J. Nocedal, "On the limited memory BFGS method for large scale
 * optimization", Mathematical Programming 45 (1989) 503-528, doi:10.1007/BF01589116.
 *
 * @param w where the search ended
 * @param energy there, less that at the centre
 * @param promised nats that another step promised: far below 1 at a minimum
 * @param evaluations of loss and gradient on all data
 */
public record PosteriorMode(double[] w, double energy, double promised, int evaluations) {
  private static final int MEMORY = 20;
  private static final int MOST_HALVINGS = 30;

  /** A step must gain this share of what its first order promises (Armijo). */
  private static final double ARMIJO = 1e-4;

  /** Nats: less is of no consequence for a predictive density. */
  private static final double NEGLIGIBLE = 1e-7;

  private record Pair(double[] step, double[] change, double product) {}

  private static final class Search implements AutoCloseable {
    private final Posterior posterior;
    private final double[] centre;
    private final PosteriorPass pass;
    private final double[] delta = new double[1];
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private int evaluations;

    Search(PosteriorTensors shared, KernelProvider kernels) {
      this.posterior = shared.posterior();
      this.centre = posterior.centre();
      this.pass =
          new PosteriorPass(
              shared, new BatchPlan(0, posterior.n(), posterior.n()), kernels.create(), 0, 1);
    }

    double energy(double[] w) {
      pass.w().setRow(0, w);
      pass.evaluateAll(delta);
      evaluations++;
      double squares = 0;
      for (int i = 0; i < w.length; i++) {
        squares += (w[i] - centre[i]) * (w[i] - centre[i]);
      }
      return posterior.nBeta() * delta[0] + posterior.gamma() / 2 * squares;
    }

    /** The gradient of the energy where it was last evaluated. */
    double[] gradient(double[] w) {
      double[] gradient = pass.gradient().getRow(0);
      for (int i = 0; i < w.length; i++) {
        gradient[i] = posterior.nBeta() * gradient[i] + posterior.gamma() * (w[i] - centre[i]);
      }
      return gradient;
    }

    PosteriorMode run(double[] start, int mostEvaluations) {
      double[] w = start.clone();
      double energy = energy(w);
      double[] gradient = gradient(w);
      double promised = Double.POSITIVE_INFINITY;
      while (evaluations < mostEvaluations && Double.isFinite(energy)) {
        double[] direction = direction(gradient);
        promised = -Vectors.dot(gradient, direction);
        if (promised < 2 * NEGLIGIBLE) {
          break;
        }
        double length = pairs.isEmpty() ? Math.min(1, 1 / Vectors.norm(gradient)) : 1;
        double[] reached = null;
        double lower = energy;
        for (int i = 0; i < MOST_HALVINGS && reached == null; i++, length /= 2) {
          double[] tried = GradientPair.moved(w, length, direction);
          lower = energy(tried);
          if (lower <= energy - ARMIJO * length * promised) {
            reached = tried;
          }
        }
        if (reached == null) {
          if (pairs.isEmpty()) {
            break;
          }
          // The curvature that is remembered misleads: begin again with the gradient alone.
          pairs.clear();
          energy(w);
          continue;
        }
        double[] next = gradient(reached);
        remember(GradientPair.moved(reached, -1, w), GradientPair.moved(next, -1, gradient));
        w = reached;
        energy = lower;
        gradient = next;
      }
      return new PosteriorMode(w, energy, promised / 2, evaluations);
    }

    private void remember(double[] step, double[] change) {
      double product = Vectors.dot(step, change);
      if (product > 1e-12 * Vectors.norm(step) * Vectors.norm(change)) {
        pairs.addLast(new Pair(step, change, product));
        if (pairs.size() > MEMORY) {
          pairs.removeFirst();
        }
      }
    }

    /** The two loops of Liu and Nocedal. */
    private double[] direction(double[] gradient) {
      double[] d = gradient.clone();
      double[] factors = new double[pairs.size()];
      int at = pairs.size();
      for (Iterator<Pair> it = pairs.descendingIterator(); it.hasNext(); ) {
        Pair pair = it.next();
        factors[--at] = Vectors.dot(pair.step(), d) / pair.product();
        Vectors.add(d, -factors[at], pair.change());
      }
      if (!pairs.isEmpty()) {
        Pair last = pairs.peekLast();
        double scale = last.product() / Vectors.dot(last.change(), last.change());
        for (int i = 0; i < d.length; i++) {
          d[i] *= scale;
        }
      }
      for (Pair pair : pairs) {
        double factor = Vectors.dot(pair.change(), d) / pair.product();
        Vectors.add(d, factors[at++] - factor, pair.step());
      }
      for (int i = 0; i < d.length; i++) {
        d[i] = -d[i];
      }
      return d;
    }

    @Override
    public void close() {
      pass.close();
    }
  }

  /**
   * The minimum that a start leads to.
   *
   * @param mostEvaluations of loss and gradient, about as many as iterations
   */
  public static PosteriorMode from(
      PosteriorTensors shared, double[] start, KernelProvider kernels, int mostEvaluations) {
    try (Search search = new Search(shared, kernels)) {
      return search.run(start, mostEvaluations);
    }
  }
}
