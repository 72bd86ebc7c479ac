package org.cusp.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cusp.clock.TimeIsUp;
import org.cusp.posterior.Quadratic;
import org.cusp.sampler.reference.GaussianReference;
import org.cusp.sampler.reference.ReferenceSource;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.Slab;
import org.junit.jupiter.api.Test;

/** When references are made, from what, and what is left where there is no time for one. */
class SplitSearchTest {
  private static final double GAMMA = 1;

  /** One stiff direction more each time. */
  private static final class Growing implements ReferenceSource {
    private final int last;
    private final List<double[][]> positions = new ArrayList<>();
    private final List<Integer> ranks = new ArrayList<>();

    Growing(int last) {
      this.last = last;
    }

    @Override
    public GaussianReference at(double[][] from, int round, int rank) {
      if (round > last) {
        throw new TimeIsUp();
      }
      positions.add(from);
      ranks.add(rank);
      int k = round + 1;
      Slab slab = Slab.zeros(KernelProvider.best().memory(), Precision.FLOAT64, 1, 4 * k);
      return GaussianReference.of(GAMMA, new double[k], MatrixStack.of(slab, 0, k, 4));
    }
  }

  private static Adaptation<SplitHmc.Proposal> search(ReferenceSource references) {
    Surroundings around =
        Surroundings.onAllData(new Quadratic(new double[] {4, 3, 2, 1}, 100, GAMMA).posterior(), 4)
            .with(references);
    return new SplitHmc(1).adaptation(Set.of(), around);
  }

  /** Transition {@code t} is seen at this position alone. */
  private static double[][] at(int t) {
    return new double[][] {{t, 0, 0, 0}};
  }

  @Test
  void eachReferenceIsOfTheChainsWhereTheyAreThen() {
    Growing references = new Growing(2);
    Adaptation<SplitHmc.Proposal> search = search(references);
    int rank = 0;
    for (int t = 1; t <= 80; t++) {
      SplitHmc.Proposal next = search.next();
      rank = next.reference().map(GaussianReference::rank).orElse(0);
      assertThat(rank).isEqualTo(t <= 4 ? 0 : t <= 9 ? 1 : t <= 16 ? 2 : 3);
      search.learn(0.8, at(t));
      if (t % 8 == 0) {
        search.endWindow();
        assertThat(Double.isNaN(search.mustAgree()[0])).isEqualTo(t <= 16);
      }
    }
    assertThat(references.positions.stream().map(p -> (int) p[0][0])).containsExactly(4, 9, 16);
    assertThat(references.ranks).containsExactly(0, 1, 2);
  }

  @Test
  void withoutTimeForAReferenceTheOneBeforeStays() {
    Adaptation<SplitHmc.Proposal> search = search(new Growing(0));
    for (int t = 1; t <= 9; t++) {
      search.next();
      search.learn(0.8, at(t));
    }
    assertThatThrownBy(search::next).isInstanceOf(TimeIsUp.class);
    SplitHmc settled = (SplitHmc) search.settled();
    assertThat(settled.reference().orElseThrow().rank()).isEqualTo(1);
  }
}
