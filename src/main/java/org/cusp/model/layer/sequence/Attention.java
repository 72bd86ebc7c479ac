package org.cusp.model.layer.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cusp.contract.Check;
import org.cusp.contract.InvalidInput;
import org.cusp.data.Shape;
import org.cusp.model.layer.Binding;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerPass;
import org.cusp.model.layer.LayerText;
import org.cusp.model.layer.LayerType;
import org.cusp.model.layer.Parameter;
import org.cusp.tensor.sequence.Heads;
import org.cusp.tensor.sequence.Rotary;

/**
 * Attention of a sequence [positions, width] to itself, as {@link Heads} has it: queries x Q^T + a,
 * keys x K^T + b, values x V^T + c of its heads, and what comes out of them, o, as o O^T + d.
 * Parameters are {@code query.weight} [heads width, width], {@code key.weight}, {@code
 * value.weight} [key heads width, width], their biases, {@code output.weight} [width, heads width]
 * and {@code output.bias}, and, where queries and keys read x + P instead of x, {@code positions} P
 * [positions, width] (shortformer: O. Press, N. A. Smith, M. Lewis, arXiv:2012.15832, 2020).
 *
 * @param scale factor of scores; 1 / sqrt(width of a head) where empty
 */
public record Attention(Form form, Biases biases, Optional<Double> scale, Turning turning)
    implements Layer {
  /** How a spec file names it. */
  public static final LayerType TYPE =
      new LayerType(
          "attention",
          List.of(
              "heads",
              "keyValueHeads",
              "headWidth",
              "rotary",
              "rotaryBase",
              "causal",
              "bias",
              "outputBias",
              "scale",
              "positions"),
          Attention::read);

  static final String QUERY = "query.";
  static final String KEY = "key.";
  static final String VALUE = "value.";
  static final String OUTPUT = "output.";
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";
  static final String POSITIONS = "positions";

  /**
   * Its heads.
   *
   * @param queries heads
   * @param keys heads of keys and values, which divide those of queries
   * @param width of a head; the width of the vectors by the heads where empty
   */
  public record Form(int queries, int keys, Optional<Integer> width, Heads.Reach reach) {
    public Form {
      Check.atLeast("heads", queries, 1);
      Check.atLeast("keyValueHeads", keys, 1);
      if (queries % keys != 0) {
        throw new InvalidInput(
            "heads must be a multiple of keyValueHeads, got " + queries + " and " + keys);
      }
    }
  }

  /** Which terms there are. */
  public record Biases(boolean inner, boolean output) {}

  /**
   * How positions are told.
   *
   * @param rotary the part of each head that is turned, 0 to 1
   * @param base of its angles
   * @param learned rows of the table that queries and keys read; 0 for none
   */
  public record Turning(double rotary, double base, int learned) {
    /** Not at all. */
    public static final Turning NONE = new Turning(0, Rotary.NONE.base(), 0);

    public Turning {
      Check.inRange("rotary", rotary, 0, 1);
      Check.positive("rotaryBase", base);
      Check.atLeast("positions", learned, 0);
    }
  }

  private static Attention read(LayerText text) {
    int heads = text.whole("heads");
    Form form =
        new Form(
            heads,
            text.whole("keyValueHeads", heads),
            text.values().containsKey("headWidth")
                ? Optional.of(text.whole("headWidth"))
                : Optional.empty(),
            text.truth("causal").orElse(true) ? Heads.Reach.CAUSAL : Heads.Reach.ALL);
    boolean inner = text.truth("bias").orElse(true);
    return new Attention(
        form,
        new Biases(inner, text.truth("outputBias").orElse(inner)),
        text.values().containsKey("scale")
            ? Optional.of(text.positive("scale", 1))
            : Optional.empty(),
        new Turning(
            text.part("rotary", 0),
            text.positive("rotaryBase", Rotary.NONE.base()),
            text.values().containsKey("positions") ? text.whole("positions") : 0));
  }

  @Override
  public String type() {
    return TYPE.name();
  }

  @Override
  public String describe() {
    List<String> keys = new ArrayList<>(List.of("heads: " + form.queries()));
    if (form.keys() != form.queries()) {
      keys.add("keyValueHeads: " + form.keys());
    }
    form.width().ifPresent(it -> keys.add("headWidth: " + it));
    if (turning.rotary() > 0) {
      keys.add("rotary: " + turning.rotary());
    }
    if (turning.base() != Rotary.NONE.base()) {
      keys.add("rotaryBase: " + turning.base());
    }
    if (form.reach() == Heads.Reach.ALL) {
      keys.add("causal: false");
    }
    if (!biases.inner()) {
      keys.add("bias: false");
    }
    if (biases.output() != biases.inner()) {
      keys.add("outputBias: " + biases.output());
    }
    scale.ifPresent(it -> keys.add("scale: " + it));
    if (turning.learned() > 0) {
      keys.add("positions: " + turning.learned());
    }
    return keys.size() == 1
        ? type() + ": " + form.queries()
        : type() + ": {" + String.join(", ", keys) + "}";
  }

  @Override
  public Shape output(Shape input) {
    heads(input);
    return input;
  }

  /** How it is shared out for sequences of this shape. */
  Heads heads(Shape input) {
    if (input.axes().size() != 2) {
      throw new InvalidInput("takes a sequence [positions, width], got the shape " + input);
    }
    int positions = input.axes().get(0);
    if (turning.learned() > 0 && positions > turning.learned()) {
      throw new InvalidInput(
          "has " + turning.learned() + " positions, got sequences of " + positions);
    }
    int width = headWidth(input);
    int turned = (int) (width * turning.rotary());
    if (turned % 2 != 0) {
      throw new InvalidInput(
          "rotary must turn an even number of a head's " + width + " numbers, got " + turned);
    }
    return new Heads(
        new Heads.Counts(positions, form.queries(), form.keys(), width),
        form.reach(),
        scale.orElse(1 / Math.sqrt(width)),
        new Rotary(turned, turning.base()));
  }

  private int headWidth(Shape input) {
    if (form.width().isEmpty() && input.width() % form.queries() != 0) {
      throw new InvalidInput(
          form.queries() + " heads do not divide the width of " + input + "; give a headWidth");
    }
    return form.width().orElse(input.width() / form.queries());
  }

  @Override
  public List<Parameter> parameters(Shape input) {
    int width = input.width();
    int queries = form.queries() * headWidth(input);
    int keys = form.keys() * headWidth(input);
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.weight(QUERY + WEIGHT, queries, width));
    parameters.add(Parameter.weight(KEY + WEIGHT, keys, width));
    parameters.add(Parameter.weight(VALUE + WEIGHT, keys, width));
    if (biases.inner()) {
      parameters.add(Parameter.offset(QUERY + BIAS, queries));
      parameters.add(Parameter.offset(KEY + BIAS, keys));
      parameters.add(Parameter.offset(VALUE + BIAS, keys));
    }
    parameters.add(Parameter.weight(OUTPUT + WEIGHT, width, queries));
    if (biases.output()) {
      parameters.add(Parameter.offset(OUTPUT + BIAS, width));
    }
    if (turning.learned() > 0) {
      parameters.add(Parameter.weight(POSITIONS, turning.learned(), width));
    }
    return parameters;
  }

  @Override
  public List<Parameter> offsets(Shape input) {
    return biases.output() ? List.of(Parameter.offset(OUTPUT + BIAS, input.width())) : List.of();
  }

  /**
   * Products with the weights, and for each pair of positions that see each other two of a head.
   */
  @Override
  public double flops(Shape input) {
    Heads heads = heads(input);
    double pairs = 0;
    for (int t = 0; t < heads.positions(); t++) {
      pairs += heads.seen(t);
    }
    double weights = 2.0 * (heads.queryWidth() + heads.keyWidth()) * input.width();
    return 2 * weights * heads.positions() + 4 * pairs * heads.queryWidth();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }

  /** Where the kernels are a card's. */
  @Override
  public boolean isOnHost() {
    return true;
  }

  @Override
  public LayerPass bind(Binding binding) {
    return new AttentionPass(this, binding);
  }
}
