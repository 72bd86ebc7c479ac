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
import java.util.stream.IntStream;
import org.cusp.clock.Deadline;
import org.cusp.contract.MayBeNull;
import org.cusp.diagnostics.Estimate;
import org.cusp.diagnostics.FalseDiscovery;
import org.cusp.diagnostics.FalseDiscovery.NullLaw;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.diagnostics.RankCorrelation;
import org.cusp.estimate.influence.Drawn;
import org.cusp.estimate.influence.InfluenceEstimator;
import org.cusp.estimate.influence.InfluenceMatrix;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.StoredDraws;
import org.cusp.estimate.influence.TooFewDraws;
import org.cusp.estimate.influence.Window;
import org.cusp.estimate.llc.LlcEstimator;
import org.cusp.format.AtomicFiles;
import org.cusp.model.Restriction;
import org.cusp.run.Coordinates;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.cusp.verdict.InfluenceEvidence;
import org.cusp.verdict.InfluenceRules;
import org.cusp.verdict.Verdict;

/**
 * How the loss of a component C of a network answers to a shift of the data:
 *
 * <pre>
 *   w ~ exp(-nBeta L_n(w) - (gamma/2) |w - w*|^2)
 *   phi_C(w) = L_n(w_C, w*_rest) - L_n(w*)
 *   chi_C(z) = -Cov(phi_C(w), l_z(w) - L_n(w))
 * </pre>
 *
 * the derivative of E[phi_C] by the weight of datum z, which takes the place of as much of all the
 * data, over nBeta; either with the parameters of C alone free and all others at w*, or with all
 * free ({@link Form}). Negative: C lowers the loss of z more than that of the data at large where
 * it lowers the loss (C expresses z). A datum whose loss never changes has chi = Var(L_n); one
 * beyond that loses what the data at large gain (C suppresses z). With all free, Var is Cov(phi_C,
 * L_n).
 *
 * <p>The control takes the same with the loss without a say, nBeta -&gt; 0: what is the same there
 * comes from how the loss bends around w* and not from where the posterior is.
 *
 * <p>Source: G. Baker, G. Wang, J. Hoogland, D. Murfet, "Structural Inference: Interpreting Small
 * Language Models with Susceptibilities", arXiv:2504.18274.
 *
 * @param settings of the draws; without a number of them {@link InfluenceEstimator#DEFAULT_DRAWS}
 * @param queries the z; where a datum is a token, each position of theirs is one
 * @param folder where the losses of draws lie while components are at work, so that another process
 *     can go on with them; absent for temporary files, and then it begins anew
 */
