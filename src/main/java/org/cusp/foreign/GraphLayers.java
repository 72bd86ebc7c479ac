package org.cusp.foreign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.foreign.plan.FileTensors;
import org.cusp.foreign.plan.Plan;
import org.cusp.foreign.plan.PlanBuilder;
import org.cusp.foreign.plan.Reading;
import org.cusp.format.NamedTensor;

/**
 * The steps of a graph as layers of Cusp, so that they can be sampled. The tensors are those that
 * the steps have, folded constants and transposes included, under the names that the file gives
 * them.
 */
final class GraphLayers {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private final FileTensors file;
  private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
  private List<Item> layers = new ArrayList<>();
  private List<Integer> image;

  /** What a plan is made of. */
  private sealed interface Item {}

  /** A layer and the names of its own tensors. */
  private record Layer(Object item, Map<String, String> own) implements Item {}

  /** Lists of layers side by side; an empty one gives what it gets. */
  private record Branches(List<List<Item>> lists) implements Item {}

  /** A step that no layer is. */
  private static final class NoLayer extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoLayer(String why) {
      super(why, null, false, false);
    }
  }

  private GraphLayers(FileTensors file) {
    this.file = file;
  }

  /**
   * The layers, or in words why there are none.
   *
   * @param layers empty where there are none
   */
  record Found(Optional<Layered> layers, String why) {}

  /** The layers of a chain of steps. */
  static Found of(FileTensors file, Network.Graph graph) {
    GraphLayers made = new GraphLayers(file);
    try {
      return new Found(Optional.of(made.layered(graph)), "");
    } catch (NoLayer e) {
      return new Found(Optional.empty(), e.getMessage());
    } catch (InvalidInput e) {
      return new Found(Optional.empty(), "its layers do not fit each other: " + e.getMessage());
    }
  }

  private Layered layered(Network.Graph graph) {
    List<Step> chain = graph.chain();
    Shape inputs = chain.stream().flatMap(step -> imageOf(step).stream()).findFirst().orElse(null);
    boolean ofImages = inputs != null && inputs.size() == graph.inputs();
    image = ofImages ? inputs.axes() : null;
    for (int i = 0; i < chain.size(); i++) {
      boolean last = i + 1 == chain.size();
      if (!(last && graph.givesProbabilities())) {
        add(chain.get(i));
      }
    }
    flatten();
    FileTensors held = new FileTensors(file.file(), tensors, file.settings());
    PlanBuilder builder = new PlanBuilder(held);
    build(layers, builder);
    Plan plan = builder.plan(ofImages ? inputs : Shape.vector(graph.inputs()));
    Reading reading = Reading.only(plan);
    return new Layered(held, reading, List.of(reading), Optional.empty(), false, Optional.empty());
  }

  private static void build(List<Item> items, PlanBuilder builder) {
    for (Item item : items) {
      if (item instanceof Layer layer) {
        builder.whole(layer.item(), layer.own());
      } else {
        join(((Branches) item).lists(), builder);
      }
    }
  }

  /** A branch that does nothing makes a residual of the others. */
  private static void join(List<List<Item>> lists, PlanBuilder builder) {
    List<List<Item>> made = lists.stream().filter(list -> !list.isEmpty()).toList();
    int plain = lists.size() - made.size();
    if (plain > 1 || made.isEmpty()) {
      throw new NoLayer("the data added to themselves");
    }
    Consumer<PlanBuilder> sum = inner -> sum(made, inner);
    if (plain == 1) {
      builder.residual(sum);
    } else {
      sum.accept(builder);
    }
  }

  private static void sum(List<List<Item>> made, PlanBuilder builder) {
    if (made.size() == 1) {
      build(made.get(0), builder);
      return;
    }
    List<Consumer<PlanBuilder>> branches = new ArrayList<>();
    made.forEach(list -> branches.add(inner -> build(list, inner)));
    builder.sum(branches);
  }

  /** What a step of images is given. */
  private static Optional<Shape> imageOf(Step step) {
    if (step instanceof Step.Sum sum) {
      return sum.branches().stream()
          .flatMap(List::stream)
          .flatMap(inner -> imageOf(inner).stream())
          .findFirst();
    }
    if (step instanceof ImageStep.Convolution it) {
      return Optional.of(image(it.channels(), it.window()));
    }
    return step instanceof ImageStep.Pooling it
        ? Optional.of(image(it.channels(), it.window()))
        : Optional.empty();
  }

  private static Shape image(int channels, Window window) {
    return new Shape(List.of(channels, window.height(), window.width()));
  }

  private void add(Step step) {
    if (step instanceof Step.Affine affine) {
      dense(affine);
    } else if (step instanceof ImageStep.Convolution convolution) {
      convolve(convolution);
    } else if (step instanceof ImageStep.Pooling pooling) {
      pool(pooling);
    } else if (step instanceof ImageStep.GlobalMean) {
      requireImage(step);
      layer("global-avg-pool2d", Map.of());
      image = List.of(image.get(0), 1, 1);
    } else if (step instanceof Step.BatchNorm norm) {
      normalise(norm);
    } else if (step instanceof Step.Elementwise bent && bent.nonlinearity().isPresent()) {
      layer(bent.name(), Map.of());
    } else if (step instanceof Step.Leaky leaky) {
      layer(Map.of("leaky-relu", leaky.slope()), Map.of());
    } else if (step instanceof Step.Sum sum) {
      branch(sum);
    } else {
      throw new NoLayer(step.describe().replaceFirst("^batch norm.*", "a constant in a product"));
    }
  }

  private void branch(Step.Sum sum) {
    List<Item> outer = layers;
    List<Integer> given = image;
    List<List<Item>> lists = new ArrayList<>();
    List<List<Integer>> images = new ArrayList<>();
    for (List<Step> branch : sum.branches()) {
      layers = new ArrayList<>();
      image = given;
      branch.forEach(this::add);
      lists.add(layers);
      images.add(image);
    }
    layers = outer;
    // One branch may have flattened an image of one pixel, which the other still is.
    if (images.stream().distinct().count() > 1) {
      throw new NoLayer("a sum of an image and of what was flattened");
    }
    image = images.get(0);
    layers.add(new Branches(lists));
  }

  private void requireImage(Step step) {
    if (image == null) {
      throw new NoLayer(step.describe() + " of what was flattened before");
    }
  }

  private void flatten() {
    if (image != null) {
      layer("flatten", Map.of());
      image = null;
    }
  }

  private void layer(Object item, Map<String, String> own) {
    layers.add(new Layer(item, own));
  }

  private void dense(Step.Affine affine) {
    flatten();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("outputs", affine.bias().length);
    int[] shape = {affine.bias().length, affine.inputs()};
    product(
        "dense",
        keys,
        affine.source(),
        new NamedTensor("F64", shape, affine.weight()),
        affine.bias());
  }

  private void product(
      String name,
      Map<String, Object> keys,
      Step.Source source,
      NamedTensor weight,
      double[] bias) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put(WEIGHT, put(source.weight(), weight));
    if (source.bias().isEmpty()) {
      keys.put(BIAS, false);
    } else {
      own.put(BIAS, put(source.bias(), vector(bias)));
    }
    layer(Map.of(name, keys.size() == 1 ? keys.values().iterator().next() : keys), own);
  }

  private void convolve(ImageStep.Convolution step) {
    Window window = step.window();
    requireGiven(step, step.channels(), window);
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("outputs", step.bias().length);
    moves(step, window, List.of(1, 1), keys);
    if (window.dilationY() > 1 || window.dilationX() > 1) {
      keys.put("dilation", pair(List.of(window.dilationY(), window.dilationX())));
    }
    if (step.groups() > 1) {
      keys.put("groups", step.groups());
    }
    int[] shape = {
      step.bias().length,
      step.channels() / step.groups(),
      window.kernelHeight(),
      window.kernelWidth()
    };
    NamedTensor weight = new NamedTensor("F64", shape, step.weight());
    product("conv2d", keys, step.source(), weight, step.bias());
    image = List.of(step.bias().length, window.outHeight(), window.outWidth());
  }

  private void requireGiven(Step step, int channels, Window window) {
    requireImage(step);
    if (!image.equals(image(channels, window).axes())) {
      throw new NoLayer(step.describe() + " of another image than it is given");
    }
  }

  private static void moves(
      Step step, Window window, List<Integer> usualStride, Map<String, Object> keys) {
    if (window.top() != window.bottom() || window.left() != window.right()) {
      throw new NoLayer(step.describe() + " with more padding on one side than on the other");
    }
    keys.put("kernel", pair(List.of(window.kernelHeight(), window.kernelWidth())));
    List<Integer> stride = List.of(window.strideY(), window.strideX());
    if (!stride.equals(usualStride)) {
      keys.put("stride", pair(stride));
    }
    if (window.top() > 0 || window.left() > 0) {
      keys.put("padding", pair(List.of(window.top(), window.left())));
    }
  }

  private static Object pair(List<Integer> two) {
    return two.get(0).equals(two.get(1)) ? two.get(0) : two;
  }

  private void pool(ImageStep.Pooling step) {
    Window window = step.window();
    requireGiven(step, step.channels(), window);
    boolean maximum = step.pool() == ImageStep.Pool.MAX;
    boolean padded = window.top() + window.left() > 0;
    boolean dilated = window.dilationY() > 1 || window.dilationX() > 1;
    if (dilated && !maximum) {
      throw new NoLayer(step.describe() + " with dilation");
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    moves(step, window, List.of(window.kernelHeight(), window.kernelWidth()), keys);
    if (dilated) {
      keys.put("dilation", pair(List.of(window.dilationY(), window.dilationX())));
    }
    if (padded && step.pool() == ImageStep.Pool.MEAN) {
      keys.put("count-padding", false);
    }
    Object how = keys.size() == 1 ? keys.get("kernel") : keys;
    layer(Map.of(maximum ? "max-pool2d" : "avg-pool2d", how), Map.of());
    image = List.of(step.channels(), window.outHeight(), window.outWidth());
  }

  private void normalise(Step.BatchNorm step) {
    Network.Norm norm = step.norm();
    if (image != null && image.get(0) != norm.mean().length) {
      flatten();
    }
    String name = step.source().weight();
    Map<String, String> own = new LinkedHashMap<>();
    own.put(WEIGHT, put(name, vector(norm.gamma())));
    own.put(BIAS, put(step.source().bias(), vector(norm.beta())));
    own.put("running_mean", put(name + " running mean", vector(norm.mean())));
    own.put("running_var", put(name + " running variance", vector(norm.variance())));
    boolean usual = step.eps() == Evaluation.USUAL_EPS;
    layer(usual ? "batch-norm" : Map.of("batch-norm", Map.of("eps", step.eps())), own);
  }

  private static NamedTensor vector(double[] values) {
    return new NamedTensor("F64", new int[] {values.length}, values);
  }

  /** Under its own name, or one beside it where a step before has other numbers of that name. */
  private String put(String name, NamedTensor tensor) {
    String free = name;
    for (int k = 2; tensors.containsKey(free); k++) {
      free = name + " " + k;
    }
    tensors.put(free, tensor);
    return free;
  }
}
