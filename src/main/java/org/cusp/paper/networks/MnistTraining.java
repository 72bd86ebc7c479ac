package org.cusp.paper.networks;

import java.util.List;
import java.util.Map;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;

/** The LLC of a network along its training on MNIST. */
public final class MnistTraining implements Reproduction {
  private static final TrainingCurve CURVE =
      new TrainingCurve("mnist.yaml", List.of(0, 31, 125, 500, 1000, 2000), List.of(0, 500), 100);

  @Override
  public String key() {
    return LocalCoefficients.FOLDER + "/mnist-training";
  }

  @Override
  public String title() {
    return "MNIST: the LLC along training";
  }

  @Override
  public String citation() {
    return LocalCoefficients.SOURCE + " (output of the authors' notebook)";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "The source follows the LLC of a network with 1.9 million parameters through SGD on MNIST: it"
            + " rises from 425 after the first epoch to 808 after the fifth and levels off.",
        "Here 784-10-10 ReLU (7,960 parameters) on 2,000 of the test images, SGD, every LLC by default"
            + " with its verdict: a network of the source's size takes more than this table should. The"
            + " levels are not to be compared, only the course.",
        "The images are not part of this repository: put them where the settings say.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    return CURVE.settings(
        "../shared/data/mnist-10k-{images-idx3,labels-idx1}-ubyte.gz",
        "SGD, momentum 0.9, rate 0.02, batch 64, 31 steps an epoch",
        size);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return CURVE.pieces(size, seed);
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return new Findings(
        List.of(TrainingCurve.sentence(rows)),
        List.of(
            TrainingCurve.table(rows),
            new Findings.Section("The source, another network", expected.rows())),
        List.of(TrainingCurve.chart(rows, "The LLC of 784-10-10 along SGD on MNIST")));
  }
}