public record SusceptibilityEstimator(
    LlcSpec settings,
    InfluenceEstimator.Queries queries,
    Form form,
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
   * What was found of a component, in numbers.
   *
   * @param llc nBeta E[phi_C]
   * @param chi of each z
   * @param apart chi of each z from parts of the draws, [part][z]
   * @param inert Cov(phi_C, L_n)
   * @param found z that stand out
   * @param likeControl rank correlation with the control; NaN without one
   */
  public record Summary(
      Estimate llc,
      double[] chi,
      double[][] apart,
      double inert,
      long found,
      double likeControl,
      double rhat,
      double ess) {}

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
    /** What was found of a component. */
    public Summary summary(int component) {
      Response response = responses.get(component);
      ComponentAnswer answer = response.answer();
      return new Summary(
          answer.posterior().llc(),
          answer.values(),
          answer.apart(),
          answer.inert(),
          answer.data().stream().filter(entry -> thresholds.standsOut(entry.t())).count(),
          response
              .control()
              .map(it -> RankCorrelation.of(answer.values(), it.values()))
              .orElse(Double.NaN),
          answer.drawn().draws().rhat(),
          answer.drawn().draws().ess());
    }

    /** chi over its standard error, [component][z]. */
    public double[][] errors() {
      return responses.stream().map(it -> it.answer().errors()).toArray(double[][]::new);
    }

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
   * What is asked of the draws.
   *
   * @param share of the discoveries that may be false
   * @param parts of the draws of which chi is told apart, by which {@link Patterning} is judged; 0
   *     for none
   */
  public record Asked(double share, int parts) {}

  /**
   * Of all components.
   *
   * @throws org.cusp.contract.InvalidInput where time is up before there are draws enough, or the
   *     disk has no room
   */
  public Outcome estimate(
      List<Part> parts, double[] w, Asked asked, Deadline deadline, Progress progress) {
    List<Response> responses =
        switch (form) {
          case COMPONENT -> eachAlone(parts, w, asked, deadline, progress);
          case WHOLE -> together(parts, w, asked, deadline, progress);
        };
    return outcome(responses, asked.share());
  }

  /** Each with its share of the time. */
  private List<Response> eachAlone(
      List<Part> parts, double[] w, Asked asked, Deadline deadline, Progress progress) {
    List<Response> responses = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int place = i;
      Progress shown =
          (done, phase, value, error) ->
              progress.at((place + done) / parts.size(), part.name() + ", " + phase, value, error);
      Work work = new Work("component " + i, shown.keeping(progress.bookmark()));
      Subject subject = new Subject(part.target(), List.of(), w, asked.parts());
      Both both = both(subject, deadline.part(1.0 / (parts.size() - i)), work);
      responses.add(
          new Response(part.name(), both.answers().get(0), both.controls().stream().findFirst()));
    }
    return responses;
  }

  /** All by the same draws. */
  private List<Response> together(
      List<Part> parts, double[] w, Asked asked, Deadline deadline, Progress progress) {
    List<Restriction> observed =
        parts.stream()
            .map(it -> it.target().coordinates().selection().orElseThrow().restriction())
            .toList();
    Target whole = parts.get(0).target().withCoordinates(Coordinates.WHOLE);
    Subject subject = new Subject(whole, observed, w, asked.parts());
    Both both = both(subject, deadline, new Work("all components", progress));
    return IntStream.range(0, parts.size())
        .mapToObj(
            i ->
                new Response(
                    parts.get(i).name(),
                    both.answers().get(i),
                    both.controls().isEmpty()
                        ? Optional.empty()
                        : Optional.of(both.controls().get(i))))
        .toList();
  }

  private static Outcome outcome(List<Response> responses, double share) {
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
   * @param answers of each component; null where time was up before there were draws for them
   */
  private record Kept(@MayBeNull List<ComponentAnswer> answers) {}

  /**
   * What is drawn from.
   *
   * @param observed components with an observable of their own; none where one alone moves
   * @param parts of the draws
   */
  private record Subject(Target target, List<Restriction> observed, double[] w, int parts) {
    /** Parameters of a component, of so many that move. */
    int free(int component, int moving) {
      return observed.isEmpty() ? moving : observed.get(component).size();
    }
  }

  /**
   * With the loss and without.
   *
   * @param controls none where there was no time for them
   */
  private record Both(List<ComponentAnswer> answers, List<ComponentAnswer> controls) {}

  /** Draws of the posterior, then without the loss. */
  private Both both(Subject subject, Deadline deadline, Work work) {
    LlcSpec asked = InfluenceEstimator.withDraws(settings);
    Deadline ofDraws = deadline.part(1 - CONTROL_SHARE);
    List<ComponentAnswer> answers =
        work.found(at -> new Kept(answers(asked, subject, ofDraws, work.room(folder), at)))
            .answers();
    ComponentAnswer.Localised drawnFrom = answers.get(0).posterior();
    LlcSpec without =
        asked
            .withNBeta(NO_SAY * drawnFrom.nBeta())
            .edit()
            .gamma(drawnFrom.gamma())
            .draws(Math.max(LEAST_OF_CONTROL, asked.draws().orElseThrow() / CONTROL_FEWER))
            .build()
            .withSampler("hmc");
    Work beside = work.of("control");
    Subject alike = new Subject(subject.target(), subject.observed(), subject.w(), 0);
    Kept control = beside.found(at -> control(without, alike, deadline, beside, at));
    return new Both(answers, Optional.ofNullable(control.answers()).orElse(List.of()));
  }

  /** Few draws do: without the loss they know little of each other. */
  private Kept control(
      LlcSpec without, Subject subject, Deadline deadline, Work work, Progress at) {
    try {
      return new Kept(answers(without, subject, deadline.part(1), work.room(folder), at));
    } catch (TooFewDraws e) {
      return new Kept(null);
    }
  }

  private List<ComponentAnswer> answers(
      LlcSpec asked, Subject subject, Deadline deadline, Optional<Path> own, Progress progress) {
    Target target = subject.target();
    double count = target.model().dataOf(queries.data().orElse(target.train()));
    double bytes = asked.chains() * (double) asked.draws().orElseThrow() * count * Float.BYTES;
    LossStore.requireRoom(own.orElseGet(LossStore::folder), bytes, "the losses of all draws");
    try (StoredDraws<ShiftDraws> draws =
        ShiftDraws.of(queries.data(), subject.observed(), own, kernels, workers)) {
      LlcEstimator.Outcome llc =
          new LlcEstimator(asked, kernels, workers, List.of(draws))
              .estimate(target, subject.w(), deadline, progress);
      InfluenceEstimator.requireDraws(llc);
      Window window = draws.window(llc.draws(), InfluenceEstimator.furtherBurnIn(settings));
      Shifts shifts = draws.numbers().shifts();
      Drawn drawn = Drawn.of(llc, window, shifts.judged());
      return IntStream.range(0, Math.max(1, shifts.observables()))
          .mapToObj(
              component ->
                  ComponentAnswer.of(
                      drawn,
                      shifts,
                      shifts.observable(component),
                      subject.free(component, llc.draws().posterior().size()),
                      subject.parts()))
          .toList();
    }
  }
}
