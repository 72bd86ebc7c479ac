package org.cusp.estimate.criteria;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.model.Evaluator;
import org.cusp.model.batch.Batch;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.run.observer.Draw;
import org.cusp.run.observer.Observer;
import org.cusp.run.replica.DrawPool;
import org.cusp.state.State;
import org.cusp.tensor.Slab;

/**
 * Collects, while a posterior is sampled, what its draws say of every datum. Memory grows with n,
 * not with the draws: a few blocks of sums for each chain ({@link DatumSums}) and the largest
 * importance ratios of each datum ({@link LargestRatios}).
 */
public final class PointwiseDraws implements Observer {
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
  private final LargestRatios likeliest;
  private final Optional<LargestRatios> likeliestOfTest;
  private final DrawPool pool;
  private final Object[] locks;
  private final Object[] testLocks;

  /**
   * Of one run.
   *
   * @param train the data of the posterior, open while it is sampled
   * @param test data that it has not seen
   * @param beta inverse temperature of the draws to come
   * @param parameters of the model
   * @param chains of the run
   */
  public PointwiseDraws(
      TensorData train, Optional<TensorData> test, double beta, int parameters, int chains) {
    this.train = train;
    this.test = test;
    this.beta = Check.positive("beta", beta);
    int places = Math.max(2, 2 * ((BLOCKS + chains - 1) / chains));
    for (int chain = 0; chain < Check.atLeast("chains", chains, 1); chain++) {
      trainBlocks.add(new BlockedSums(places, () -> new DatumSums(train.n(), beta)));
      test.ifPresent(
          data -> testBlocks.add(new BlockedSums(places, () -> new DatumSums(data.n(), 0))));
    }
    this.largest = largestOf(train.n());
    this.likeliest = largestOf(train.n());
    this.likeliestOfTest = test.map(data -> largestOf(data.n()));
    this.pool = new DrawPool(chains, parameters);
    this.locks = locks(train.n());
    this.testLocks = locks(test.map(TensorData::n).orElse(0));
  }

  private static LargestRatios largestOf(int n) {
    long affordable = TAIL_BYTES / ENTRY_BYTES / n;
    int tail = (int) Math.max(SMALLEST_TAIL, Math.min(LARGEST_TAIL, affordable));
    return new LargestRatios(n, tail + 1);
  }

  private static Object[] locks(int n) {
    return IntStream.range(0, slices(n)).mapToObj(i -> new Object()).toArray();
  }

  private static int slices(int n) {
    return (n + SLICE - 1) / SLICE;
  }

  @Override
  public void state(State at) {
    for (int chain = 0; chain < trainBlocks.size(); chain++) {
      trainBlocks.get(chain).state(at.in("train" + chain));
    }
    for (int chain = 0; chain < testBlocks.size(); chain++) {
      testBlocks.get(chain).state(at.in("test" + chain));
    }
    largest.state(at.in("largest"));
    likeliest.state(at.in("likeliest"));
    likeliestOfTest.ifPresent(kept -> kept.state(at.in("likeliestOfTest")));
    pool.state(at.in("pool"));
  }

  @Override
  public Watch watch(PosteriorPass pass, int firstChain) {
    double drawn = pass.posterior().beta();
    if (!(Math.abs(drawn / beta - 1) <= SAME_BETA)) {
      throw new InvalidInput(
          "criteria at beta = " + beta + " need its draws, got those at " + drawn);
    }
    return new Reader(pass, firstChain);
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

  /** The largest log p of each training datum. */
  LargestRatios likeliest() {
    return likeliest;
  }

  /** The largest log p of each test datum. */
  LargestRatios likeliestOfTest() {
    return likeliestOfTest.orElseThrow();
  }

  /** Some of the draws themselves. */
  DrawPool pool() {
    return pool;
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
    /** Of a draw as {@link Reader#number} numbers it. */
    int draw(int number) {
      int chain = number % first.length;
      int place = 0;
      while (ends.get(chain)[place] <= number / first.length) {
        place++;
      }
      return first[chain] + place;
    }
  }

  /** The losses of a slice have been computed. */
  private interface SliceLosses {
    void of(int from, int size);
  }

  /** One pass, in one thread. */
  private final class Reader implements Watch {
    private final int firstChain;
    private final Evaluator evaluator;
    private final Slab memory;
    private final double[][] losses;

    Reader(PosteriorPass pass, int firstChain) {
      this.firstChain = firstChain;
      int n = Math.max(train.n(), test.map(TensorData::n).orElse(0));
      int capacity = Math.min(SLICE, n);
      this.evaluator = pass.posterior().model().evaluator(pass.kernels(), pass.w(), capacity);
      this.memory = pass.w().doublesBeside(pass.chains(), capacity);
      this.losses = new double[pass.chains()][capacity];
    }

    @Override
    public void see(Draw draw) {
      if (draw.isColdest()) {
        add(draw.number(), draw.w());
      }
    }

    private void add(int draw, Slab w) {
      for (int chain = 0; chain < losses.length; chain++) {
        int row = chain;
        pool.offer(firstChain + chain, draw, () -> w.getRow(row));
      }
      add(train, trainBlocks, (from, size) -> offer(from, size, draw));
      test.ifPresent(data -> add(data, testBlocks, (from, size) -> offerTest(from, size, draw)));
    }

    private void add(TensorData data, List<BlockedSums> blocks, SliceLosses then) {
      DatumSums[] sums = new DatumSums[losses.length];
      for (int chain = 0; chain < sums.length; chain++) {
        sums[chain] = blocks.get(firstChain + chain).next();
      }
      try (TensorData.Slices reader = data.slices(Math.min(SLICE, data.n()))) {
        for (int slice = 0; slice < slices(data.n()); slice++) {
          int from = slice * SLICE;
          Batch batch = reader.of(from, Math.min(SLICE, data.n() - from));
          evaluator.losses(batch, memory);
          for (int chain = 0; chain < sums.length; chain++) {
            memory.load(chain, 0, losses[chain], batch.size());
            sums[chain].add(from, losses[chain], batch.size());
          }
          then.of(from, batch.size());
        }
      }
    }

    private void offer(int from, int size, int draw) {
      synchronized (locks[from / SLICE]) {
        for (int chain = 0; chain < losses.length; chain++) {
          int number = number(draw, chain);
          for (int i = 0; i < size; i++) {
            largest.offer(from + i, beta * losses[chain][i], number);
            likeliest.offer(from + i, -losses[chain][i], number);
          }
        }
      }
    }

    private void offerTest(int from, int size, int draw) {
      LargestRatios ofTest = likeliestOfTest.orElseThrow();
      synchronized (testLocks[from / SLICE]) {
        for (int chain = 0; chain < losses.length; chain++) {
          for (int i = 0; i < size; i++) {
            ofTest.offer(from + i, -losses[chain][i], number(draw, chain));
          }
        }
      }
    }

    private int number(int draw, int chain) {
      return draw * trainBlocks.size() + firstChain + chain;
    }

    @Override
    public void close() {
      evaluator.close();
      memory.close();
    }
  }
}
