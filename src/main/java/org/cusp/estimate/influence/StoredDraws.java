package org.cusp.estimate.influence;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.state.State;

/**
 * Keeps some numbers of every draw of an LLC's chains in a {@link LossStore}, from which another
 * process can go on.
 *
 * @param <N> whose numbers they are
 */
public final class StoredDraws<N extends StoredDraws.Numbers>
    implements DrawEstimator, AutoCloseable {
  private final String name;
  private final String what;
  private final Optional<Path> folder;
  private final Function<PosteriorTensors, N> begun;
  private Kept kept;

  /** What is kept of the draws of one posterior. */
  public interface Numbers extends AutoCloseable {
    /** How many of each draw. */
    int columns();

    /** Begins to look at the chains of a pass, in one thread. */
    Reader reader(PosteriorPass pass);

    @Override
    default void close() {}
  }

  /** Looks at the chains of one pass. */
  @FunctionalInterface
  public interface Reader extends AutoCloseable {
    /** The numbers of a draw, [chain of the pass][column]; good until the next draw. */
    float[][] of(Draw draw);

    @Override
    default void close() {}
  }

  /**
   * Before the chains.
   *
   * @param name of the estimator and of its part of a state
   * @param what it keeps, in half a line
   * @param folder from which another process can go on; absent for that of temporary files
   * @param begun with a posterior
   */
  public StoredDraws(
      String name, String what, Optional<Path> folder, Function<PosteriorTensors, N> begun) {
    this.name = name;
    this.what = what;
    this.folder = folder;
    this.begun = begun;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String describe() {
    return what;
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    close();
    kept = new Kept(begun.apply(shared), chains);
    return kept;
  }

  /** Of the posterior that was begun with. */
  public N numbers() {
    return kept.numbers;
  }

  /**
   * The draws that count, of chains that completed.
   *
   * @param further share of the draws after the burn-in that is burn-in too
   * @throws org.cusp.contract.InvalidInput where there are too few
   */
  public Window window(Draws draws, double further) {
    return Window.of(kept.store, draws, kept.firstNumber, further);
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.store.close();
      kept.numbers.close();
      kept = null;
    }
  }

  private final class Kept implements Seen {
    private final N numbers;
    private final LossStore store;
    private volatile int firstNumber = -1;

    Kept(N numbers, int chains) {
      this.numbers = numbers;
      this.store = new LossStore(folder, chains, numbers.columns());
    }

    @Override
    public List<NamedEstimate> estimate(Draws draws) {
      return List.of();
    }

    @Override
    public Watch watch(PosteriorPass pass, int firstChain) {
      Reader reader = numbers.reader(pass);
      return new Watch() {
        @Override
        public void see(Draw draw) {
          if (firstNumber < 0) {
            firstNumber = draw.number();
          }
          float[][] rows = reader.of(draw);
          for (int chain = 0; chain < rows.length; chain++) {
            store.add(firstChain + chain, rows[chain]);
          }
        }

        @Override
        public void close() {
          reader.close();
        }
      };
    }

    @Override
    public void state(State at) {
      firstNumber = (int) at.whole("first", firstNumber);
      store.state(at.in(name));
    }
  }
}
