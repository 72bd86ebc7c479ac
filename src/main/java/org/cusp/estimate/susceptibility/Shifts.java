package org.cusp.estimate.susceptibility;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cusp.estimate.influence.CovarianceBlock.Range;
import org.cusp.estimate.influence.LossStore;
import org.cusp.estimate.influence.Questions;
import org.cusp.estimate.influence.Window;
import org.cusp.tensor.dense.Matrix;

/**
 * What a shift of the data changes in the loss, draw by draw: columns of a store are L_n(w) -
 * L_n(w*), then l_z(w) - L_n(w) of each datum z less what it is at w*, then the mean of these.
 *
 * @param data how many z there are
 */
record Shifts(int data) {
  private static final int ROWS = 256;

  /** Where L_n stands. */
  static final Range LOSS = new Range(0, 1);

  /** From losses of each datum; the draws of the window, chains from 0 on. */
  static Window of(Window losses, Questions questions) {
    Shifts shifts = new Shifts(questions.queries());
    LossStore store = new LossStore(losses.chains().length, shifts.columns());
    for (int chain = 0; chain < losses.chains().length; chain++) {
      for (int draw = 0; draw < losses.draws(); draw += ROWS) {
        LossStore.Part part =
            new LossStore.Part(
                losses.first() + draw,
                Math.min(ROWS, losses.draws() - draw),
                0,
                questions.columns());
        Matrix rows = losses.store().block(losses.chains()[chain], part);
        for (int row = 0; row < part.draws(); row++) {
          store.add(chain, shifts.row(rows.values(), row * part.columns(), questions));
        }
      }
    }
    int[] all = IntStream.range(0, losses.chains().length).toArray();
    return new Window(store, all, 0, losses.draws());
  }

  private float[] row(double[] losses, int from, Questions questions) {
    double mean = Arrays.stream(losses, from, from + questions.data()).sum() / questions.data();
    float[] row = new float[columns()];
    row[0] = (float) mean;
    int first = from + questions.allQueries().from();
    double sum = 0;
    for (int z = 0; z < data; z++) {
      double shift = losses[first + z] - mean;
      row[1 + z] = (float) shift;
      sum += shift;
    }
    row[1 + data] = (float) (sum / data);
    return row;
  }

  int columns() {
    return data + 2;
  }

  /** Of some z. */
  Range of(int from, int count) {
    return new Range(1 + from, count);
  }

  /** Of all z together. */
  Range mean() {
    return new Range(1 + data, 1);
  }
}
