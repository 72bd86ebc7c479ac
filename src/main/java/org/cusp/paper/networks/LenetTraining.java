package org.cusp.paper.networks;

import java.util.List;
import java.util.Map;
import org.cusp.paper.reproduction.ExpectedTable;
import org.cusp.paper.reproduction.Findings;
import org.cusp.paper.reproduction.Piece;
import org.cusp.paper.reproduction.Reproduction;
import org.cusp.paper.reproduction.Row;
import org.cusp.paper.reproduction.Size;

/** The LLC of a small convolutional network along its training on MNIST. */
public final class LenetTraining implements Reproduction {
  private static final TrainingCurve CURVE =
      new TrainingCurve("lenet.yaml", List.of(63, 250, 1000, 2000), List.of(0, 250), 120);

  @Override
  public String key() {
    return "lenet-mnist";
  }

  @Override
  public String title() {
    return "LeNet on MNIST: the LLC along training";
  }

  @Override
  public String citation() {
    return "estimator: Lau et al., arXiv:2308.12108; nobody has published numbers with errors for such a network";
  }

  @Override
  public List<String> claim() {
    return List.of(
        "No source gives an LLC with an error for a convolutional network along training. This page does: a"
            + " LeNet with 6,038 parameters, every LLC by default with its verdict. Four checkpoints of the training and 120 s of work for each LLC"
            + " are what two cores do in eight minutes.",
        "The images are not part of this repository: put them where the settings say.");
  }

  @Override
  public Map<String, String> settings(Size size) {
    return CURVE.settings(
        "8,000 images of ../shared/data/mnist-10k-{images-idx3,labels-idx1}-ubyte.gz, 2,000 held out",
        "Adam, rate 0.005 with a cosine, batch 128, 62.5 steps an epoch",
        size);
  }

  @Override
  public List<Piece> pieces(Size size, long seed) {
    return CURVE.pieces(size, seed);
  }

  @Override
  public Findings findings(List<Row> rows, ExpectedTable expected) {
    return TrainingCurve.findings(rows, "The LLC of a LeNet along Adam on MNIST");
  }
}
