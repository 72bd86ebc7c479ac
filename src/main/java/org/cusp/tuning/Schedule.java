package org.cusp.tuning;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.cusp.contract.MayBeNull;
import org.cusp.run.WarmStart;
import org.cusp.sampler.SamplerRequest;
import org.cusp.sampler.Samplers;

/**
 * Everything that a run decided by its clock, or from what it measured with it: with these numbers,
 * the settings and the inputs the run can be made again, draw for draw, in whatever time and on
 * however many threads. The names are those in the JSON.
 *
 * @param sampler that made the draws, as it is typed: with the settings that were given, but for
 *     the step size
 * @param chains that made them
 * @param curvature largest absolute eigenvalue of the Hessian of L_n at w* as it was found: the
 *     first step of a warm-up follows from it; 0 where it was not measured
 * @param stepSize of the draws; on batches the larger of the two where there were two
 * @param warmUp transitions after which the warm-up of a Metropolis-corrected sampler ended
 * @param burnIn draws of a chain before those that are used, the warm-up's among them
 * @param draws of a chain that are used
 * @param thin steps to a draw
 * @param batch data in a gradient
 * @param pointGradients that the check of w* was allowed; 0 where there was none
 * @param replicas whether replica exchange was asked for a second opinion
 * @param along where it is one of a run's: how its chains began; absent for one alone
 */
public record Schedule(
    String sampler,
    int chains,
    double curvature,
    double stepSize,
    int warmUp,
    int burnIn,
    int draws,
    int thin,
    int batch,
    int pointGradients,
    boolean replicas,
    @JsonInclude(JsonInclude.Include.NON_NULL) @MayBeNull Along along) {
  /**
   * How the chains around one of a run's checkpoints began.
   *
   * @param step of training of this checkpoint
   * @param after step of training of the checkpoint whose chains went on here; null for a start at
   *     w*
   * @param chains {@link WarmStart#digest} of those; null for a start at w*
   */
  public record Along(long step, @MayBeNull Long after, @MayBeNull String chains) {
    /** Of a checkpoint after another, or after none. */
    public static Along of(long step, Optional<Before> before) {
      return new Along(
          step,
          before.map(Before::step).orElse(null),
          before.map(last -> last.start().digest()).orElse(null));
    }
  }

  /**
   * The sampler with the settings that were given, but for the step size.
   *
   * @throws org.cusp.contract.InvalidInput where there is no such sampler here
   */
  public SamplerRequest request() {
    return Samplers.parse(sampler);
  }
}
