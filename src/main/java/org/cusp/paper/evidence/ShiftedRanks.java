package org.cusp.paper.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cusp.exact.ReducedRank;
import org.cusp.exact.Rlct;
import org.cusp.select.ModelChoice;
import org.cusp.select.PosetModel;
import org.cusp.select.ReducedRankFamily;
import org.cusp.select.Sbic;

/**
 * The criteria of reduced-rank regressions with the coefficients of one rank more, for the model
 * and for the truth, as a program gets them that counts its models from 1 and takes the count for
 * the rank. What lies beyond the full rank is taken from the full rank.
 */
final class ShiftedRanks {
  private ShiftedRanks() {}

  static ModelChoice choice(ReducedRankFamily family, double[] likelihoods, int n) {
    List<PosetModel> models = new ArrayList<>();
    for (int rank : family.sizes()) {
      TreeMap<Integer, Rlct> submodels = new TreeMap<>();
      for (int truth = 0; truth < rank; truth++) {
        submodels.put(truth, coefficient(family, rank, truth));
      }
      models.add(new PosetModel(likelihoods[rank], coefficient(family, rank, rank), submodels, 0));
    }
    double[] sbic = Sbic.of(models, n);
    double[] probabilities = Sbic.probabilities(models, sbic);
    List<ModelChoice.Row> rows = new ArrayList<>();
    for (int rank : family.sizes()) {
      double lambda = models.get(rank).own().lambdaValue();
      double bic = likelihoods[rank] - lambda * Math.log(n);
      rows.add(
          new ModelChoice.Row(
              rank,
              (int) Math.round(2 * lambda),
              likelihoods[rank],
              new ModelChoice.Scores(bic, sbic[rank], probabilities[rank]),
              null));
    }
    return new ModelChoice(n, rows);
  }

  private static Rlct coefficient(ReducedRankFamily family, int rank, int truth) {
    int full = Math.min(family.inputs(), family.outputs());
    return new ReducedRank(
            family.inputs(), family.outputs(), Math.min(rank + 1, full), Math.min(truth + 1, full))
        .rlct();
  }
}
