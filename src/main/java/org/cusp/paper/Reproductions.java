package org.cusp.paper;

import java.util.List;
import org.cusp.contract.Nearest;

/** The reproductions there are: one line for each. */
public final class Reproductions {
  /** All of them, the quickest first. */
  public static final List<Reproduction> ALL =
      List.of(
          new Monomials(),
          new TwoComponents(),
          new EquationsOfState(),
          new WbicExperiment(),
          new ReducedRankRegressions(),
          new RankSelection(),
          new TopicModels(),
          new DeepLinearNetworks(),
          new ReluRescaling(),
          new ReluSampleSizes(),
          new MnistTraining(),
          new SuperpositionPhases(),
          new SaddleToSaddle(),
          new Coverage(),
          new Verdicts(),
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
