package org.cusp.paper.gold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cusp.paper.linear.NetworkClass;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.TrainedNetwork;

/** The cases, the quickest first: a line for each. */
final class GoldCases {
  private static final List<String> EITHER = List.of("split-hmc", "hmc");

  /** Layers are drawn exactly; the two samplers share nothing. */
  private static final List<String> LAYERS_OR_NOT = List.of("layer-gibbs", "hmc");

  /** Where trajectories are hopeless: the same sweeps, other moves along the fibres. */
  private static final List<String> TWO_FIBRES = List.of("layer-gibbs", "layer-gibbs:step=0.2");

  /** Where the step of plain HMC collapses: another length of the trajectories. */
  private static final List<String> TWO_ANGLES = List.of("split-hmc", "split-hmc:angle=1.2");

  private static final List<String> CLASSIFIERS = List.of("lau2023-llc", "devinterp");
  private static final List<String> ADDITION =
      List.of("devinterp-grokking", "panickssery2023-modular");
  private static final List<String> IN_CONTEXT = List.of("hoogland2024-icl", "devinterp");
  private static final List<String> LINEAR = List.of("furman2024-10k");
  private static final List<String> LARGE_LINEAR = List.of("furman2024-100k");
  private static final List<Gamma> OR_WEAKER = List.of(Gamma.DEFAULT, Gamma.QUARTER);

  /** The field's strengths: of MNIST, of modular addition, of deep linear networks. */
  private static final List<Gamma> OR_100 = List.of(Gamma.DEFAULT, Gamma.of(100));

  /** That of the source of in-context regression. */
  private static final List<Gamma> OR_13 = List.of(Gamma.DEFAULT, Gamma.of(13.3));

  private static final List<Gamma> OR_5 = List.of(Gamma.DEFAULT, Gamma.of(5));
  private static final List<Gamma> OR_1 = List.of(Gamma.DEFAULT, Gamma.of(1));

  /** At 1 products of the largest network's layers outgrow double precision. */
  private static final List<Gamma> ONLY_DEFAULT = List.of(Gamma.DEFAULT);

  private static final List<Double> SHORT = List.of(10.0, 60.0);

  /** For a few, whose rows take as long as those of all others. */
  private static final List<Double> LONG = List.of(10.0, 60.0, 300.0);

  private static final List<Double> QUICK = List.of(0.5, 1.0);

  /** Of a gold value. */
  private static final double PRECISION = 0.01;

  /** Where that is cheap: errors after minutes are smaller than a percent. */
  private static final double FINE = 0.005;

  /** Of a quick version. */
  private static final double ROUGH = 0.04;

  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  /** Of deep linear networks, and of the largest, whose batches are to fit into memory. */
  private static final int MANY_DATA = 100_000;

  private static final int FEWER_DATA = 20_000;

  /** Sequences of eight pairs. */
  private static final int SEQUENCES = 2048;

  private final Map<String, TrainedNetwork> networks = new LinkedHashMap<>();
  private final long seed;

  private GoldCases(long seed) {
    this.seed = seed;
  }

  static List<GoldCase> of(Size size, long seed) {
    GoldCases cases = new GoldCases(seed);
    return size == Size.FULL ? cases.full() : cases.quick();
  }

  private List<GoldCase> full() {
    Checkpoint tanh = trained("digits.yaml", 3000);
    Checkpoint relu = trained("gold/digits-relu.yaml", 3000);
    Checkpoint byHeart = trained("gold/modular-addition.yaml", 500);
    Checkpoint theRule = trained("gold/modular-addition.yaml", 10_000);
    Checkpoint narrow = trained("gold/mnist-32.yaml", 3000);
    Checkpoint wide = trained("gold/mnist-256.yaml", 3000);
    Checkpoint lenet = trained("lenet.yaml", 2000);
    return List.of(
        new GoldCase(
            "digits-tanh", tanh, OR_WEAKER, finely(EITHER, 10 * MINUTE), CLASSIFIERS, SHORT),
        new GoldCase(
            "digits-relu", relu, OR_WEAKER, finely(EITHER, 10 * MINUTE), CLASSIFIERS, LONG),
        new GoldCase(
            "dln-1k",
            linear(0, 11, MANY_DATA),
            OR_1,
            byLayers(LAYERS_OR_NOT, 10 * MINUTE),
            LINEAR,
            SHORT),
        new GoldCase("modadd-memorised", byHeart, OR_5, by(EITHER, 10 * MINUTE), ADDITION, SHORT),
        new GoldCase("modadd-grokked", theRule, OR_5, by(EITHER, 10 * MINUTE), ADDITION, LONG),
        new GoldCase("mnist-32", narrow, OR_100, by(EITHER, 30 * MINUTE), CLASSIFIERS, LONG),
        new GoldCase("dln-10k", linear(1, 7, MANY_DATA), OR_1, by(TWO_FIBRES, HOUR), LINEAR, LONG),
        new GoldCase("mnist-256", wide, OR_100, by(TWO_ANGLES, 2 * HOUR), CLASSIFIERS, SHORT),
        new GoldCase("mnist-lenet", lenet, OR_100, by(EITHER, HOUR), CLASSIFIERS, SHORT),
        new GoldCase(
            "dln-100k",
            linear(2, 0, FEWER_DATA),
            ONLY_DEFAULT,
            by(TWO_FIBRES, 4 * HOUR),
            LARGE_LINEAR,
            SHORT),
        new GoldCase(
            "in-context",
            new Checkpoint.OfFirst(trained("in-context.yaml", 3000), SEQUENCES),
            OR_13,
            by(TWO_ANGLES, 4 * HOUR),
            IN_CONTEXT,
            SHORT));
  }

  private List<GoldCase> quick() {
    Checkpoint rrr = new Checkpoint.Truth("rrr:inputs=4,outputs=3,hidden=2,rank=1,n=500", seed);
    Checkpoint dln = new Checkpoint.Truth("dln:widths=4x3x4,rank=2,n=1000,noise=0", seed);
    return List.of(
        new GoldCase("rrr", rrr, ONLY_DEFAULT, roughly(EITHER, MINUTE), LINEAR, QUICK),
        new GoldCase("dln", dln, ONLY_DEFAULT, roughly(EITHER, MINUTE), LINEAR, QUICK));
  }

  /** HMC's chains do not come to agree on where along the fibres they are where these are long. */
  private static GoldCase.Truth byLayers(List<String> samplers, double patience) {
    return new GoldCase.Truth(samplers, TWO_FIBRES, PRECISION, patience);
  }

  private static GoldCase.Truth by(List<String> samplers, double patience) {
    return new GoldCase.Truth(samplers, samplers, PRECISION, patience);
  }

  private static GoldCase.Truth finely(List<String> samplers, double patience) {
    return new GoldCase.Truth(samplers, samplers, FINE, patience);
  }

  private static GoldCase.Truth roughly(List<String> samplers, double patience) {
    return new GoldCase.Truth(samplers, samplers, ROUGH, patience);
  }

  /** A checkpoint of a spec; its network is trained once for all cases. */
  private Checkpoint.Trained trained(String spec, long step) {
    TrainedNetwork network = networks.computeIfAbsent(spec, file -> new TrainedNetwork(file, seed));
    return new Checkpoint.Trained(network, spec, seed, step);
  }

  /** The true parameter of network {@code index} of a class. */
  private Checkpoint linear(int type, int index, int n) {
    NetworkClass of = NetworkClass.ALL.get(type);
    return new Checkpoint.Truth(NetworkClass.problem(of.draw(index, seed), n, 0), seed + index);
  }
}
