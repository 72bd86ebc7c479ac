package org.cusp.report.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cusp.estimate.learning.NamedStage;
import org.cusp.estimate.learning.NamedStages;
import org.cusp.estimate.learning.Stages;
import org.cusp.report.plot.Axis;
import org.cusp.report.plot.Layer;
import org.cusp.report.plot.Numbers;
import org.cusp.report.plot.Panel;
import org.cusp.report.plot.Theme;

/**
 * Where the losses of a training rest and fall.
 *
 * @param floor the least loss that the likelihood can have, nats per datum: losses are drawn above
 *     it
 * @param losses each with its stages
 * @param named what the training was doing
 */
public record LossStages(double floor, List<Stages> losses, NamedStages named) {
  /** Nothing known: losses are drawn as they are. */
  public static final LossStages NONE = new LossStages(0, List.of(), NamedStages.NONE);

  private static final int LABEL = 11;

  /** Of a letter of a label, in its size. */
  private static final double LETTER = 0.56;

  /** Above the losses, for labels, as a share of their axis. */
  private static final double HEADROOM = 0.1;

  public LossStages {
    losses = List.copyOf(losses);
  }

  public boolean hasChanges() {
    return losses.stream().anyMatch(found -> found.changePoints().length > 0);
  }

  /** What the vertical axis of a loss says. */
  String title() {
    return floor == 0
        ? LossFigure.LOSS_TITLE
        : String.format(
            Locale.ROOT,
            "loss %s %s (nats per datum)",
            floor > 0 ? "−" : "+",
            Numbers.measured(Math.abs(floor)));
  }

  /** Every other named stage shaded; a vertical line at each change point of a loss. */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < named.stages().size(); i++) {
      NamedStage stage = named.stages().get(i);
      if (stage.isOfRate()) {
        layers.add(warmUp(stage.to()));
      } else if (i % 2 == 1) {
        layers.add(new Layer.Zone(stage.from(), stage.to(), Theme.SHADE));
      }
    }
    for (Stages found : losses) {
      for (long step : found.changePoints()) {
        layers.add(new Layer.Upright(step, colour(found), Theme.dashed(0.9f)));
      }
    }
    return layers;
  }

  private static Layer warmUp(long step) {
    return new Layer.Upright(step, Theme.GREEN, Theme.solid(1.2f));
  }

  /** The axis of the losses, with room above them for labels where there are any. */
  Axis withRoom(Axis losses) {
    if (named.stages().isEmpty()) {
      return losses;
    }
    double low = losses.scale().forward(losses.low());
    double high = losses.scale().forward(losses.high());
    double top = losses.scale().inverse(high + HEADROOM * (high - low));
    return new Axis(losses.title(), losses.scale(), losses.low(), top);
  }

  /** The names of stages, or their numbers where the name is too long for its stretch. */
  public List<Layer> labels(Axis steps, Axis losses) {
    double low = losses.scale().forward(losses.low());
    double high = losses.scale().forward(losses.high());
    double y = losses.scale().inverse(high - HEADROOM / 2 * (high - low));
    List<Layer> labels = new ArrayList<>();
    for (int i = 0; i < named.stages().size(); i++) {
      NamedStage stage = named.stages().get(i);
      double from = steps.scale().forward(stage.from());
      double to = steps.scale().forward(stage.to());
      double wide =
          (steps.fraction(stage.to()) - steps.fraction(stage.from()))
              * (Theme.WIDTH - Theme.LEFT - Theme.RIGHT);
      String number = Integer.toString(i + 1);
      String text = LETTER * LABEL * stage.name().length() < wide ? stage.name() : number;
      if (!stage.isOfRate() && LETTER * LABEL * text.length() < wide) {
        double x = steps.scale().inverse((from + to) / 2);
        labels.add(new Layer.Words(x, y, text, LABEL, Theme.FAINT_INK));
      }
    }
    return labels;
  }

  /** One line of the legend for each loss that has change points, and for a warm-up. */
  List<Panel.Key> keys() {
    List<Panel.Key> keys = new ArrayList<>();
    losses.stream()
        .filter(found -> found.changePoints().length > 0)
        .map(
            found ->
                Panel.Key.of(
                    "change points, " + found.loss(),
                    new Layer.Upright(0, colour(found), Theme.dashed(0.9f))))
        .forEach(keys::add);
    named.stages().stream()
        .filter(NamedStage::isOfRate)
        .map(stage -> Panel.Key.of("end of the " + stage.name(), warmUp(0)))
        .forEach(keys::add);
    return keys;
  }

  private static Color colour(Stages found) {
    Color strong = found.loss().equals(Stages.TRAINING) ? Theme.BLUE : Theme.VERMILION;
    return Theme.mixed(strong, Theme.PAPER, 0.7);
  }

  /** What the lines and the shifted axis are; empty where there are neither. */
  String caption() {
    String shifted =
        floor == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " The losses are drawn above %s, the least that the likelihood can have.",
                Numbers.measured(floor));
    if (!named.stages().isEmpty()) {
      shifted += " Stages have the names, or numbers, of their table.";
    }
    return hasChanges()
        ? shifted
            + " Upright dashed lines are change points: where ln loss against ln(step + 1), cut into"
            + " straight pieces by optimal partitioning, goes from a plateau to falling or rising or"
            + " back."
        : shifted;
  }
}
