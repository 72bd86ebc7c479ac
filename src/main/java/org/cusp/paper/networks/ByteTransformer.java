package org.cusp.paper.networks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cusp.data.DataSet;
import org.cusp.data.Targets;
import org.cusp.estimate.influence.DatumLosses;
import org.cusp.model.Model;
import org.cusp.model.batch.TensorData;
import org.cusp.model.part.Components;
import org.cusp.model.part.ModelParts;
import org.cusp.paper.reproduction.Estimation;
import org.cusp.paper.reproduction.Size;
import org.cusp.paper.reproduction.TrainedNetwork;
import org.cusp.run.Localisation;
import org.cusp.run.Target;
import org.cusp.tensor.Slab;

/**
 * Two layers of attention on the bytes of a text, with some of its sequences to draw and ask about,
 * and what is to be read at each of their positions.
 */
final class ByteTransformer {
  /** What a byte may be to be foreseen. */
  enum Kind {
    /** A blank or the end of a line. */
    SPACE("space"),
    /** The first letter of a word. */
    START("word start"),
    /** A letter after a letter. */
    PART("word part"),
    /** It followed the byte before it earlier in the sequence: what an induction head sees. */
    REPEATED("repeated pair"),
    /** A digit or a mark. */
    OTHER("other");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    static Kind of(int[] before, int byteHere) {
      int last = before[before.length - 1];
      for (int i = 1; i < before.length; i++) {
        if (before[i - 1] == last && before[i] == byteHere) {
          return REPEATED;
        }
      }
      if (byteHere <= ' ') {
        return SPACE;
      }
      if (!Character.isLetter(byteHere)) {
        return OTHER;
      }
      return Character.isLetter(last) ? PART : START;
    }
  }

  private static final int FULL_SEQUENCES = 32;
  private static final int QUICK_SEQUENCES = 6;

  private final TrainedNetwork network;
  private final int sequences;
  private Target target;

  ByteTransformer(Size size, long seed) {
    this.network = new TrainedNetwork(size == Size.FULL ? "bytes.yaml" : "bytes-quick.yaml", seed);
    this.sequences = size.of(FULL_SEQUENCES, QUICK_SEQUENCES);
  }

  static int sequences(Size size) {
    return size.of(FULL_SEQUENCES, QUICK_SEQUENCES);
  }

  /** Model and evenly spread sequences. */
  synchronized Target target() {
    if (target == null) {
      Target whole = network.target();
      target =
          some(whole, IntStream.range(0, sequences).map(i -> i * whole.train().n() / sequences));
    }
    return target;
  }

  private static Target some(Target whole, IntStream rows) {
    DataSet data = whole.train().subset(rows.toArray());
    return Target.of(whole.name(), whole.model(), whole.precision(), data);
  }

  /**
   * With its parameters alone free, on the half of the sequences with most or fewest repeated
   * pairs.
   */
  Target half(boolean most) {
    Kind[] kinds = kinds();
    int positions = kinds.length / sequences;
    int[] order =
        IntStream.range(0, sequences)
            .boxed()
            .sorted(
                Comparator.comparingLong(
                    i ->
                        (most ? -1 : 1)
                            * Arrays.stream(kinds, i * positions, (i + 1) * positions)
                                .filter(kind -> kind == Kind.REPEATED)
                                .count()))
            .mapToInt(Integer::intValue)
            .toArray();
    return some(target(), Arrays.stream(order).limit(sequences / 2).sorted());
  }

  List<String> heads() {
    return Components.heads(target().model(), Map.of());
  }

  /** The target with a head alone free. */
  Target head(String name) {
    return target().only(name, Localisation.ISOTROPIC);
  }

  double[] weights(long step, Estimation by) {
    return network.weights(step, by);
  }

  /** Steps of the checkpoints but the first, which is no training. */
  List<Long> steps(Estimation by) {
    return network.checkpoints(by).keySet().stream().filter(step -> step > 0).toList();
  }

  long last(Estimation by) {
    return network.checkpoints(by).lastKey();
  }

  /** What each position of each sequence is, in the order of the data. */
  Kind[] kinds() {
    DataSet data = target().train();
    Targets.Sequences after = (Targets.Sequences) data.targets();
    int positions = after.positions();
    Kind[] kinds = new Kind[data.n() * positions];
    for (int i = 0; i < data.n(); i++) {
      int[] labels = after.labels(i, 1);
      int[] all = new int[positions + 1];
      all[0] = (int) data.x()[i * positions];
      System.arraycopy(labels, 0, all, 1, positions);
      for (int t = 0; t < positions; t++) {
        kinds[i * positions + t] = Kind.of(Arrays.copyOf(all, t + 1), labels[t]);
      }
    }
    return kinds;
  }

  /** How much the loss of each position rises without a head. */
  double[] withoutHead(String head, double[] w, Estimation by) {
    double[] ablated = w.clone();
    new ModelParts(target().model(), Map.of())
        .chosen(head).stream().forEach(place -> ablated[place] = 0);
    double[] rise = losses(ablated, by);
    double[] before = losses(w, by);
    Arrays.setAll(rise, z -> rise[z] - before[z]);
    return rise;
  }

  private double[] losses(double[] w, Estimation by) {
    Model model = target().model();
    DataSet data = target().train();
    double[] found = new double[data.n() * DatumLosses.ofExample(model)];
    try (Slab row = Slab.row(by.kernels().memory(), target().precision(), w);
        TensorData tensors = TensorData.of(data, by.kernels().memory(), target().precision());
        DatumLosses losses = new DatumLosses(model, by.kernels().create(), row, data.n())) {
      losses.read(
          tensors, (chain, first, own, count) -> System.arraycopy(own, 0, found, first, count));
    }
    return found;
  }
}
