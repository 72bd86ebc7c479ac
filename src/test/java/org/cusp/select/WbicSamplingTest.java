package org.cusp.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Function;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.diagnostics.Estimate;
import org.cusp.spec.sampling.TemperingSpec;
import org.cusp.state.Bookmark;
import org.cusp.state.Ended;
import org.cusp.state.Stopped;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All seeds are fixed; four standard errors have a false-alarm probability of 6e-5 each. */
class WbicSamplingTest {
  private static final double PRIOR_DEVIATION = 1.5;

  private static WbicSampling sampling(Workers workers) {
    return new WbicSampling(
        PRIOR_DEVIATION, 0.1, TemperingSpec.defaults(3), KernelProvider.best(), workers);
  }

  /** One input, hidden unit and output: two parameters, by the trapezoidal rule. */
  @Test
  void agreesWithQuadrature() {
    SelectionProblem problem =
        SelectionProblem.parse(
            "rrr:inputs=1,outputs=1,hidden=1,rank=0,n=60", OptionalInt.empty(), 2);
    DataSet data = problem.data(0);
    double[] y = ((Targets.Values) data.targets()).values();
    double beta = 1 / Math.log(60);
    double weights = 0;
    double sum = 0;
    for (double a = -9; a <= 9; a += 0.02) {
      for (double b = -9; b <= 9; b += 0.02) {
        double loss = 60 * 0.5 * Math.log(2 * Math.PI);
        for (int i = 0; i < 60; i++) {
          double residual = y[i] - a * b * data.x()[i];
          loss += residual * residual / 2;
        }
        double prior = -(a * a + b * b) / (2 * PRIOR_DEVIATION * PRIOR_DEVIATION);
        double weight = Math.exp(prior - beta * (loss - 85));
        weights += weight;
        sum += weight * loss;
      }
    }
    try (Workers workers = new Workers(1)) {
      Estimate wbic =
          sampling(workers).byGibbs((ReducedRankFamily) problem.family(), 1, data, Bookmark.NONE);
      assertThat(wbic.se()).isLessThan(0.1);
      assertThat(Math.abs(wbic.value() - sum / weights)).isLessThan(4 * wbic.se());
    }
  }

  /** Two samplers that share nothing but the posterior. */
  @Test
  void gibbsAndReplicaExchangeAgree() {
    SelectionProblem problem =
        SelectionProblem.parse(
            "rrr:inputs=4,outputs=3,hidden=2,rank=1,n=200,sigma=0.5", OptionalInt.empty(), 2);
    DataSet data = problem.data(0);
    ReducedRankFamily family = (ReducedRankFamily) problem.family();
    try (Workers workers = new Workers(2)) {
      Estimate gibbs = sampling(workers).byGibbs(family, 2, data, Bookmark.NONE);
      WbicSampling rougher =
          new WbicSampling(
              PRIOR_DEVIATION, 0.4, TemperingSpec.defaults(3), KernelProvider.best(), workers);
      Estimate replicas = rougher.byReplicas(family.model(2).orElseThrow(), data, Bookmark.NONE);
      assertThat(Math.abs(gibbs.value() - replicas.value()))
          .isLessThan(4 * Math.hypot(gibbs.se(), replicas.se()));
      assertThat(replicas.se()).isLessThan(0.5);
      assertThat(gibbs.rhat()).isLessThan(1.05);
    }
  }

  /** Every model of each family can be sampled, the one without parameters included. */
  @Test
  void mixturesAndDeepNetworksHaveIt() {
    for (String text :
        new String[] {"mixture:components=2,true=1,n=40", "dln:widths=2x1x1x2,rank=1,n=40"}) {
      SelectionProblem problem = SelectionProblem.parse(text, OptionalInt.empty(), 1);
      try (Workers workers = new Workers(2)) {
        WbicSampling few =
            new WbicSampling(
                1, 1, TemperingSpec.defaults(1).withDraws(100), KernelProvider.best(), workers);
        ModelChoice plain = ModelChoice.of(problem.family(), problem.data(0));
        ModelChoice choice =
            few.added(problem.family(), problem.data(0), plain, (size, value) -> {}, Bookmark.NONE);
        assertThat(choice.criteria()).contains(ModelChoice.Criterion.WBIC);
        for (ModelChoice.Row row : choice.rows()) {
          assertThat(-row.wbic().value()).isLessThanOrEqualTo(row.logLikelihood() + 1e-9);
        }
      }
    }
  }

  /** Stopped in the middle of one model and another, it has the bits of one left alone. */
  @Test
  void whatIsStoppedGoesOn(@TempDir Path folder) {
    SelectionProblem problem =
        SelectionProblem.parse(
            "rrr:inputs=2,outputs=2,hidden=2,rank=1,n=60", OptionalInt.empty(), 1);
    ModelChoice plain = ModelChoice.of(problem.family(), problem.data(0));
    Ended ended = Ended.in(folder);
    try (Workers workers = new Workers(1)) {
      Function<Bookmark, ModelChoice> work =
          bookmark ->
              sampling(workers)
                  .added(problem.family(), problem.data(0), plain, (size, value) -> {}, bookmark);
      ModelChoice undisturbed = work.apply(Bookmark.NONE);
      for (int turns : new int[] {3, 1, 6}) {
        assertThatThrownBy(() -> work.apply(ended.bookmark(turns))).isInstanceOf(Stopped.class);
      }
      assertThat(work.apply(ended.bookmark(0))).isEqualTo(undisturbed);
    }
  }
}
