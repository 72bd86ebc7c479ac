package org.cusp.estimate.criteria;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cusp.state.HasState;
import org.cusp.state.State;

/**
 * The draws of one chain in a few blocks of consecutive draws, however many there come to be: when
 * all places are taken, neighbours are joined and blocks are twice as long from then on.
 */
public final class BlockedSums implements HasState {
  private final int places;
  private final Supplier<DatumSums> empty;
  private final List<DatumSums> blocks = new ArrayList<>();
  private long length = 1;

  /**
   * @param places an even number of blocks at most
   */
  public BlockedSums(int places, Supplier<DatumSums> empty) {
    this.places = places;
    this.empty = empty;
  }

  /** The block that the next draw belongs to; the draw has begun. */
  public DatumSums next() {
    if (blocks.isEmpty() || last().draws() == length) {
      if (blocks.size() == places) {
        joinNeighbours();
      }
      blocks.add(empty.get());
    }
    last().begin();
    return last();
  }

  @Override
  public void state(State at) {
    length = at.whole("length", length);
    int count = (int) at.whole("blocks", blocks.size());
    while (blocks.size() < count) {
      blocks.add(empty.get());
    }
    for (int i = 0; i < count; i++) {
      blocks.get(i).state(at.in("block" + i));
    }
  }

  private void joinNeighbours() {
    for (int i = 0; i < places / 2; i++) {
      blocks.get(i).add(blocks.remove(i + 1));
    }
    length *= 2;
  }

  private DatumSums last() {
    return blocks.get(blocks.size() - 1);
  }

  /** All blocks in order; one that had hardly begun is part of the one before it. */
  public List<DatumSums> finished() {
    if (blocks.size() > 1 && 2 * last().draws() < length) {
      DatumSums rest = blocks.remove(blocks.size() - 1);
      last().add(rest);
    }
    return List.copyOf(blocks);
  }
}
