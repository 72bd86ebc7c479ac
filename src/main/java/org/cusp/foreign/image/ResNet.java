package org.cusp.foreign.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Open;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;

/**
 * A ResNet as torchvision and the repositories for CIFAR name it: {@code conv1, bn1,
 * layer1.0.conv1, ...}, a shortcut under {@code downsample} or {@code shortcut}, the last layer
 * {@code fc} or {@code linear}. The first stage does not halve the image, every other one does in
 * its first block. A stem of 7 x 7 moves by 2 and has a pool after it, one of 3 x 3 has neither. A
 * block that widens without a convolution in its shortcut takes every other row and column and pads
 * with zero channels on both sides (He et al. 2016, option A). A convolution whose weights see a
 * part of the channels works in groups, as in ResNeXt.
 */
public record ResNet(FileTensors file) {
  private static final List<Integer> SMALL = List.of(32, 28, 64, 96, 224);
  private static final List<Integer> LARGE = List.of(224, 64, 96, 32, 28);
  private static final String RELU = "relu";

  /** Whether the names are those of one. */
  public static Optional<ResNet> of(FileTensors file) {
    boolean named =
        file.has("conv1.weight")
            && file.has("bn1.running_mean")
            && file.has("layer1.0.conv1.weight")
            && file.has("layer1.0.bn1.running_mean")
            && file.first("fc.weight", "linear.weight").isPresent();
    return named ? Optional.of(new ResNet(file)) : Optional.empty();
  }

  /** In a few words. */
  public String name() {
    int convolutions = 1;
    List<Integer> blocks = new ArrayList<>();
    for (int stage = 1; stage <= stages(); stage++) {
      int count = blocks(stage);
      blocks.add(count);
      convolutions += count * convolutionsIn(stage, 0);
    }
    return "ResNet-"
        + (convolutions + 1)
        + ": stem "
        + stem().rows()
        + "x"
        + stem().rows()
        + ", blocks "
        + blocks
        + ", "
        + last().outputs()
        + " outputs";
  }

  /** The same network for images of several sizes: it takes any. */
  public List<Reading> readings() {
    List<Reading> readings = new ArrayList<>();
    for (int side : isLarge() ? LARGE : SMALL) {
      readings.add(
          new Reading(Optional.of(side + " x " + side + " pixels"), open -> plan(side, open)));
    }
    return readings;
  }

  private Unit stem() {
    return Unit.named(file, "conv1", Optional.of("bn1"));
  }

  private Unit last() {
    return Unit.named(
        file, file.first("fc.weight").isPresent() ? "fc" : "linear", Optional.empty());
  }

  private boolean isLarge() {
    return stem().rows() == 7;
  }

  private int stages() {
    return file.blocks("layer", ".0.conv1.weight", 1);
  }

  private int blocks(int stage) {
    return file.blocks("layer" + stage + ".", ".conv1.weight", 0);
  }

  private int convolutionsIn(int stage, int block) {
    return file.blocks("layer" + stage + "." + block + ".conv", ".weight", 1);
  }

  private Plan plan(int side, Open open) {
    PlanBuilder plan = new PlanBuilder(file);
    stem().convolve(plan, isLarge() ? 2 : 1, stem().rows() / 2);
    stem().normalise(plan, open);
    plan.add(RELU);
    if (isLarge()) {
      plan.add(Map.of("max-pool2d", Map.of("kernel", 3, "stride", 2, "padding", 1)));
    }
    for (int stage = 1; stage <= stages(); stage++) {
      for (int block = 0; block < blocks(stage); block++) {
        block(plan, stage, block, open);
      }
    }
    plan.add("global-avg-pool2d").add("flatten");
    last().dense(plan);
    return plan.plan(new Shape(List.of(stem().inputs(), side, side)));
  }

  private void block(PlanBuilder plan, int stage, int block, Open open) {
    String name = "layer" + stage + "." + block + ".";
    int stride = stage > 1 && block == 0 ? 2 : 1;
    List<Unit> units = new ArrayList<>();
    for (int i = 1; i <= convolutionsIn(stage, block); i++) {
      units.add(Unit.named(file, name + "conv" + i, Optional.of(name + "bn" + i)));
    }
    Optional<String> shortcut =
        file.first(name + "downsample.0.weight", name + "shortcut.0.weight")
            .map(weight -> weight.substring(0, weight.length() - ".0.weight".length()));
    int wider = units.get(units.size() - 1).outputs() - units.get(0).inputs();
    if (shortcut.isPresent()) {
      Unit projection = Unit.named(file, shortcut.get() + ".0", Optional.of(shortcut.get() + ".1"));
      plan.sum(
          List.of(
              inner -> units(inner, units, stride, open),
              inner -> {
                projection.convolve(inner, stride, 0);
                projection.normalise(inner, open);
              }));
    } else if (stride > 1 || wider != 0) {
      requireEven(name, wider);
      plan.sum(
          List.of(
              inner -> units(inner, units, stride, open),
              inner -> {
                inner.add(Map.of("max-pool2d", Map.of("kernel", 1, "stride", stride)));
                inner.add(Map.of("pad-channels", wider / 2));
              }));
    } else {
      plan.residual(inner -> units(inner, units, stride, open));
    }
    plan.add(RELU);
  }

  private void requireEven(String name, int wider) {
    if (wider <= 0 || wider % 2 != 0) {
      throw new InvalidInput(
          file.file()
              + ": block "
              + name
              + " has no convolution in its shortcut and "
              + wider
              + " channels more than it gets: these must be an even number, for zeros on both"
              + " sides");
    }
  }

  /** The one of 3 x 3 that comes first halves the image, as torchvision has it. */
  private static void units(PlanBuilder plan, List<Unit> units, int stride, Open open) {
    int halving = units.size() == 3 ? 1 : 0;
    int given = units.get(0).inputs();
    for (int i = 0; i < units.size(); i++) {
      Unit unit = units.get(i);
      unit.convolve(plan, i == halving ? stride : 1, unit.rows() / 2, given / unit.inputs());
      given = unit.outputs();
      unit.normalise(plan, open);
      if (i + 1 < units.size()) {
        plan.add(RELU);
      }
    }
  }
}
