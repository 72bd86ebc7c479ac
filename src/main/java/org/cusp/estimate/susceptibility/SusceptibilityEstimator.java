package org.cusp.estimate.susceptibility;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.cusp.clock.Deadline;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.FalseDiscovery;
import org.cusp.diagnostics.FalseDiscovery.NullLaw;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.estimate.influence.Drawn;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.influence.InfluenceMatrix;
import org.cusp.estimate.influence.LossDraws;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Questions;
import org.cusp.estimate.influence.TooFewDraws;
import org.cusp.estimate.influence.Window;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.format.AtomicFiles;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.InfluenceRules;
import org.cusp.verdict.Verdict;

/**
 * How the loss of a component C of a network answers to a shift of the data: with the parameters u
 * of C free and all others at w*,
 *
 * <pre>
 *   u ~ exp(-nBeta L_n(u) - (gamma/2) |u - u*|^2)
 *   chi_C(z) = -Cov(L_n(u), l_z(u) - L_n(u))
 * </pre>
 *
 * the derivative of E[L_n] by the weight of datum z, which takes the place of as much of all the
 * data, over nBeta. Negative: C lowers the loss of z more than that of the data at large where it
 * lowers the loss (C expresses z). A datum whose loss never changes has chi = Var(L_n); one beyond
 * that loses what the data at large gain (C suppresses z).
 *
 * <p>The control takes the same with the loss without a say, nBeta -&gt; 0: what is the same there
 * comes from how the loss bends around w* and not from where the posterior is.
 *
 * <p>Source: G. Baker, G. Wang, J. Hoogland, D. Murfet, "Structural Inference: Interpreting Small
 * Language Models with Susceptibilities", arXiv:2504.18274.
 *
 * @param settings of the draws; without a number of them {@link InfluenceEstimator#DEFAULT_DRAWS}
 * @param queries the z
 * @param folder where the losses of draws lie while components are at work, so that another process
 *     can go on with them; absent for temporary files, and then it begins anew
 */
