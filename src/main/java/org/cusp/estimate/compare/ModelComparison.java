package org.cusp.estimate.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.contract.InvalidInput;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.model.DataLosses;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;

/**
 * Compares two parameters, of one model or of two, datum by datum on the same data: both data sets
 * must have the same content, since a paired difference has no meaning otherwise.
 */
public record ModelComparison(KernelProvider kernels, Workers workers) {
  private static final int SHOWN = 8;

  /** On which of the targets' data. */
  public enum On {
    /** All that they have. */
    BOTH,
    TRAIN,
    TEST
  }

  /**
   * One of the two.
   *
   * @param target whose model and data it is about
   * @param w the parameter
   */
  public record Model(Target target, CompareResult.Side side, double[] w) {
    /** A parameter of a target. */
    public static Model of(Target target, CheckpointChoice.Chosen chosen) {
      CompareResult.Side side =
          new CompareResult.Side(target.name(), chosen.point().name(), chosen.why(), null);
      return new Model(target, side, chosen.point().weights().get());
    }

    /**
     * The same with some tensors set to zero.
     *
     * @throws InvalidInput if a pattern matches none; the message names the nearest ones
     */
    public Model without(Ablation ablation) {
      CompareResult.Side ablated =
          new CompareResult.Side(
              side.target(), side.point(), side.why(), ablation.described(target.model()));
      return new Model(target, ablated, ablation.of(target.model(), w));
    }
  }

  /** Sees the losses under A and B of each data set, in the order of the data. */
  public interface Listener {
    void losses(CompareResult.OnData result, double[] a, double[] b);
  }

  /** The same examples as each model sees them: given data go through each one's own scaling. */
  private record Shared(String role, DataSet ofA, DataSet ofB, String fingerprint) {
    String name() {
      boolean alike = ofA.name().equals(ofB.name());
      return alike ? ofA.name() : "A: " + ofA.name() + ", B: " + ofB.name();
    }
  }

  /** The parameter of a target that the choice means. */
  public CheckpointChoice.Chosen choose(CheckpointChoice choice, Target target) {
    DataSet data = target.test().orElse(target.train());
    return choice.of(target, point -> losses(target, point.weights().get(), data).mean());
  }

  /**
   * Compares the two.
   *
   * @param given whether the data were given in place of the targets' own
   */
  public CompareResult of(
      Model a, Model b, On on, boolean given, Provenance provenance, Listener listener) {
    List<CompareResult.OnData> results = new ArrayList<>();
    for (Shared shared : shared(a.target(), b.target(), on, given)) {
      results.add(compared(a, b, shared, listener));
    }
    return new CompareResult(
        "compare", CompareResult.QUANTITY, a.side(), b.side(), results, provenance);
  }

  private CompareResult.OnData compared(Model a, Model b, Shared shared, Listener listener) {
    DataLosses lossesA = losses(a.target(), a.w(), shared.ofA());
    DataLosses lossesB = losses(b.target(), b.w(), shared.ofB());
    LabelComparison labels =
        haveLabels(lossesA) && haveLabels(lossesB)
            ? LabelComparison.of(lossesA.right().get().flags(), lossesB.right().get().flags())
            : null;
    CompareResult.OnData result =
        new CompareResult.OnData(
            shared.role(),
            shared.name(),
            shared.fingerprint(),
            compared(shared, lossesA.perDatum(), lossesB.perDatum()),
            labels);
    listener.losses(result, lossesA.perDatum(), lossesB.perDatum());
    return result;
  }

  /** One for each example: positions of a sequence are not independent of each other. */
  private static boolean haveLabels(DataLosses losses) {
    return losses.right().filter(right -> right.positions() == 1).isPresent();
  }

  private static LossComparison compared(Shared shared, double[] a, double[] b) {
    try {
      return LossComparison.of(a, b);
    } catch (InvalidInput e) {
      throw new InvalidInput(shared.name() + ": " + e.getMessage(), e);
    }
  }

  private static List<Shared> shared(Target a, Target b, On on, boolean given) {
    List<Shared> shared = new ArrayList<>();
    if (on != On.TEST) {
      shared.add(
          given ? given(a, b, a.train(), b.train()) : same("train", a, b, a.train(), b.train()));
    }
    if (on != On.TRAIN && a.test().isPresent() && b.test().isPresent()) {
      shared.add(same("test", a, b, a.test().get(), b.test().get()));
    }
    if (shared.isEmpty()) {
      throw new InvalidInput(
          (a.test().isPresent() ? b : a).name() + ": has no held-out data to compare on");
    }
    return shared;
  }

  /** The same file, read for each model; its inputs may be scaled in two ways. */
  private static Shared given(Target a, Target b, DataSet ofA, DataSet ofB) {
    if (!haveSameTargets(ofA, ofB)) {
      throw different("given", a, b, ofA, ofB);
    }
    return new Shared("given", ofA, ofB, ofA.fingerprint());
  }

  private static boolean haveSameTargets(DataSet a, DataSet b) {
    if (a.targets() instanceof Targets.Classes ofA && b.targets() instanceof Targets.Classes ofB) {
      return ofA.classes() == ofB.classes() && Arrays.equals(ofA.labels(), ofB.labels());
    }
    if (a.targets() instanceof Targets.Sequences ofA
        && b.targets() instanceof Targets.Sequences ofB) {
      return ofA.positions() == ofB.positions() && Arrays.equals(ofA.labels(), ofB.labels());
    }
    return a.targets() instanceof Targets.Values ofA
        && b.targets() instanceof Targets.Values ofB
        && ofA.outputs() == ofB.outputs()
        && Arrays.equals(ofA.values(), ofB.values());
  }

  private static Shared same(String role, Target a, Target b, DataSet ofA, DataSet ofB) {
    String fingerprint = ofA.fingerprint();
    if (a != b && !fingerprint.equals(ofB.fingerprint())) {
      throw different(role, a, b, ofA, ofB);
    }
    return new Shared(role, ofA, ofB, fingerprint);
  }

  private static InvalidInput different(String role, Target a, Target b, DataSet ofA, DataSet ofB) {
    return new InvalidInput(
        "A and B must have the same "
            + role
            + " data: "
            + a.name()
            + " has "
            + described(ofA)
            + ", "
            + b.name()
            + " has "
            + described(ofB)
            + (role.equals("given") ? "" : "; give --data, or --on where one set is the same"));
  }

  private static String described(DataSet data) {
    return data.summary() + ", fingerprint " + data.fingerprint().substring(0, SHOWN);
  }

  private DataLosses losses(Target target, double[] w, DataSet data) {
    return DataLosses.at(target.model(), w, data, target.precision(), kernels, workers);
  }
}
