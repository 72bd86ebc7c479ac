package org.cusp.estimate.llc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import org.cusp.clock.Deadline;
import org.cusp.estimate.llc.colder.ColderDraws;
import org.cusp.exact.Rlct;
import org.cusp.run.Progress;
import org.cusp.run.Target;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Workers;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often the interval of lambda holds the exact coefficient, over data sets that nothing was
 * tuned on: {@code mvn verify -Dtest=LambdaCoverageTest -Dcusp.lambda=10} (minutes); {@code
 * -Dcusp.lambda.only=tanh} takes the problems whose name has that in it.
 */
@EnabledIfSystemProperty(named = "cusp.lambda", matches = "[1-9][0-9]*")
class LambdaCoverageTest {
  private static final int RUNS = Integer.getInteger("cusp.lambda", 10);
  private static final long FIRST_SEED = Long.getLong("cusp.lambda.seed", 11);

  /** The share of the runs, less what chance makes of ten: P(8 or fewer of 10) = 7% at 95%. */
  private static final double SHARE = 0.9;

  /** Seconds for each of both, the LLC and what is colder. */
  private static final double BUDGET = 120;

  private record Counted(int held, double worst) {}

  private static Counted count(String problem, double precision) {
    assumeTrue(problem.contains(System.getProperty("cusp.lambda.only", "")));
    int held = 0;
    double worst = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
      Target target = Target.ofProblem(problem, seed);
      Rlct exact = target.exact().orElseThrow();
      LlcSpec settings = LlcSpec.defaults(seed).until(precision, BUDGET);
      try (Workers workers = new Workers(1)) {
        double[] truth = target.truth().orElseThrow();
        KernelProvider kernels = KernelProvider.best();
        LlcEstimator.Outcome plain =
            new LlcEstimator(settings, kernels, workers).estimate(target, truth, Progress.NONE);
        LlcEstimator.Outcome outcome =
            new ColderDraws(kernels, workers)
                .beside(plain, target, truth, settings, Deadline.after(BUDGET));
        Lambda lambda = outcome.llc().lambda().orElseThrow();
        double right = exact.lambda().doubleValue();
        double value = lambda.with(exact.multiplicity()).value();
        double[] interval = lambda.ci95(exact.multiplicity());
        boolean holds = interval[0] <= right && right <= interval[1];
        held += holds ? 1 : 0;
        worst = Math.max(worst, Math.abs(value / right - 1));
        System.out.printf(
            Locale.ROOT,
            "%s seed %d: exact %.4g LLC %.4g lambda %.4g +- %.2g D %.3g held %.2g [%.4g, %.4g] %s %s %s%n",
            problem,
            seed,
            right,
            outcome.llc().estimate().value(),
            value,
            lambda.se(),
            lambda.correction(),
            lambda.above().reach(),
            interval[0],
            interval[1],
            holds ? "holds" : "MISSES",
            outcome.llc().verdict().status(),
            lambda.temperatures().seen());
      }
    }
    return new Counted(held, worst);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dln:widths=12x9x7x11,rank=4,n=100000",
        "dln:widths=8x6x8,rank=2,n=100000",
        "dln:widths=14x12x13,rank=7,n=100000",
        "dln:widths=9x9x9x9x9,rank=3,n=100000"
      })
  void deepLinearNetworks(String problem) {
    Counted counted = count(problem, 0.01);
    assertThat(counted.worst()).isLessThan(0.02);
    assertThat((double) counted.held()).isGreaterThanOrEqualTo(SHARE * RUNS);
  }

  /**
   * Not among them: tanh with 3 units at n = 1000, whose mean energy of about 0.5 is so far from
   * 5/6 that four in ten intervals hold it.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "conjugate:dimension=2,n=100",
        "conjugate:dimension=5,n=100",
        "conjugate:dimension=20,n=100",
        "conjugate:dimension=3,n=1000",
        "conjugate:dimension=12,n=10000",
        "conjugate:dimension=20,n=100000",
        "rrr:inputs=6,outputs=6,hidden=4,rank=3,n=1000",
        "rrr:inputs=4,outputs=3,hidden=2,rank=1,n=10000",
        "rrr:inputs=5,outputs=5,hidden=3,rank=0,n=2000",
        "tanh:hidden=1,n=1000",
        "tanh:hidden=2,n=1000",
        "monomial:powers=1x3,n=1000",
        "monomial:powers=1x1,n=1000",
        "monomial:powers=2,n=1000",
        "monomial:powers=1x2x3,n=10000"
      })
  void smallProblems(String problem) {
    assertThat((double) count(problem, 0.05).held()).isGreaterThanOrEqualTo(SHARE * RUNS);
  }
}
