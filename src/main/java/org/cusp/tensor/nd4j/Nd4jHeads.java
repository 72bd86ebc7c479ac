package org.cusp.tensor.nd4j;

import org.cusp.tensor.MatrixStack;
import org.cusp.tensor.Precision;
import org.cusp.tensor.sequence.Heads;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Attention of one chain by products of whole matrices, one sequence and head at a time. */
record Nd4jHeads(Heads heads, int chain) {
  private static final DataType DOUBLE = Nd4jMemory.typeOf(Precision.FLOAT64);

  void attend(
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack output) {
    for (int datum = 0; datum < output.size() / (positions() * heads.queryWidth()); datum++) {
      for (int head = 0; head < heads.queries(); head++) {
        int key = head / heads.sharing();
        INDArray scores =
            scores(turned(part(queries, datum, head), 1), turned(part(keys, datum, key), 1));
        INDArray largest = scores.max(true, 1);
        INDArray weights = Transforms.exp(scores.subColumnVector(largest), false);
        INDArray shares = weights.sum(true, 1).rdivi(1);
        weights.muliColumnVector(shares);
        place(moments, datum, head, 2).assign(Nd4j.hstack(largest, shares));
        place(output, datum, head, heads.width()).assign(weights.mmul(part(values, datum, key)));
      }
    }
  }

  private int positions() {
    return heads.positions();
  }

  /** Rows of a sequence, columns of a head. */
  private INDArray place(MatrixStack all, int datum, int head, int width) {
    return Nd4jMemory.view(all, chain)
        .get(
            NDArrayIndex.interval(datum * positions(), (datum + 1) * positions()),
            NDArrayIndex.interval(head * width, (head + 1) * width))
        .reshape(positions(), width);
  }

  /** A copy in double. */
  private INDArray part(MatrixStack all, int datum, int head) {
    return Nd4jMemory.view(all, chain)
        .get(
            NDArrayIndex.interval(datum * positions(), (datum + 1) * positions()),
            NDArrayIndex.interval(head * heads.width(), (head + 1) * heads.width()))
        .castTo(DOUBLE)
        .dup('c')
        .reshape(positions(), heads.width());
  }

  /** By the matrix of rotations of each position. */
  private INDArray turned(INDArray rows, int direction) {
    INDArray turned = rows.dup();
    for (int t = 0; t < positions(); t++) {
      for (int j = 0; j < heads.pairs(); j++) {
        double cosine = heads.cosines()[t * heads.pairs() + j];
        double sine = direction * heads.sines()[t * heads.pairs() + j];
        double a = rows.getDouble(t, j);
        double b = rows.getDouble(t, j + heads.pairs());
        turned.putScalar(t, j, a * cosine - b * sine);
        turned.putScalar(t, j + heads.pairs(), b * cosine + a * sine);
      }
    }
    return turned;
  }

  /** Minus infinity where a position does not see. */
  private INDArray scores(INDArray q, INDArray k) {
    INDArray scores = q.mmul(k.transpose()).muli(heads.scale());
    for (int t = 0; t < positions(); t++) {
      for (int s = heads.seen(t); s < positions(); s++) {
        scores.putScalar(t, s, Double.NEGATIVE_INFINITY);
      }
    }
    return scores;
  }

  void attendBackward(
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack moments,
      MatrixStack delta) {
    for (int datum = 0; datum < delta.size() / (positions() * heads.queryWidth()); datum++) {
      for (int key = 0; key < heads.keys(); key++) {
        back(queries, keys, values, delta, datum, key);
      }
    }
  }

  /** The heads that read these keys. */
  private void back(
      MatrixStack queries,
      MatrixStack keys,
      MatrixStack values,
      MatrixStack delta,
      int datum,
      int key) {
    INDArray k = turned(part(keys, datum, key), 1);
    INDArray v = part(values, datum, key);
    INDArray keyGradient = k.ulike().assign(0);
    INDArray valueGradient = v.ulike().assign(0);
    for (int head = key * heads.sharing(); head < (key + 1) * heads.sharing(); head++) {
      INDArray q = turned(part(queries, datum, head), 1);
      INDArray d = part(delta, datum, head);
      INDArray scores = scores(q, k);
      INDArray weights = Transforms.exp(scores.subColumnVector(scores.max(true, 1)), false);
      weights.diviColumnVector(weights.sum(true, 1));
      INDArray slopes = d.mmul(v.transpose());
      slopes.subiColumnVector(slopes.mul(weights).sum(true, 1));
      slopes.muli(weights).muli(heads.scale());
      valueGradient.addi(weights.transpose().mmul(d));
      keyGradient.addi(slopes.transpose().mmul(q));
      place(queries, datum, head, heads.width()).assign(turned(slopes.mmul(k), -1));
    }
    place(keys, datum, key, heads.width()).assign(turned(keyGradient, -1));
    place(values, datum, key, heads.width()).assign(valueGradient);
  }
}
