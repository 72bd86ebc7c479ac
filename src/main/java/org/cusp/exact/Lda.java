package org.cusp.exact;

import java.util.List;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;

/**
 * Latent Dirichlet allocation (stochastic matrix factorisation) with M words, N documents and H
 * topics. The rank r is that of the reduced true product, generically the true number of topics
 * less one: {@code lambda = lambda_RRR(M-1, N-1, H-1, r) + (M-1)/2} with the m of that reduced-rank
 * regression; {@code (M-1)/2} for one topic.
 *
 * <p>Source: N. Hayashi, The exact asymptotic form of Bayesian generalization error in latent
 * Dirichlet allocation, Neural Networks 137 (2021) 127, doi:10.1016/j.neunet.2021.01.024.
 *
 * @param words M, at least 2
 * @param documents N, at least 2
 * @param topics H, at least 1
 * @param rank r, from 0 to min(M, N, H) - 1
 */
public record Lda(int words, int documents, int topics, int rank) implements ClosedForm {
  private static final String SOURCE =
      "Hayashi 2021, Neural Networks 137:127, doi:10.1016/j.neunet.2021.01.024";

  public Lda {
    Check.atLeast("words", words, 2);
    Check.atLeast("documents", documents, 2);
    Check.atLeast("topics", topics, 1);
    Check.atLeast("rank", rank, 0);
    int bound = Math.min(topics, Math.min(words, documents)) - 1;
    if (rank > bound) {
      throw new InvalidInput(
          "rank must be at most min(words, documents, topics) - 1 = "
              + bound
              + " (the true number of topics less one), got "
              + rank);
    }
  }

  @Override
  public Rlct rlct() {
    if (topics == 1) {
      return Rlct.exact(Fractions.of(words - 1L, 2), 1, SOURCE);
    }
    Rlct inner = new ReducedRank(words - 1, documents - 1, topics - 1, rank).rlct();
    return Rlct.exact(
        inner.lambda().add(Fractions.of(words - 1L, 2)), inner.multiplicity(), SOURCE);
  }

  @Override
  public List<String> conditions() {
    return List.of("a prior that is positive and bounded (Dirichlet with parameters 1)");
  }
}
