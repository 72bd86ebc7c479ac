package org.cusp.api;

import java.util.function.Function;
import org.cusp.contract.Check;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Workers;

/**
 * With what a question is computed; results do not depend on the threads.
 *
 * @param precision of parameters and data; a model given by formulas needs {@link
 *     Precision#FLOAT64}
 * @since 0.2.0
 */
public record Machine(KernelProvider kernels, int threads, Precision precision) {
  public Machine {
    Check.atLeast("threads", threads, 1);
  }

  /** The best kernels of this machine, all its cores, double precision. */
  public static Machine here() {
    return new Machine(
        KernelProvider.best(), Runtime.getRuntime().availableProcessors(), Precision.FLOAT64);
  }

  /** What is computed by workers of its own. */
  <T> T with(Function<Workers, T> work) {
    try (Workers workers = new Workers(threads)) {
      return work.apply(workers);
    }
  }
}
