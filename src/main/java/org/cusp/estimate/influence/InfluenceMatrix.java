package org.cusp.estimate.influence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cusp.diagnostics.FalseDiscovery;
import org.cusp.diagnostics.FalseDiscovery.NullLaw;
import org.cusp.diagnostics.FalseDiscovery.Thresholds;
import org.cusp.estimate.influence.CovarianceBlock.Disagreement;
import org.cusp.estimate.influence.CovarianceBlock.Range;
import org.cusp.tensor.Workers;

/**
 * All influences of data on queries, in blocks, each from the draws on disk: neither the draws nor
 * the matrix is ever in memory whole. Which entries stand out is decided over the matrix ({@link
 * FalseDiscovery}). Losses have heavy tails, and a mean of their products over its standard error
 * is not normal: what it is where there is nothing to find is taken from a control, parts of the
 * same matrix with the losses of one chain and the queries of another, whose true covariances are
 * 0. A second control, of other pairings, tells how many of the discoveries are false.
 *
 * @param share of the discoveries that may be false
 * @param top entries of either sign that are named for a query
 */
public record InfluenceMatrix(
    Window window,
    Window.Moments moments,
    Batches batches,
    Questions questions,
    double share,
    int top) {
  static final int BLOCK = 512;

  /** Rows and columns of a block of the control, and how many blocks along either side. */
  private static final int CONTROL = 128;

  private static final int CONTROLS = 4;

  /** Entries of a control from which p-values of a millionth can be told. */
  public static final long ENOUGH = 50_000;

  private static final int MOST_SHIFTS = 16;

  /** Of an interval. */
  public static final double COVERED = 0.95;

  /** Takes the blocks, in any order, from any thread. */
  interface Sink {
    Sink NONE = (firstDatum, firstQuery, block) -> {};

    void take(int firstDatum, int firstQuery, CovarianceBlock block);
  }

  /**
   * Which entries stand out.
   *
   * @param entries a datum and itself left out
   * @param discovered how many stand out
   */
  record Discoveries(long entries, Thresholds thresholds, long discovered) {
    static Discoveries of(FalseDiscovery seen, double share, NullLaw law) {
      Thresholds thresholds = seen.thresholds(share, law);
      return new Discoveries(seen.all(), thresholds, seen.count(thresholds));
    }
  }

  /**
   * What was found.
   *
   * @param queries of each, the strongest
   * @param overall on the mean loss of the queries, of every datum
   * @param ofMatrix the discoveries among all entries
   * @param ofOverall among the influences on the mean loss
   * @param control entries of a second control, and how many of them pass the matrix's thresholds
   * @param interval standard errors within which 95% of the first control are
   */
  record Found(
      List<Strongest> queries,
      List<Entry> overall,
      Discoveries ofMatrix,
      Discoveries ofOverall,
      Discoveries control,
      double interval,
      Disagreement disagreement) {}

  Found compute(Workers workers, Sink sink) {
    List<Strongest> strongest =
        IntStream.range(0, questions.queries()).mapToObj(q -> new Strongest(top)).toList();
    FalseDiscovery seen = new FalseDiscovery();
    int rows = blocks(questions.data());
    int columns = blocks(questions.queries());
    Disagreement[] apart = new Disagreement[Math.multiplyExact(rows, columns)];
    workers.run(
        apart.length,
        number -> {
          int firstDatum = number / columns * BLOCK;
          int firstQuery = number % columns * BLOCK;
          CovarianceBlock block =
              block(
                  part(firstDatum, questions.data()),
                  questions.ofQueries(firstQuery, sizeAt(firstQuery, questions.queries())),
                  CovarianceBlock.OWN);
          look(block, firstDatum, firstQuery, strongest, seen);
          sink.take(firstDatum, firstQuery, block);
          apart[number] = block.disagreement();
        });
    FalseDiscovery first = control(1);
    NullLaw law = first.all() >= ENOUGH ? first.asLaw() : NullLaw.student(batches.count() - 1.0);
    Discoveries ofMatrix = Discoveries.of(seen, share, law);
    List<Entry> overall = overall();
    FalseDiscovery ofOverall = new FalseDiscovery();
    overall.forEach(entry -> ofOverall.add(entry.t()));
    FalseDiscovery second = control(2);
    return new Found(
        strongest,
        overall,
        ofMatrix,
        Discoveries.of(ofOverall, share, law),
        new Discoveries(second.all(), ofMatrix.thresholds(), second.count(ofMatrix.thresholds())),
        first.quantileOfSize(COVERED),
        List.of(apart).stream().reduce(Disagreement.NONE, Disagreement::plus));
  }

  private void look(
      CovarianceBlock block,
      int firstDatum,
      int firstQuery,
      List<Strongest> strongest,
      FalseDiscovery seen) {
    int width = sizeAt(firstQuery, questions.queries());
    for (int place = 0; place < block.covariance().length; place++) {
      int datum = firstDatum + place / width;
      int query = firstQuery + place % width;
      if (!questions.isSelf(datum, query)) {
        Entry entry = Entry.of(datum, block, place);
        seen.add(entry.t());
        strongest.get(query).offer(entry);
      }
    }
  }

  /** Of every datum on the mean loss of the queries. */
  private List<Entry> overall() {
    List<Entry> all = new ArrayList<>();
    Range mean = new Range(questions.meanColumn(), 1);
    for (int first = 0; first < questions.data(); first += BLOCK) {
      CovarianceBlock block = block(part(first, questions.data()), mean, CovarianceBlock.OWN);
      for (int place = 0; place < block.covariance().length; place++) {
        all.add(Entry.of(first + place, block, place));
      }
    }
    return all;
  }

  /**
   * Statistics of pairs of draws that know nothing of each other, whose covariances are 0: of parts
   * of the matrix, and of as many pairings as it takes to have enough.
   *
   * @param parity 1 or 2: two controls have no pairing in common
   */
  private FalseDiscovery control(int parity) {
    FalseDiscovery seen = new FalseDiscovery();
    for (int shift = parity; seen.all() < ENOUGH && shift <= MOST_SHIFTS; shift += 2) {
      for (Range rows : spread(new Range(0, questions.data()))) {
        for (Range columns : spread(questions.allQueries())) {
          CovarianceBlock block = block(rows, columns, shift);
          for (int place = 0; place < block.covariance().length; place++) {
            seen.add(Entry.of(0, block, place).t());
          }
        }
      }
    }
    return seen;
  }

  /** Some ranges of the same length, evenly spread; the whole where it is small. */
  private static List<Range> spread(Range whole) {
    if (whole.count() <= CONTROL * CONTROLS) {
      return List.of(whole);
    }
    return IntStream.range(0, CONTROLS)
        .mapToObj(
            i ->
                new Range(
                    whole.from() + (int) ((long) i * (whole.count() - CONTROL) / (CONTROLS - 1)),
                    CONTROL))
        .toList();
  }

  private CovarianceBlock block(Range rows, Range columns, int shift) {
    return CovarianceBlock.of(window.store(), moments, batches, rows, columns, shift);
  }

  private static int blocks(int count) {
    return (count + BLOCK - 1) / BLOCK;
  }

  private static int sizeAt(int from, int all) {
    return Math.min(BLOCK, all - from);
  }

  private static Range part(int from, int all) {
    return new Range(from, sizeAt(from, all));
  }
}
