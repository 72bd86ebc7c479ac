package org.cusp.estimate.susceptibility;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.estimate.influence.DatumLosses;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Window;
import org.cusp.estimate.llc.DrawEstimator;
import org.cusp.estimate.llc.NamedEstimate;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.RestrictedModel;
import org.cusp.model.Restriction;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.Draws;
import org.cusp.run.observer.Draw;
import org.cusp.state.State;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Keeps of every draw what a shift of the data changes ({@link Shifts}). The observable of a
 * component C is the loss with C as drawn and everything else at w*,
 *
 * <pre>  phi_C(w) = L_n(w_C, w*_rest) - L_n(w*),</pre>
 *
 * which takes one more evaluation of all data for each component and draw.
 *
 * <p>Losses are of all data at the end of each draw, also where the sampler's own are of batches.
 */
final class ShiftDraws implements DrawEstimator, AutoCloseable {
  private final Optional<DataSet> shift;
  private final List<Restriction> parts;
  private final Optional<Path> folder;
  private final KernelProvider provider;
  private final Workers workers;
  private Kept kept;

  /**
   * Before the chains.
   *
   * @param shift the z; empty for the posterior's own data
   * @param parts components with an observable of their own, of all parameters of the model
   * @param folder from which another process can go on; absent for that of temporary files
   */
  ShiftDraws(
      Optional<DataSet> shift,
      List<Restriction> parts,
      Optional<Path> folder,
      KernelProvider provider,
      Workers workers) {
    this.shift = shift;
    this.parts = parts;
    this.folder = folder;
    this.provider = provider;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "shifts";
  }

  @Override
  public String describe() {
    return "what a shift of the data changes in the loss at each draw";
  }

  @Override
  public Seen begin(PosteriorTensors shared, int chains) {
    close();
    kept = new Kept(shared, chains);
    return kept;
  }

  /** The draws that count; see {@link Window#of}. */
  Window window(Draws draws, double further) {
    return Window.of(kept.store, draws, kept.firstNumber, further);
  }

  /** Where what stands. */
  Shifts shifts() {
    return kept.shifts;
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }

