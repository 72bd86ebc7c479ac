package org.cusp.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.model.Batch;
import org.cusp.model.Evaluator;
import org.cusp.model.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.run.DrawObserver;

/**
 * Collects, while a posterior is sampled, what its draws say of every datum. Memory grows with n,
 * not with the draws: a few blocks of sums for each chain ({@link DatumSums}) and the largest
 * importance ratios of each datum ({@link LargestRatios}).
 */
public final class PointwiseDraws implements DrawObserver {
  /** Between so many blocks in all and twice as many are kept, chains permitting. */
  private static final int BLOCKS = 16;

  private static final int SLICE = 2048;

  private static final int LARGEST_TAIL = 400;
  private static final int SMALLEST_TAIL = 50;

  /** Bytes that the largest ratios of all data may take; an entry has 12. */
  private static final long TAIL_BYTES = 400L << 20;

  private static final int ENTRY_BYTES = 12;
  private static final double SAME_BETA = 1e-9;

  private final TensorData train;
  private final Optional<TensorData> test;
  private final double beta;
  private final List<BlockedSums> trainBlocks = new ArrayList<>();
  private final List<BlockedSums> testBlocks = new ArrayList<>();
  private final LargestRatios largest;
  private final Object[] locks;

  /**
   * Of one run.
   *
   * @param train the data of the posterior, open while it is sampled
   * @param test data that it has not seen
   * @param beta inverse temperature of the draws to come
   * @param chains of the run
   */
  public PointwiseDraws(TensorData train, Optional<TensorData> test, double beta, int chains) {
    this.train = train;
    this.test = test;
    this.beta = Check.positive("beta", beta);
    int places = Math.max(2, 2 * ((BLOCKS + chains - 1) / chains));
    for (int chain = 0; chain < Check.atLeast("chains", chains, 1); chain++) {
      trainBlocks.add(new BlockedSums(places, () -> new DatumSums(train.n(), beta)));
      test.ifPresent(
          data -> testBlocks.add(new BlockedSums(places, () -> new DatumSums(data.n(), 0))));
    }
    long affordable = TAIL_BYTES / ENTRY_BYTES / train.n();
    int tail = (int) Math.max(SMALLEST_TAIL, Math.min(LARGEST_TAIL, affordable));
    this.largest = new LargestRatios(train.n(), tail + 1);
    this.locks = IntStream.range(0, slices(train.n())).mapToObj(i -> new Object()).toArray();
  }

  private static int slices(int n) {
    return (n + SLICE - 1) / SLICE;
  }

  @Override
  public Pass of(PosteriorPass pass, int firstChain) {
    double drawn = pass.posterior().beta();
    if (!(Math.abs(drawn / beta - 1) <= SAME_BETA)) {
      throw new InvalidInput(
          "criteria at beta = " + beta + " need its draws, got those at " + drawn);
    }
    return new Watch(pass, firstChain);
  }

  double beta() {
    return beta;
  }

  int n() {
    return train.n();
  }

  /** The blocks of all chains, chain after chain. */
  List<DatumSums> trainBlocks() {
    return trainBlocks.stream().flatMap(chain -> chain.finished().stream()).toList();
  }

  /** Those of the test data, which have seen the same draws. */
  List<DatumSums> testBlocks() {
    return testBlocks.stream().flatMap(chain -> chain.finished().stream()).toList();
  }

  /** The chain of each block. */
  int[] chains() {
    return IntStream.range(0, trainBlocks.size())
        .flatMap(chain -> trainBlocks.get(chain).finished().stream().mapToInt(block -> chain))
        .toArray();
  }

  LargestRatios largest() {
    return largest;
  }

  /** The number of the block that each draw is in. */
  BlockOf blockOf() {
    List<long[]> ends = new ArrayList<>();
    int[] first = new int[trainBlocks.size()];
    int count = 0;
    for (int chain = 0; chain < first.length; chain++) {
      first[chain] = count;
      long[] sizes =
          trainBlocks.get(chain).finished().stream().mapToLong(DatumSums::draws).toArray();
      for (int i = 1; i < sizes.length; i++) {
        sizes[i] += sizes[i - 1];
      }
      ends.add(sizes);
      count += sizes.length;
    }
    return new BlockOf(first, ends);
  }

  /**
   * @param first number of the first block of each chain
   * @param ends [chain][block], draws of the chain until the end of the block
   */
  record BlockOf(int[] first, List<long[]> ends) {
    /** Of a draw as {@link Watch#draw} numbers it. */
    int draw(int number) {
      int chain = number % first.length;
      int place = 0;
      while (ends.get(chain)[place] <= number / first.length) {
        place++;
      }
      return first[chain] + place;
    }
  }

  /** One pass, in one thread. */
  private final class Watch implements Pass {
    private final int firstChain;
    private final Evaluator evaluator;
    private final double[][] losses;

    Watch(PosteriorPass pass, int firstChain) {
      this.firstChain = firstChain;
      int n = Math.max(train.n(), test.map(TensorData::n).orElse(0));
      int capacity = Math.min(SLICE, n);
      this.evaluator = pass.posterior().model().evaluator(pass.kernels(), pass.w(), capacity);
      this.losses = new double[pass.chains()][capacity];
    }

    @Override
    public void draw(int draw) {
      add(train, trainBlocks, OptionalInt.of(draw));
      test.ifPresent(data -> add(data, testBlocks, OptionalInt.empty()));
    }

    /**
     * @param draw for data that the posterior has seen
     */
    private void add(TensorData data, List<BlockedSums> blocks, OptionalInt draw) {
      DatumSums[] sums = new DatumSums[losses.length];
      for (int chain = 0; chain < sums.length; chain++) {
        sums[chain] = blocks.get(firstChain + chain).next();
      }
      for (int slice = 0; slice < slices(data.n()); slice++) {
        int from = slice * SLICE;
        Batch batch = data.slice(from, Math.min(SLICE, data.n() - from));
        evaluator.losses(batch, losses);
        for (int chain = 0; chain < sums.length; chain++) {
          sums[chain].add(from, losses[chain], batch.size());
        }
        if (draw.isPresent()) {
          offer(slice, batch.size(), draw.getAsInt());
        }
      }
    }

    private void offer(int slice, int size, int draw) {
      int from = slice * SLICE;
      synchronized (locks[slice]) {
        for (int chain = 0; chain < losses.length; chain++) {
          int number = draw * trainBlocks.size() + firstChain + chain;
          for (int i = 0; i < size; i++) {
            largest.offer(from + i, beta * losses[chain][i], number);
          }
        }
      }
    }

    @Override
    public void close() {
      evaluator.close();
    }
  }
}
