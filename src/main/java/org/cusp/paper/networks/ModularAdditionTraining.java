package org.cusp.paper.networks;

import java.util.List;
import java.util.Map;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;

/** The LLC of a network for addition modulo 53 before and after it generalises. */
public final class ModularAdditionTraining implements Reproduction {
  private static final TrainingCurve CURVE =
      new TrainingCurve(
          "modular-addition.yaml",
          List.of(300, 1200, 6000, 18000, 30000, 36000),
          List.of(0, 300),
          45);

  @Override
  public String key() {
    return "panickssery2023-modular-addition";
  }

  @Override
  public String title() {
    return "Modular addition: the LLC before and after grokking";
  }

  @Override
  public String citation() {
    return "N. Panickssery, D. Vaintrob, Investigating the learning coefficient of modular addition (2023);"
        + " network: modular addition notebook of devinterp; estimator: arXiv:2308.12108";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The sources follow the LLC of a network that learns addition modulo 53 by heart and then by rule: it"
            + " rises while examples are learned by heart, falls, and is flat once the rule is there; about 23"
            + " at the end, by SGLD at nBeta 2 and gamma 5.",
        "Here the same network (embedding 12, hidden 48, GELU, no output bias: 4,428 parameters), Adam with"
            + " L2, and every LLC by default with its verdict. nBeta and gamma are Cusp's, so the course"
            + " compares, not the level. Six checkpoints and 45 s for each LLC are what two cores do in"
            + " ten minutes.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    return CURVE.settings(
        "2,809 sums modulo 53, 40% for training", "Adam, rate 0.005, L2 2e-4, batch 128", size);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return CURVE.pieces(size, seed);
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return TrainingCurve.findings(rows, "The LLC of modular addition along training");
  }
}
