package org.cusp.run.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cusp.model.batch.TensorData;
import org.cusp.posterior.BatchPlan;
import org.cusp.posterior.PosteriorPass;
import org.cusp.posterior.PosteriorTensors;
import org.cusp.posterior.Tilt;
import org.cusp.rng.Purpose;
import org.cusp.rng.RandomStream;
import org.cusp.sampler.HamiltonianChains;
import org.cusp.sampler.Hmc;
import org.cusp.sampler.StepInfo;
import org.cusp.sampler.Trajectory;
import org.cusp.tensor.Kernels;

/**
 * Chains of replica exchange between a posterior and that with, or without, one datum more. Each
 * chain has a replica at every weight of the datum; the first, at weight 0, begins every sweep at
 * another draw of the posterior itself, made before, so that modes keep the shares they have there.
 * All chains are in one pass, in one thread.
 */
public final class BridgePass implements AutoCloseable {
  /** More rungs than a bridge can have: then a transition's address belongs to its rung. */
  private static final long RUNGS = 1L << 16;

  private final DrawPool pool;
  private final PosteriorPass pass;
  private final Tilt tilt;
  private final double sign;
  private final HamiltonianChains chains;
  private double[] accepted;
  private final RandomStream[] exchanges;
  private final List<Double> weights = new ArrayList<>();
  private final List<Hmc> kernels = new ArrayList<>();
  private final List<double[][]> places = new ArrayList<>();
  private final List<double[]> energies = new ArrayList<>();
  private final List<Long> transitions = new ArrayList<>();
  private final List<double[][]> kept = new ArrayList<>();
  private double[] swaps;
  private int[] attempts;
  private long sweeps;
  private long gradients;

  /**
   * The datum at the far end.
   *
   * @param row of the datum in the data
   * @param sign 1 to give the datum weight, -1 to take that of a datum of the posterior away
   */
  public record Datum(TensorData data, int row, double sign) {}

  /** With one rung, the posterior itself. */
  public BridgePass(PosteriorTensors shared, Datum datum, DrawPool pool, long seed, Kernels with) {
    int n = shared.posterior().n();
    int count = pool.chains();
    this.pool = pool;
    this.sign = datum.sign();
    this.pass = new PosteriorPass(shared, new BatchPlan(seed, n, n), with, 0, count);
    this.tilt = pass.tilt(datum.data(), datum.row());
    this.chains = new Hmc(1, 1).start(pass, streams(seed, Purpose.NOISE, count));
    this.exchanges = streams(seed, Purpose.EXCHANGE, count);
    open(0);
  }

  private static RandomStream[] streams(long seed, Purpose purpose, int count) {
    RandomStream[] streams = new RandomStream[count];
    Arrays.setAll(streams, i -> RandomStream.of(seed, purpose, i));
    return streams;
  }

  /** The energies of all draws of the posterior that there are, which a first step is judged by. */
  public double[] ofPosterior() {
    double[] all = new double[pool.size() * pool.chains()];
    for (int i = 0; i < pool.size(); i++) {
      place(drawn(i));
      System.arraycopy(signed(), 0, all, i * pool.chains(), pool.chains());
    }
    return all;
  }

  private double[][] drawn(long number) {
    double[][] w = new double[pool.chains()][];
    Arrays.setAll(w, chain -> pool.at(chain, (int) (number % pool.size())));
    return w;
  }

  private void place(double[][] w) {
    for (int chain = 0; chain < w.length; chain++) {
      chains.place(chain, w[chain]);
    }
  }

  private double[] signed() {
    return Arrays.stream(tilt.energies()).map(e -> sign * e).toArray();
  }

  /** Opens a rung where the replicas of the one before are. */
  public void open(double weight) {
    boolean first = weights.isEmpty();
    places.add(first ? drawn(0) : places.get(places.size() - 1).clone());
    energies.add(first ? new double[pool.chains()] : energies.get(energies.size() - 1).clone());
    weights.add(weight);
    kernels.add(new Hmc(1, 1));
    transitions.add(0L);
  }