public record SusceptibilityEstimator(
    LlcSpec settings,
    InfluenceEstimator.Queries queries,
    Optional<Path> folder,
    KernelProvider kernels,
    Workers workers) {
  /** Of the time of a component. */
  private static final double CONTROL_SHARE = 0.25;

  /** Of nBeta, at which the loss has no say any more. */
  private static final double NO_SAY = 1e-6;

  /** Draws of it, for each of the posterior's. */
  private static final int CONTROL_FEWER = 4;

  private static final int LEAST_OF_CONTROL = 100;

  /**
   * A component.
   *
   * @param target with its parameters free
   */
  public record Part(String name, Target target) {}

  /**
   * Of a component.
   *
   * @param control without the loss; empty where there was no time for it
   */
  record Response(String component, ComponentAnswer answer, Optional<ComponentAnswer> control) {}

  /**
   * Of all components.
   *
   * @param found among all entries
   * @param thresholds that discoveries pass
   * @param spectrum of the matrix of t statistics
   * @param verdicts of each component
   */
  public record Outcome(
      List<Response> responses,
      InfluenceEvidence.Found found,
      Thresholds thresholds,
      ResponseSpectrum spectrum,
      List<Verdict> verdicts) {
    /** The worst of the components', with whose it is. */
    public Verdict verdict() {
      Verdict.Status worst =
          verdicts.stream().map(Verdict::status).max(Comparator.naturalOrder()).orElseThrow();
      List<String> reasons = new ArrayList<>();
      Set<String> cautions = new LinkedHashSet<>();
      for (int i = 0; i < verdicts.size(); i++) {
        String name = responses.get(i).component();
        verdicts.get(i).reasons().forEach(reason -> reasons.add(name + ": " + reason));
        cautions.addAll(verdicts.get(i).cautions());
      }
      return new Verdict(worst, reasons, List.copyOf(cautions));
    }
  }

  /**
   * Of all components, each with its share of the time.
   *
   * @param share of the discoveries that may be false
   * @throws org.cusp.contract.InvalidInput where time is up before there are draws enough, or the
   *     disk has no room
   */
  public Outcome estimate(
      List<Part> parts, double[] w, double share, Deadline deadline, Progress progress) {
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int place = i;
      Progress shown =
          (done, phase, value, error) ->
              progress.at((place + done) / parts.size(), part.name() + ", " + phase, value, error);
      Work work = new Work("component " + i, shown.keeping(progress.bookmark()));
      responses.add(of(part, w, deadline.part(1.0 / (parts.size() - i)), work));
    }
    FalseDiscovery seen = new FalseDiscovery();
    responses.forEach(it -> it.answer().data().forEach(entry -> seen.add(entry.t())));
    FalseDiscovery first = strangers(responses, 0);
    FalseDiscovery second = strangers(responses, ComponentAnswer.STRANGERS / 2);
    int least =
        responses.stream()
            .mapToInt(it -> it.answer().drawn().batches().count())
            .min()
            .orElseThrow();
    NullLaw law =
        first.all() >= InfluenceMatrix.ENOUGH ? first.asLaw() : NullLaw.student(least - 1.0);
    Thresholds thresholds = seen.thresholds(share, law);
    InfluenceEvidence.Found found =
        new InfluenceEvidence.Found(
            share,
            seen.all(),
            seen.count(thresholds),
            second.all(),
            second.count(thresholds),
            first.quantileOfSize(InfluenceMatrix.COVERED));
    List<Verdict> verdicts =
        responses.stream()
            .map(Response::answer)
            .map(it -> InfluenceRules.judge(it.evidence(found), List.of()))
            .toList();
    return new Outcome(responses, found, thresholds, spectrum(responses), verdicts);
  }

  private static FalseDiscovery strangers(List<Response> responses, int from) {
    FalseDiscovery seen = new FalseDiscovery();
    for (Response response : responses) {
      for (int shift = from; shift < from + ComponentAnswer.STRANGERS / 2; shift++) {
        Arrays.stream(response.answer().strangers()[shift]).forEach(seen::add);
      }
    }
    return seen;
  }

  private static ResponseSpectrum spectrum(List<Response> responses) {
    double[][] t = responses.stream().map(it -> it.answer().errors()).toArray(double[][]::new);
    double[][][] noise = new double[ComponentAnswer.STRANGERS][][];
    for (int shift = 0; shift < ComponentAnswer.STRANGERS; shift++) {
      int pairing = shift;
      noise[shift] =
          responses.stream().map(it -> it.answer().strangers()[pairing]).toArray(double[][]::new);
    }
    return ResponseSpectrum.of(t, noise);
  }

  /** The files of draws in a folder of one's own, when nobody needs them any more. */
  public static void remove(Path folder) {
    AtomicFiles.removeAll(folder.resolve(Work.ROOM));
  }

  /** A piece of the work, which is done once and kept under its name. */
  private record Work(String name, Progress progress) {
    static final String ROOM = "unfinished-losses";

    Work of(String part) {
      return new Work(name + " " + part, progress);
    }

    Kept found(Function<Progress, Kept> work) {
      return progress
          .bookmark()
          .found(name, Kept.class, at -> work.apply(progress.keeping(at.in("draws"))));
    }

    /** Where its losses lie. */
    Optional<Path> room(Optional<Path> folder) {
      return folder.map(it -> it.resolve(ROOM).resolve(name.replace(' ', '-')));
    }
  }

  /**
   * What a piece of the work found.
   *
   * @param answer null where time was up before there were draws for it
   */
  private record Kept(@MayBeNull ComponentAnswer answer) {}

  /** Draws with the component free, then without the loss. */
  private Response of(Part part, double[] w, Deadline deadline, Work work) {
    LlcSpec asked = InfluenceEstimator.withDraws(settings);
    Deadline ofDraws = deadline.part(1 - CONTROL_SHARE);
    ComponentAnswer answer =
        work.found(at -> new Kept(answer(asked, part.target(), w, ofDraws, work.room(folder), at)))
            .answer();
    LlcSpec without =
        asked
            .withNBeta(NO_SAY * answer.posterior().nBeta())
            .edit()
            .gamma(answer.posterior().gamma())
            .draws(Math.max(LEAST_OF_CONTROL, asked.draws().orElseThrow() / CONTROL_FEWER))
            .build()
            .withSampler("hmc");
    Work beside = work.of("control");
    Kept control = beside.found(at -> control(without, part, w, deadline, beside, at));
    return new Response(part.name(), answer, Optional.ofNullable(control.answer()));
  }

  /** Few draws do: without the loss they know little of each other. */
  private Kept control(
      LlcSpec without, Part part, double[] w, Deadline deadline, Work work, Progress at) {
    try {
      return new Kept(answer(without, part.target(), w, deadline.part(1), work.room(folder), at));
    } catch (TooFewDraws e) {
      return new Kept(null);
    }
  }

  private ComponentAnswer answer(
      LlcSpec asked,
      Target part,
      double[] w,
      Deadline deadline,
      Optional<Path> own,
      Progress progress) {
    Questions questions = queries.on(part.train().n());
    double bytes =
        (double) asked.chains()
            * asked.draws().orElseThrow()
            * (questions.columns() + questions.queries())
            * Float.BYTES;
    LossStore.requireRoom(own.orElseGet(LossStore::folder), bytes, "the losses of all draws");
    try (LossDraws losses = new LossDraws(queries.data(), own, kernels, workers)) {
      LlcEstimator.Outcome llc =
          new LlcEstimator(asked, kernels, workers, List.of(losses))
              .estimate(part, w, deadline, progress);
      InfluenceEstimator.requireDraws(llc);
      Window window =
          losses.window(
              llc.draws(), settings.burnIn().isPresent() ? 0 : InfluenceEstimator.FURTHER_BURN_IN);
      Window shifted = Shifts.of(window, questions);
      try (LossStore store = shifted.store()) {
        return ComponentAnswer.of(
            Drawn.of(llc, shifted, questions.queries() + 1), questions.queries());
      }
    }
  }
}
