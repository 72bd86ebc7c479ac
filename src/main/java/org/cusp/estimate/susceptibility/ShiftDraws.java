package org.cusp.estimate.susceptibility;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.cusp.data.DataSet;
import org.cusp.estimate.influence.DatumLosses;
import org.cusp.estimate.influence.StoredDraws;
import org.cusp.model.DataLosses;
import org.cusp.model.Model;
import org.cusp.model.RestrictedModel;
import org.cusp.model.Restriction;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.run.observer.Draw;
import org.cusp.tensor.KernelProvider;
import org.cusp.tensor.Slab;
import org.cusp.tensor.Workers;

/**
 * Of every draw what a shift of the data changes ({@link Shifts}). The observable of a component C
 * is the loss with C as drawn and everything else at w*,
 *
 * <pre>  phi_C(w) = L_n(w_C, w*_rest) - L_n(w*),</pre>
 *
 * which takes one more evaluation of all data for each component and draw.
 *
 * <p>Losses are of all data at the end of each draw, also where the sampler's own are of batches.
 */
final class ShiftDraws implements StoredDraws.Numbers {
  private final PosteriorTensors shared;
  private final Optional<TensorData> asked;
  private final List<int[]> places;
  private final double[] ownAtCentre;
  private final double[] askedAtCentre;
  private final Shifts shifts;

  private ShiftDraws(
      PosteriorTensors shared,
      Optional<DataSet> shift,
      List<Restriction> parts,
      KernelProvider provider,
      Workers workers) {
    this.shared = shared;
    Model model = shared.posterior().model();
    this.places = parts.stream().map(part -> places(part, model)).toList();
    this.asked =
        shift.map(
            data -> TensorData.of(data, shared.centre().memory(), shared.centre().precision()));
    this.ownAtCentre =
        DatumLosses.ofExample(model) == 1
            ? shared.centreLosses().perDatum()
            : apartAtCentre(shared.data(), provider);
    this.askedAtCentre =
        asked
            .map(data -> atCentre(shift.orElseThrow(), data, provider, workers))
            .orElse(ownAtCentre);
    this.shifts = new Shifts(parts.size(), askedAtCentre.length);
  }

  /**
   * Before the chains.
   *
   * @param shift the z; empty for the posterior's own data
   * @param parts components with an observable of their own, of all parameters of the model
   * @param folder from which another process can go on; absent for that of temporary files
   */
  static StoredDraws<ShiftDraws> of(
      Optional<DataSet> shift,
      List<Restriction> parts,
      Optional<Path> folder,
      KernelProvider provider,
      Workers workers) {
    return new StoredDraws<>(
        "shifts",
        "what a shift of the data changes in the loss at each draw",
        folder,
        shared -> new ShiftDraws(shared, shift, parts, provider, workers));
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

  private double[] atCentre(
      DataSet shift, TensorData data, KernelProvider provider, Workers workers) {
    Model model = shared.posterior().model();
    return DatumLosses.ofExample(model) == 1
        ? DataLosses.of(model, shared.centre(), shift, data, provider, workers).perDatum()
        : apartAtCentre(data, provider);
  }

  private double[] apartAtCentre(TensorData data, KernelProvider provider) {
    Model model = shared.posterior().model();
    double[] found = new double[data.n() * DatumLosses.ofExample(model)];
    try (DatumLosses losses =
        new DatumLosses(model, provider.create(), shared.centre(), data.n())) {
      losses.read(
          data, (chain, first, own, count) -> System.arraycopy(own, 0, found, first, count));
    }
    return found;
  }

  /** Where what stands. */
  Shifts shifts() {
    return shifts;
  }

  @Override
  public int columns() {
    return shifts.columns();
  }

  @Override
  public StoredDraws.Reader reader(PosteriorPass pass) {
    return new OfPass(pass);
  }

  @Override
  public void close() {
    asked.ifPresent(TensorData::close);
  }

  /** One pass, in one thread. */
  private final class OfPass implements StoredDraws.Reader {
    private final PosteriorPass pass;
    private final DatumLosses moved;
    private final Slab partly;
    private final DatumLosses partlyMoved;
    private final double[][] own;
    private final double[][] others;

    OfPass(PosteriorPass pass) {
      this.pass = pass;
      Model model = pass.posterior().model();
      int largest = Math.max(shared.data().n(), asked.map(TensorData::n).orElse(0));
      this.moved = new DatumLosses(model, pass.kernels(), pass.w(), largest);
      this.partly = pass.centre().repeatBeside(pass.chains(), pass.centre().getRow(0));
      this.partlyMoved = new DatumLosses(model, pass.kernels(), partly, shared.data().n());
      this.own = new double[pass.chains()][ownAtCentre.length];
      this.others = asked.isPresent() ? new double[pass.chains()][askedAtCentre.length] : own;
    }

    @Override
    public float[][] of(Draw draw) {
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
      return rows;
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