  /** Settles the kernel of the last rung. */
  public void settle(Hmc kernel) {
    kernels.set(kernels.size() - 1, kernel);
  }

  /** The loss of the datum at w*, which energies are counted from. */
  public double reference() {
    return tilt.reference();
  }

  public int rungs() {
    return weights.size();
  }

  /** What a transition led to: mean acceptance, energies and places of all chains. */
  public record Moved(double acceptance, double[] energy, double[][] places) {}

  /** One transition of all chains at the last rung. */
  public Moved move(Trajectory trajectory) {
    int rung = rungs() - 1;
    move(rung, trajectory);
    return new Moved(
        Arrays.stream(accepted).average().orElseThrow(), energies.get(rung), places.get(rung));
  }

  private void move(int rung, Trajectory trajectory) {
    tilt.weigh(sign * weights.get(rung));
    place(places.get(rung));
    long own = transitions.get(rung);
    transitions.set(rung, own + 1);
    int leapfrogs = trajectory.leapfrogs(own);
    StepInfo info = chains.transition(own * RUNGS + rung, trajectory.timeStep(own), leapfrogs);
    gradients += (long) pool.chains() * leapfrogs;
    accepted = info.acceptance().values();
    double[][] w = new double[pool.chains()][];
    Arrays.setAll(w, chain -> pass.w().getRow(chain));
    places.set(rung, w);
    energies.set(rung, signed());
  }

  /**
   * A transition at every rung, then exchanges between neighbours, of every second pair in turn.
   */
  public void sweep() {
    places.set(0, drawn(sweeps));
    for (int rung = 0; rung < rungs(); rung++) {
      move(rung, kernels.get(rung));
    }
    for (int low = (int) (sweeps % 2); low < rungs() - 1; low += 2) {
      exchange(low);
    }
    sweeps++;
    if (swaps != null) {
      double[][] now = new double[rungs()][];
      Arrays.setAll(now, rung -> energies.get(rung).clone());
      kept.add(now);
    }
  }

  private void exchange(int low) {
    double gap = weights.get(low + 1) - weights.get(low);
    for (int chain = 0; chain < pool.chains(); chain++) {
      double[] hot = energies.get(low);
      double[] cold = energies.get(low + 1);
      double probability = Math.min(1, Math.exp(gap * (cold[chain] - hot[chain])));
      if (swaps != null) {
        swaps[low] += probability;
        attempts[low]++;
      }
      if (exchanges[chain].uniform(sweeps, low) < probability) {
        double energy = hot[chain];
        hot[chain] = cold[chain];
        cold[chain] = energy;
        double[] w = places.get(low)[chain];
        places.get(low)[chain] = places.get(low + 1)[chain];
        places.get(low + 1)[chain] = w;
      }
    }
  }

  /** From now on sweeps are kept. */
  public void record() {
    swaps = new double[rungs() - 1];
    attempts = new int[rungs() - 1];
  }

  /** Gradients of one chain's parameter so far, of all chains. */
  public long gradients() {
    return gradients;
  }

  /** Kept sweeps. */
  public int drawn() {
    return kept.size();
  }

  /** What has been kept. */
  public BridgeDraws draws() {
    double[][][] energy = new double[rungs()][pool.chains()][kept.size()];
    for (int draw = 0; draw < kept.size(); draw++) {
      for (int rung = 0; rung < rungs(); rung++) {
        for (int chain = 0; chain < pool.chains(); chain++) {
          energy[rung][chain][draw] = kept.get(draw)[rung][chain];
        }
      }
    }
    double least = 1;
    for (int low = 0; low < swaps.length; low++) {
      least = Math.min(least, swaps[low] / attempts[low]);
    }
    return new BridgeDraws(
        weights.stream().mapToDouble(Double::doubleValue).toArray(), energy, least);
  }

  @Override
  public void close() {
    chains.close();
    pass.close();
  }
}
