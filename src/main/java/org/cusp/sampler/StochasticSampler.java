package org.cusp.sampler;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.cusp.posterior.PosteriorPass;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.state.HasState;
import org.cusp.state.State;
import org.cusp.tensor.StepLoop;

/**
 * A sampler that moves by gradient estimates and noise and has no Metropolis step: minibatches are
 * allowed, and the stationary law depends on the step size. Each states the law that it keeps on a
 * quadratic.
 *
 * <p>Step sizes compare: where A is the posterior precision of a direction, the overdamped ones
 * move by -(stepSize/2) A (w - w*) + N(0, stepSize), times the factors that each names.
 */
public interface StochasticSampler extends Sampler {
  /** In squared units of w, positive. */
  @Override
  double stepSize();

  @Override
  StochasticSampler with(Map<String, Double> values);

  /** The same sampler with another step size. */
  default StochasticSampler withStepSize(double newStepSize) {
    SortedMap<String, Double> values = values();
    values.put(Setting.STEP, newStepSize);
    return with(values);
  }

  @Override
  default boolean isExact() {
    return false;
  }

  /**
   * Steps in which a direction of this posterior precision forgets where it was, to first order in
   * the step size: 2 / (stepSize precision) where no momentum carries it.
   */
  default double relaxation(double precision) {
    return 2 / (stepSize() * precision);
  }

  /** Whether it moves about a Gaussian reference, which is found before it runs. */
  default boolean takesReference() {
    return false;
  }

  /** The same sampler about a reference; itself where it takes none. */
  default StochasticSampler about(GaussianReference reference) {
    return this;
  }

  /**
   * The step size at which the noise of batches is foreseen to add so much to the energy; infinite
   * where nothing is foreseen.
   *
   * @param heat in nats
   * @param noise trace of M^-1 times the covariance of nBeta grad L_B, M the precision of the
   *     reference
   */
  default double stepOfHeat(double heat, double noise) {
    return Double.POSITIVE_INFINITY;
  }

  /**
   * {@link #start(PosteriorPass, RandomStream[])} with the noise multiplied. Only 1 samples; 0
   * leaves the optimiser's step, and other values are for tests that must find them wrong.
   *
   * @param noiseScale at least 0
   */
  Chains start(PosteriorPass pass, RandomStream[] noise, double noiseScale);

  @Override
  default Chains start(PosteriorPass pass, RandomStream[] noise) {
    return start(pass, noise, 1);
  }

  /** Chains that evaluate the gradient of a batch and then carry out the same updates. */
  final class Steps implements Chains {
    private final PosteriorPass pass;
    private final List<? extends AutoCloseable> owned;
    private final StepInfo info;
    private final StepLoop loop;

    /**
     * @param updates what kernels do in every step, after the evaluation
     * @param owned to be closed, in this order
     */
    Steps(PosteriorPass pass, Runnable updates, List<? extends AutoCloseable> owned) {
      this.pass = pass;
      this.owned = owned;
      this.info = StepInfo.of(pass);
      this.loop =
          pass.loop(
              () -> {
                pass.evaluate();
                updates.run();
              });
    }

    @Override
    public StepInfo step(long t) {
      pass.at(t);
      loop.run();
      return info;
    }

    /** That of all that they own and that has one: velocities, running means, thermostats. */
    @Override
    public void state(State at) {
      for (int i = 0; i < owned.size(); i++) {
        if (owned.get(i) instanceof HasState kept) {
          kept.state(at.in("owned" + i));
        }
      }
    }

    @Override
    public void close() {
      info.acceptance().close();
      for (AutoCloseable each : owned) {
        try {
          each.close();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
