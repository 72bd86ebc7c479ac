package org.cusp.foreign.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Parameter;

/** Puts layers one after the other, each with what its parameters are in the file. */
public final class PlanBuilder {
  private final FileTensors file;
  private final String prefix;
  private final List<Object> items = new ArrayList<>();
  private final Map<String, Slice> slices;

  public PlanBuilder(FileTensors file) {
    this(file, "layers.", new LinkedHashMap<>());
  }

  private PlanBuilder(FileTensors file, String prefix, Map<String, Slice> slices) {
    this.file = file;
    this.prefix = prefix;
    this.slices = slices;
  }

  public FileTensors file() {
    return file;
  }

  /** What names of parameters of the next layer begin with, without a dot at the end. */
  private String here() {
    return prefix + items.size();
  }

  /** A layer without parameters. */
  public PlanBuilder add(Object item) {
    items.add(item);
    return this;
  }

  /** An activation; the identity is no layer. */
  public PlanBuilder bend(String activation) {
    return activation.equals("identity") ? this : add(activation);
  }

  /** A layer, and the numbers of its parameters by their own names. */
  public PlanBuilder add(Object item, Map<String, Slice> own) {
    own.forEach((name, slice) -> slices.put(here() + "." + name, slice));
    items.add(item);
    return this;
  }

  /** A layer whose parameters are tensors as they are: their names in the file, by its own. */
  public PlanBuilder whole(Object item, Map<String, String> own) {
    Map<String, Slice> made = new LinkedHashMap<>();
    own.forEach((name, tensor) -> made.put(name, Slice.whole(tensor, file.require(tensor))));
    return add(item, made);
  }

  /** {@code residual: [...]}. */
  public PlanBuilder residual(Consumer<PlanBuilder> inner) {
    PlanBuilder within = new PlanBuilder(file, here() + ".", slices);
    inner.accept(within);
    return add(Map.of("residual", within.items));
  }

  /** A layer of one's own making, of layers within it that come after its own parameters. */
  public PlanBuilder within(
      Consumer<PlanBuilder> inner, Function<List<Object>, Object> item, Map<String, Slice> own) {
    PlanBuilder within = new PlanBuilder(file, here() + ".", slices);
    inner.accept(within);
    return add(item.apply(within.items), own);
  }

  /** {@code sum: [[...], [...]]}. */
  public PlanBuilder sum(List<Consumer<PlanBuilder>> branches) {
    List<Object> lists = new ArrayList<>();
    for (Consumer<PlanBuilder> branch : branches) {
      PlanBuilder within = new PlanBuilder(file, here() + "." + lists.size() + ".", slices);
      branch.accept(within);
      lists.add(within.items);
    }
    return add(Map.of("sum", lists));
  }

  /**
   * All of it.
   *
   * @throws InvalidInput if the layers do not fit each other, or a tensor is not as large as its
   *     layer needs
   */
  public Plan plan(Shape inputs) {
    Plan plan = new Plan(inputs, items, slices);
    try {
      plan.layers().parameters(inputs).forEach(this::requireFits);
      plan.layers().output(inputs);
    } catch (InvalidInput e) {
      String said = e.getMessage();
      throw said.startsWith(file.file()) ? e : new InvalidInput(file.file() + ": " + said, e);
    } catch (ArithmeticException e) {
      throw new InvalidInput(file.file() + ": the network is too large for inputs " + inputs, e);
    }
    return plan;
  }

  private void requireFits(Parameter parameter) {
    Slice slice = slices.get(parameter.name());
    int held = slice == null ? 0 : slice.count();
    if (slice != null && slice.reach() > file.require(slice.tensor()).values().length) {
      throw new InvalidInput(
          "tensor "
              + slice.tensor()
              + " is too small for "
              + parameter.name()
              + ": found "
              + Arrays.toString(file.require(slice.tensor()).shape()));
    }
    if (slice == null || held != parameter.shape().size()) {
      throw new InvalidInput(
          (slice == null ? "no tensor" : "tensor " + slice.tensor())
              + " has the numbers of "
              + parameter.name()
              + ", which must have shape "
              + parameter.shape()
              + (slice == null ? "" : ", found " + held + " numbers"));
    }
  }
}
