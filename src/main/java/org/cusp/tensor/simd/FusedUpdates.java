package org.cusp.tensor.simd;

import java.util.IdentityHashMap;
import java.util.Map;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Move;
import org.cusp.tensor.Precision;
import org.cusp.tensor.update.AdamLangevinStep;
import org.cusp.tensor.update.AdamStep;
import org.cusp.tensor.update.KickStep;
import org.cusp.tensor.update.LangevinStep;
import org.cusp.tensor.update.LeapfrogStep;
import org.cusp.tensor.update.MomentumStep;
import org.cusp.tensor.update.RefreshStep;
import org.cusp.tensor.update.RmsPropLangevinStep;
import org.cusp.tensor.update.Update;

/**
 * The updates that have a loop of their own, for one precision: each with the bits of its
 * description. A loop works on a stretch of one chain and gives the sum that the update wants, if
 * any.
 */
interface FusedUpdates {
  double langevin(Stretch of, double[] factors);

  double rmsPropLangevin(Stretch of, double[] factors);

  double adamLangevin(Stretch of, double[] factors);

  double kick(Stretch of, double[] factors);

  double refresh(Stretch of, double[] factors);

  double momentum(Stretch of, double[] factors);

  double adam(Stretch of, double[] factors);

  double leapfrog(Stretch of, double[] factors);

  double linear(Stretch of, double[] factors);

  /** One of the above. */
  @FunctionalInterface
  interface Loop {
    double run(FusedUpdates updates, Stretch of, double[] factors);
  }

  /** The loop of a move; null where there is none. */
  static Loop of(Move move) {
    Loop loop = Known.LOOPS.get(move.update());
    return loop != null && isOfOnePrecision(move) ? loop : null;
  }

  private static boolean isOfOnePrecision(Move move) {
    Precision precision = move.operands().get(0).slab().precision();
    for (MatrixStack operand : move.operands()) {
      if (operand.slab().precision() != precision) {
        return false;
      }
    }
    return true;
  }

  /** By identity: an update is made once. */
  final class Known {
    private static final Map<Update, Loop> LOOPS = new IdentityHashMap<>();

    static {
      LOOPS.put(LangevinStep.UPDATE, FusedUpdates::langevin);
      LOOPS.put(RmsPropLangevinStep.UPDATE, FusedUpdates::rmsPropLangevin);
      LOOPS.put(AdamLangevinStep.UPDATE, FusedUpdates::adamLangevin);
      LOOPS.put(KickStep.UPDATE, FusedUpdates::kick);
      LOOPS.put(RefreshStep.UPDATE, FusedUpdates::refresh);
      LOOPS.put(MomentumStep.UPDATE, FusedUpdates::momentum);
      LOOPS.put(AdamStep.UPDATE, FusedUpdates::adam);
      LOOPS.put(LeapfrogStep.UPDATE, FusedUpdates::leapfrog);
      LOOPS.put(Update.LINEAR, FusedUpdates::linear);
    }

    private Known() {}
  }
}
