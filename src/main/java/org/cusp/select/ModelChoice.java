package org.cusp.select;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.diagnostics.Estimate;

/**
 * The criteria of every model of a family on one data set. All approximate the log marginal
 * likelihood in nats: the largest is the best, of equals the smallest model.
 *
 * @param n the number of data
 * @param rows the smallest model first
 */
public record ModelChoice(int n, List<Row> rows) {
  public ModelChoice {
    rows = List.copyOf(rows);
  }

  /**
   * One model.
   *
   * @param size rank or components
   * @param dimension of its set of distributions
   * @param logLikelihood maximised
   * @param scores of the model
   * @param wbic the mean of n L_n at beta = 1/log n ({@link WbicSampling}), the negative of a log
   *     marginal likelihood; null where it was not asked for
   */
  public record Row(
      int size,
      int dimension,
      double logLikelihood,
      @JsonUnwrapped Scores scores,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonIgnoreProperties("ci95") Estimate wbic) {
    public double bic() {
      return scores.bic();
    }

    public double sbic() {
      return scores.sbic();
    }

    public double probability() {
      return scores.probability();
    }

    Row withWbic(Estimate value) {
      return new Row(size, dimension, logLikelihood, scores, value);
    }
  }

  /**
   * What is known without sampling.
   *
   * @param bic {@code logLikelihood - (dimension / 2) log n} (G. Schwarz, Ann. Statist. 6 (1978)
   *     461)
   * @param sbic {@link Sbic}
   * @param probability of the model given the data, by sBIC, all models alike before
   */
  public record Scores(double bic, double sbic, double probability) {}

  /** A way to choose. */
  public enum Criterion {
    BIC("BIC", Row::bic),
    SBIC("sBIC", Row::sbic),
    /** With the sign of the others. */
    WBIC("WBIC", row -> row.wbic() == null ? Double.NaN : -row.wbic().value());

    private final String label;
    private final ToDoubleFunction<Row> value;

    Criterion(String label, ToDoubleFunction<Row> value) {
      this.label = label;
      this.value = value;
    }

    /** The usual name. */
    public String label() {
      return label;
    }

    /** The criterion of a model. */
    public double of(Row row) {
      return value.applyAsDouble(row);
    }
  }

  /**
   * The criteria on a data set.
   *
   * @throws org.cusp.contract.InvalidInput if the data are not of the family, or fewer than {@link
   *     Sbic#LEAST_N}
   */
  public static ModelChoice of(ModelFamily family, DataSet data) {
    Sbic.requireLogLog(data.n());
    return of(family, family.logLikelihoods(data), data.n());
  }

  /** The criteria with these maximised log-likelihoods, the smallest model first. */
  public static ModelChoice of(ModelFamily family, double[] logLikelihoods, int n) {
    List<PosetModel> poset = family.poset(logLikelihoods);
    double[] sbic = Sbic.of(poset, n);
    double[] probabilities = Sbic.probabilities(poset, sbic);
    List<Row> rows = new ArrayList<>();
    for (int size : family.sizes()) {
      int i = size - family.smallest();
      int dimension = family.dimension(size);
      double bic = logLikelihoods[i] - dimension / 2.0 * Math.log(n);
      rows.add(
          new Row(
              size,
              dimension,
              logLikelihoods[i],
              new Scores(bic, sbic[i], probabilities[i]),
              null));
    }
    return new ModelChoice(n, rows);
  }

  /** The criteria that are known here. */
  public List<Criterion> criteria() {
    return Arrays.stream(Criterion.values())
        .filter(criterion -> rows.stream().noneMatch(row -> Double.isNaN(criterion.of(row))))
        .toList();
  }

  /** The same with the WBIC of each model, the smallest first. */
  ModelChoice withWbic(List<Estimate> wbic) {
    return new ModelChoice(
        n,
        IntStream.range(0, rows.size()).mapToObj(i -> rows.get(i).withWbic(wbic.get(i))).toList());
  }

  /** The size that a criterion chooses. */
  public int chosen(Criterion criterion) {
    return rows.stream()
        .max(
            Comparator.comparingDouble(criterion::of)
                .thenComparing(Row::size, Comparator.reverseOrder()))
        .orElseThrow()
        .size();
  }
}
