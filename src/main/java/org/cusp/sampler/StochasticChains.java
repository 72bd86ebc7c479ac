package org.cusp.sampler;

import java.util.List;
import org.cusp.posterior.PosteriorPass;
import org.cusp.tensor.StepLoop;

/** Chains that evaluate the gradient of a batch and then carry out the same updates. */
final class StochasticChains implements Sampler.Chains {
  private final PosteriorPass pass;
  private final List<? extends AutoCloseable> owned;
  private final StepInfo info;
  private final StepLoop loop;

  /**
   * @param updates what kernels do in every step, after the evaluation
   * @param owned to be closed, in this order
   */
  StochasticChains(PosteriorPass pass, Runnable updates, List<? extends AutoCloseable> owned) {
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
