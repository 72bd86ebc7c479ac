package org.cusp.paper;

import java.util.List;
import org.cusp.contract.Nearest;
import org.cusp.contract.Registry;
import org.cusp.paper.coverage.Coverage;
import org.cusp.paper.coverage.DoubtfulCoverage;
import org.cusp.paper.coverage.FreeEnergyCoverage;
import org.cusp.paper.coverage.TwoComponents;
import org.cusp.paper.coverage.Verdicts;
import org.cusp.paper.evidence.EquationsOfState;
import org.cusp.paper.evidence.FreeEnergyCurves;
import org.cusp.paper.evidence.RankSelection;
import org.cusp.paper.evidence.TopicModels;
import org.cusp.paper.evidence.WbicExperiment;
import org.cusp.paper.gold.GoldBenchmark;
import org.cusp.paper.linear.DeepLinearNetworks;
import org.cusp.paper.linear.ReducedRankRegressions;
import org.cusp.paper.linear.SaddleToSaddle;
import org.cusp.paper.networks.HeadCoefficients;
import org.cusp.paper.networks.HeadSusceptibilities;
import org.cusp.paper.networks.InContextRegression;
import org.cusp.paper.networks.InfluenceAgreement;
import org.cusp.paper.networks.LargeMnistTraining;
import org.cusp.paper.networks.LenetTraining;
import org.cusp.paper.networks.MnistTraining;
import org.cusp.paper.networks.ModularAdditionTraining;
import org.cusp.paper.networks.Monomials;
import org.cusp.paper.networks.QuadraticNetworks;
import org.cusp.paper.networks.ReluRescaling;
import org.cusp.paper.networks.ReluSampleSizes;
import org.cusp.paper.phases.SuperpositionFeatures;
import org.cusp.paper.phases.SuperpositionPhases;
import org.cusp.paper.questions.QuestionAsymptotics;
import org.cusp.paper.questions.QuestionDivergence;
import org.cusp.paper.questions.QuestionGeneralisation;
import org.cusp.paper.questions.QuestionMinima;
import org.cusp.paper.questions.QuestionPrior;
import org.cusp.paper.questions.QuestionSgd;
import org.cusp.paper.reproduction.Reproduction;

/** The reproductions there are: one line for each. */
@Registry("a reproduction")
public final class Reproductions {
  /** All of them, the quickest first. */
  public static final List<Reproduction> ALL =
      List.of(
          new Monomials(),
          new TwoComponents(),
          new EquationsOfState(),
          new WbicExperiment(),
          new ReducedRankRegressions(),
          new QuadraticNetworks(),
          new RankSelection(),
          new TopicModels(),
          new DeepLinearNetworks(),
          new ReluRescaling(),
          new ReluSampleSizes(),
          new MnistTraining(),
          new LargeMnistTraining(),
          new LenetTraining(),
          new ModularAdditionTraining(),
          new InContextRegression(),
          new InfluenceAgreement(),
          new HeadSusceptibilities(),
          new HeadCoefficients(),
          new SuperpositionPhases(),
          new SuperpositionFeatures(),
          new SaddleToSaddle(),
          new Coverage(),
          new DoubtfulCoverage(),
          new Verdicts(),
          new GoldBenchmark(),
          new QuestionDivergence(),
          new QuestionPrior(),
          new QuestionMinima(),
          new QuestionAsymptotics(),
          new FreeEnergyCoverage(),
          new FreeEnergyCurves(),
          new QuestionGeneralisation(),
          new QuestionSgd());

  private static final String EVERYTHING = "all";

  private Reproductions() {}

  /** Those that a name stands for: a key, a folder of keys, or {@code all}. */
  public static List<Reproduction> of(String name) {
    List<Reproduction> inFolder =
        ALL.stream().filter(each -> each.key().startsWith(name + "/")).toList();
    if (name.equals(EVERYTHING)) {
      return ALL;
    }
    return inFolder.isEmpty() ? List.of(named(name)) : inFolder;
  }

  /** The one with this key. */
  public static Reproduction named(String key) {
    return ALL.stream()
        .filter(reproduction -> reproduction.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                Nearest.unknown("reproduction", key, ALL.stream().map(Reproduction::key).toList()));
  }
}
