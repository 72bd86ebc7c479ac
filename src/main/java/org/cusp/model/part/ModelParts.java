package org.cusp.model.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cusp.contract.InvalidInput;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;
import org.cusp.model.TensorPattern;

/**
 * Parameters by what a user calls them: patterns of tensor names ({@link TensorPattern}); {@code
 * layers.0[3]}, what the tensors of a layer have at place 3 of their first axis, which is the
 * channel or unit 3 that it makes; and of a transformer {@code l0h3} (a head: its rows of query,
 * key and value and its columns of output), {@code l1 attn}, {@code l1 mlp}, {@code l1} (with its
 * norms), {@code embed} and {@code unembed}.
 *
 * @param inFile the names in the file of a checkpoint, by those of the model's tensors; they may be
 *     used too
 */
public record ModelParts(Model model, Map<String, String> inFile) {
  private static final Pattern HEAD = Pattern.compile("l(\\d{1,4})\\s*h(\\d{1,4})");
  private static final Pattern LAYER = Pattern.compile("l(\\d{1,4})\\s*(attn|mlp)?");
  private static final Pattern UNIT = Pattern.compile("(.+)\\[(\\d{1,9})]");

  /**
   * The places in the flat vector of what is named.
   *
   * @param joined names joined by commas
   * @throws InvalidInput if one of them names nothing
   */
  public BitSet chosen(String joined) {
    BitSet places = new BitSet();
    TensorPattern.list(joined).forEach(name -> places.or(one(name.text())));
    return places;
  }

  /** Whether this is the short name of a head. */
  static boolean isHead(String name) {
    return HEAD.matcher(name).matches();
  }

  /** The short names that a transformer has; none for other models. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    Anatomy anatomy = Anatomy.of(model);
    if (has(anatomy, Anatomy.Kind.EMBED)) {
      names.add("embed");
    }
    for (Anatomy.Organ organ : anatomy.organs()) {
      if (organ.kind() == Anatomy.Kind.ATTENTION) {
        String layer = "l" + organ.index();
        names.add(layer);
        names.add(layer + " attn");
        for (int head = 0; head < organ.heads(); head++) {
          names.add(layer + "h" + head);
        }
        boolean dense =
            anatomy.organs().stream()
                .anyMatch(it -> it.kind() == Anatomy.Kind.DENSE && it.index() == organ.index());
        if (dense) {
          names.add(layer + " mlp");
        }
      }
    }
    if (has(anatomy, Anatomy.Kind.UNEMBED)) {
      names.add("unembed");
    }
    return names.stream().filter(name -> !one(name).isEmpty()).toList();
  }

  private static boolean has(Anatomy anatomy, Anatomy.Kind kind) {
    return anatomy.organs().stream().anyMatch(organ -> organ.kind() == kind);
  }

  private BitSet one(String name) {
    Anatomy anatomy = Anatomy.of(model);
    Matcher unit = UNIT.matcher(name);
    if (unit.matches()) {
      return unit(unit.group(1), Integer.parseInt(unit.group(2)));
    }
    return Optional.of(name)
        .filter(text -> anatomy.layers() > 0)
        .flatMap(text -> ofTransformer(anatomy, text))
        .orElseGet(() -> tensors(name));
  }

  private BitSet tensors(String pattern) {
    ParamSpace space = model.parameters();
    BitSet places = new BitSet();
    for (String chosen : TensorPattern.chosen(pattern, space, inFile)) {
      tensor(chosen).ifPresent(it -> places.set(it.offset(), it.offset() + it.size()));
    }
    return places;
  }

  private Optional<ParamSpace.Tensor> tensor(String name) {
    return model.parameters().tensors().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  private BitSet unit(String pattern, int place) {
    BitSet places = new BitSet();
    for (String name : TensorPattern.chosen(pattern, model.parameters(), inFile)) {
      ParamSpace.Tensor tensor = tensor(name).orElseThrow();
      int length = tensor.shape().get(0);
      if (place >= length) {
        throw new InvalidInput(
            pattern + "[" + place + "]: " + name + " has places 0 to " + (length - 1));
      }
      int each = tensor.size() / length;
      places.set(tensor.offset() + place * each, tensor.offset() + (place + 1) * each);
    }
    return places;
  }

  private Optional<BitSet> ofTransformer(Anatomy anatomy, String name) {
    Matcher head = HEAD.matcher(name);
    if (head.matches()) {
      return Optional.of(
          head(anatomy, Integer.parseInt(head.group(1)), Integer.parseInt(head.group(2))));
    }
    Matcher layer = LAYER.matcher(name);
    if (layer.matches()) {
      int index = Integer.parseInt(layer.group(1));
      requireLayer(anatomy, index);
      String part = layer.group(2) == null ? "" : layer.group(2);
      return Optional.of(
          organs(
              anatomy,
              organ ->
                  organ.index() == index
                      && switch (part) {
                        case "attn" -> organ.kind() == Anatomy.Kind.ATTENTION;
                        case "mlp" -> organ.kind() == Anatomy.Kind.DENSE;
                        default -> true;
                      }));
    }
    return switch (name) {
      case "embed" -> Optional.of(organs(anatomy, organ -> organ.kind() == Anatomy.Kind.EMBED));
      case "unembed" -> Optional.of(organs(anatomy, organ -> organ.kind() == Anatomy.Kind.UNEMBED));
      default -> Optional.empty();
    };
  }

  private static void requireLayer(Anatomy anatomy, int index) {
    if (index >= anatomy.layers()) {
      throw new InvalidInput(
          "l" + index + ": the model has the layers l0 to l" + (anatomy.layers() - 1));
    }
  }

  private BitSet organs(Anatomy anatomy, Predicate<Anatomy.Organ> wanted) {
    BitSet places = new BitSet();
    for (Anatomy.Organ organ : anatomy.organs()) {
      if (wanted.test(organ)) {
        model.parameters().tensors().stream()
            .filter(
                it -> it.name().equals(organ.name()) || it.name().startsWith(organ.name() + "."))
            .forEach(it -> places.set(it.offset(), it.offset() + it.size()));
      }
    }
    return places;
  }

  /** Keys and values that several heads share are of each of them. */
  private BitSet head(Anatomy anatomy, int index, int head) {
    requireLayer(anatomy, index);
    Anatomy.Organ organ =
        anatomy.organs().stream()
            .filter(it -> it.kind() == Anatomy.Kind.ATTENTION && it.index() == index)
            .findFirst()
            .orElseThrow();
    if (head >= organ.heads()) {
      throw new InvalidInput(
          "l" + index + "h" + head + ": the layer has the heads 0 to " + (organ.heads() - 1));
    }
    BitSet places = new BitSet();
    int keyHead = head / (organ.heads() / organ.keyHeads());
    for (String part : Arrays.asList("weight", "bias")) {
      rows(organ.name() + ".query." + part, head, organ.heads(), places);
      rows(organ.name() + ".key." + part, keyHead, organ.keyHeads(), places);
      rows(organ.name() + ".value." + part, keyHead, organ.keyHeads(), places);
    }
    ParamSpace.Tensor output = tensor(organ.name() + ".output.weight").orElseThrow();
    int columns = output.shape().get(1);
    int width = columns / organ.heads();
    for (int row = 0; row < output.shape().get(0); row++) {
      int from = output.offset() + row * columns + head * width;
      places.set(from, from + width);
    }
    return places;
  }

  private void rows(String name, int head, int heads, BitSet places) {
    tensor(name)
        .ifPresent(
            it -> {
              int each = it.size() / heads;
              places.set(it.offset() + head * each, it.offset() + (head + 1) * each);
            });
  }
}
