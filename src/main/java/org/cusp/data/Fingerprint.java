package org.cusp.data;

import org.cusp.numerics.Digest;

/** The SHA-256 digest of a data set's content. */
final class Fingerprint {
  private Fingerprint() {}

  static String of(DataSet data) {
    Digest digest = new Digest().add(data.n()).add(data.features()).add(data.x());
    if (data.targets() instanceof Targets.Classes classes) {
      digest.add('C').add(classes.classes());
      for (int label : classes.labels()) {
        digest.add(label);
      }
    } else if (data.targets() instanceof Targets.Sequences sequences) {
      digest.add('S').add(sequences.classes()).add(sequences.positions());
      for (int label : sequences.labels()) {
        digest.add(label);
      }
    } else if (data.targets() instanceof Targets.Values values) {
      digest.add('V').add(values.outputs()).add(values.values());
    }
    return digest.text();
  }
}