  /** The places of a component's parameters among those that a posterior moves. */
  private static int[] places(Restriction part, Model model) {
    BitSet free = part.free();
    if (!(model instanceof RestrictedModel restricted)) {
      return free.stream().toArray();
    }
    int[] moved = restricted.restriction().free().stream().toArray();
    List<Integer> found = new ArrayList<>();
    for (int place = 0; place < moved.length; place++) {
      if (free.get(moved[place])) {
        found.add(place);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private final class Kept implements Seen {
    private final PosteriorTensors shared;
    private final Optional<TensorData> asked;
    private final List<int[]> places;
    private final double[] ownAtCentre;
    private final double[] askedAtCentre;
    private final Shifts shifts;
    private final LossStore store;
    private volatile int firstNumber = -1;

    Kept(PosteriorTensors shared, int chains) {
      this.shared = shared;
      Model model = shared.posterior().model();
      this.places = parts.stream().map(part -> places(part, model)).toList();
      this.asked =
          shift.map(
              data -> TensorData.of(data, shared.centre().memory(), shared.centre().precision()));
      this.ownAtCentre =
          DatumLosses.ofExample(model) == 1
              ? shared.centreLosses().perDatum()
              : apartAtCentre(shared.data());
      this.askedAtCentre = asked.map(this::atCentre).orElse(ownAtCentre);
      this.shifts = new Shifts(parts.size(), askedAtCentre.length);
      this.store = new LossStore(folder, chains, shifts.columns());
    }

    private double[] atCentre(TensorData data) {
      Model model = shared.posterior().model();
      return DatumLosses.ofExample(model) == 1
          ? DataLosses.of(model, shared.centre(), shift.orElseThrow(), data, provider, workers)
              .perDatum()
          : apartAtCentre(data);
    }

    private double[] apartAtCentre(TensorData data) {
      Model model = shared.posterior().model();
      double[] found = new double[data.n() * DatumLosses.ofExample(model)];
      try (DatumLosses losses =
          new DatumLosses(model, provider.create(), shared.centre(), data.n())) {
        losses.read(
            data, (chain, first, own, count) -> System.arraycopy(own, 0, found, first, count));
      }
      return found;
    }

    @Override
    public List<NamedEstimate> estimate(Draws draws) {
      return List.of();
    }

    @Override
    public Watch watch(PosteriorPass pass, int firstChain) {
      return new Reader(pass, firstChain);
    }

    @Override
    public void state(State at) {
      firstNumber = (int) at.whole("first", firstNumber);
      store.state(at.in("shifts"));
    }

    void release() {
      store.close();
      asked.ifPresent(TensorData::close);
    }

    /** One pass, in one thread. */
    private final class Reader implements Watch {
      private final PosteriorPass pass;
      private final int firstChain;
      private final DatumLosses moved;
      private final Slab partly;
      private final DatumLosses partlyMoved;
      private final double[][] own;
      private final double[][] others;

      Reader(PosteriorPass pass, int firstChain) {
        this.pass = pass;
        this.firstChain = firstChain;
        Model model = pass.posterior().model();
        int largest = Math.max(shared.data().n(), asked.map(TensorData::n).orElse(0));
        this.moved = new DatumLosses(model, pass.kernels(), pass.w(), largest);
        this.partly = pass.centre().repeatBeside(pass.chains(), pass.centre().getRow(0));
        this.partlyMoved = new DatumLosses(model, pass.kernels(), partly, shared.data().n());
        this.own = new double[pass.chains()][ownAtCentre.length];
        this.others = asked.isPresent() ? new double[pass.chains()][askedAtCentre.length] : own;
      }

      @Override
      public void see(Draw draw) {
        if (firstNumber < 0) {
          firstNumber = draw.number();
        }
        read(moved, shared.data(), ownAtCentre, own);
        asked.ifPresent(data -> read(moved, data, askedAtCentre, others));
        float[][] rows = new float[own.length][];
        for (int chain = 0; chain < rows.length; chain++) {
          rows[chain] = row(own[chain], others[chain]);
        }
        for (int part = 0; part < places.size(); part++) {
          moveOnly(places.get(part));
          read(partlyMoved, shared.data(), ownAtCentre, own);
          for (int chain = 0; chain < rows.length; chain++) {
            rows[chain][1 + part] = (float) mean(own[chain]);
          }
        }
        for (int chain = 0; chain < rows.length; chain++) {
          store.add(firstChain + chain, rows[chain]);
        }
      }

      private void moveOnly(int[] part) {
        double[] centre = pass.centre().getRow(0);
        for (int chain = 0; chain < pass.chains(); chain++) {
          double[] w = pass.w().getRow(chain);
          double[] mixed = centre.clone();
          for (int place : part) {
            mixed[place] = w[place];
          }
          partly.setRow(chain, mixed);
        }
      }

      /** Differences to w*, as numbers that a file of float32 would give back. */
      private void read(DatumLosses losses, TensorData data, double[] before, double[][] found) {
        losses.read(
            data,
            (chain, first, values, count) -> {
              for (int i = 0; i < count; i++) {
                found[chain][first + i] = (float) (values[i] - before[first + i]);
              }
            });
      }

      private float[] row(double[] ofData, double[] ofShift) {
        double mean = mean(ofData);
        float[] row = new float[shifts.columns()];
        row[Shifts.LOSS.from()] = (float) mean;
        int first = shifts.of(0, 1).from();
        double sum = 0;
        for (int z = 0; z < ofShift.length; z++) {
          double change = ofShift[z] - mean;
          row[first + z] = (float) change;
          sum += change;
        }
        row[shifts.mean().from()] = (float) (sum / ofShift.length);
        return row;
      }

      private static double mean(double[] losses) {
        return Arrays.stream(losses).sum() / losses.length;
      }

      @Override
      public void close() {
        moved.close();
        partlyMoved.close();
        partly.close();
      }
    }
  }
}
