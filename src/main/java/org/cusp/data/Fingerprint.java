package org.cusp.data;

import java.util.Arrays;
import org.cusp.numerics.Digest;

/** The SHA-256 digest of a data set's content. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(DataSet data) {
    Digest digest = new Digest().add(data.n()).add(data.features());
    data.inputs()
        .forEach((from, count, x) -> digest.add(Arrays.copyOf(x, count * data.features())));
    if (data.targets() instanceof Targets.Classes classes) {
      digest.add('C').add(classes.classes());
      for (int label : classes.labels()) {
        digest.add(label);
      }
    } else if (data.targets() instanceof Targets.Sequences sequences) {
      digest.add('S').add(sequences.classes()).add(sequences.positions());
      sequences
          .rows()
          .forEach(
              (from, count, labels) -> {
                for (int i = 0; i < count * sequences.positions(); i++) {
                  digest.add((int) labels[i]);
                }
              });
    } else if (data.targets() instanceof Targets.Values values) {
      digest.add('V').add(values.outputs()).add(values.values());
    }
    return digest.text();
  }
}
