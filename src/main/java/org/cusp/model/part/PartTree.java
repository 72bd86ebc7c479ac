package org.cusp.model.part;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cusp.model.Model;
import org.cusp.model.ParamSpace;

/**
 * The parameters of a model as a tree: modules, their modules, tensors or heads. Every name in it
 * means its places ({@link ModelParts}). The parts of a node are disjoint and hold all of it;
 * running statistics, which are no parameters, are left out.
 *
 * @param name the whole has an empty one
 * @param also the same by the names of the model where {@code name} is one of the file, or the
 *     other way round; empty where there is none
 * @param shape of a tensor; empty for modules and heads
 * @param places in the flat vector
 * @param parts in the order of a forward pass; none of a tensor or a head
 */
public record PartTree(
    String name, String also, List<Integer> shape, BitSet places, List<PartTree> parts) {
  /**
   * Transformers by what their parts are for: {@code embed}, {@code l0} with its norms, heads and
   * dense layers, {@code unembed}. Other models by the dots in the names of the file, where each
   * tensor has one, else of the model.
   *
   * @param inFile the names in the file, by those of the model's tensors; may be empty
   */
  public static PartTree of(Model model, Map<String, String> inFile) {
    return new Maker(model, inFile).whole();
  }

  /** How many parameters are in it. */
  public int size() {
    return places.cardinality();
  }

  /** How many of these are in it. */
  public int count(BitSet chosen) {
    BitSet both = (BitSet) places.clone();
    both.and(chosen);
    return both.cardinality();
  }

  private static final class Maker {
    private final ModelParts names;
    private final List<ParamSpace.Tensor> tensors;
    private final Map<String, String> inFile;
    private final boolean byFile;

    Maker(Model model, Map<String, String> inFile) {
      this.names = new ModelParts(model, inFile);
      this.tensors = new ArrayList<>(model.parameters().tensors());
      this.tensors.removeAll(model.fixed());
      this.inFile = inFile;
      Set<String> theirs = new HashSet<>();
      boolean each =
          tensors.stream()
              .map(tensor -> inFile.get(tensor.name()))
              .allMatch(name -> name != null && theirs.add(name));
      this.byFile = each && Anatomy.of(model).layers() == 0;
    }

    PartTree whole() {
      Anatomy anatomy = Anatomy.of(names.model());
      List<PartTree> parts =
          anatomy.layers() == 0 ? modules("", tensors) : transformer(anatomy.organs());
      List<PartTree> inner = parts.size() == 1 ? parts.get(0).parts() : List.of();
      return node("", "", inner.isEmpty() ? parts : inner);
    }

    private List<PartTree> transformer(List<Anatomy.Organ> organs) {
      List<Anatomy.Organ> held = organs.stream().filter(organ -> !held(organ).isEmpty()).toList();
      return grouped(held, Maker::top).entrySet().stream()
          .map(
              part ->
                  part.getKey().matches("l\\d+")
                      ? module(part.getKey(), layer(part.getKey(), part.getValue()))
                      : module(part.getKey(), tensors(part.getValue())))
          .toList();
    }

    private static String top(Anatomy.Organ organ) {
      return switch (organ.kind()) {
        case EMBED -> "embed";
        case UNEMBED -> "unembed";
        default -> organ.index() < 0 ? organ.name() : "l" + organ.index();
      };
    }

    private List<PartTree> layer(String layer, List<Anatomy.Organ> organs) {
      List<PartTree> parts = new ArrayList<>();
      grouped(organs, organ -> within(layer, organ))
          .forEach(
              (part, held) -> {
                Anatomy.Organ first = held.get(0);
                boolean heads = first.kind() == Anatomy.Kind.ATTENTION;
                parts.add(module(part, heads ? heads(layer, first) : tensors(held)));
              });
      return parts;
    }

    private static String within(String layer, Anatomy.Organ organ) {
      return switch (organ.kind()) {
        case ATTENTION -> layer + " attn";
        case DENSE -> layer + " mlp";
        default -> organ.name();
      };
    }

    /** Heads that share keys and values are one part. */
    private List<PartTree> heads(String layer, Anatomy.Organ attention) {
      List<PartTree> parts = new ArrayList<>();
      BitSet left = held(attention);
      int together = attention.heads() / attention.keyHeads();
      for (int first = 0; first < attention.heads(); first += together) {
        String name =
            IntStream.range(first, first + together)
                .mapToObj(head -> layer + "h" + head)
                .collect(Collectors.joining(","));
        BitSet places = names.chosen(name);
        left.andNot(places);
        parts.add(new PartTree(name, "", List.of(), places, List.of()));
      }
      tensors.stream().filter(it -> left.get(it.offset())).map(this::leaf).forEach(parts::add);
      return parts;
    }

    private List<PartTree> tensors(List<Anatomy.Organ> organs) {
      BitSet places = new BitSet();
      organs.forEach(organ -> places.or(held(organ)));
      return tensors.stream().filter(it -> places.get(it.offset())).map(this::leaf).toList();
    }

    private BitSet held(Anatomy.Organ organ) {
      BitSet places = new BitSet();
      tensors.stream()
          .filter(it -> it.name().equals(organ.name()) || it.name().startsWith(organ.name() + "."))
          .forEach(it -> places.set(it.offset(), it.offset() + it.size()));
      return places;
    }

    private List<PartTree> modules(String prefix, List<ParamSpace.Tensor> within) {
      return grouped(within, tensor -> first(prefix, label(tensor))).entrySet().stream()
          .map(
              part -> {
                List<ParamSpace.Tensor> held = part.getValue();
                boolean whole = held.size() == 1 && label(held.get(0)).equals(part.getKey());
                return whole
                    ? leaf(held.get(0))
                    : module(part.getKey(), modules(part.getKey() + ".", held));
              })
          .toList();
    }

    /** A name up to its first dot behind the prefix. */
    private static String first(String prefix, String name) {
      int dot = name.indexOf('.', prefix.length());
      return dot < 0 ? name : name.substring(0, dot);
    }

    private String label(ParamSpace.Tensor tensor) {
      return byFile ? inFile.get(tensor.name()) : tensor.name();
    }

    private String other(ParamSpace.Tensor tensor) {
      String name = byFile ? tensor.name() : inFile.getOrDefault(tensor.name(), "");
      return name.equals(label(tensor)) ? "" : name;
    }

    private PartTree leaf(ParamSpace.Tensor tensor) {
      BitSet places = new BitSet();
      places.set(tensor.offset(), tensor.offset() + tensor.size());
      return new PartTree(label(tensor), other(tensor), tensor.shape(), places, List.of());
    }

    private PartTree module(String name, List<PartTree> parts) {
      PartTree part = node(name, "", parts);
      return other(part.places())
          .filter(also -> !also.equals(name))
          .map(also -> node(name, also, parts))
          .orElse(part);
    }

    private static PartTree node(String name, String also, List<PartTree> parts) {
      BitSet places = new BitSet();
      parts.forEach(part -> places.or(part.places()));
      return new PartTree(name, also, List.of(), places, parts);
    }

    /** The other kind of name of a module: the longest that holds the same and nothing else. */
    private Optional<String> other(BitSet places) {
      List<String> inside =
          tensors.stream().filter(it -> places.get(it.offset())).map(this::other).toList();
      String common = inside.get(0);
      while (!common.isEmpty()) {
        common = common.substring(0, Math.max(0, common.lastIndexOf('.')));
        String start = common + ".";
        if (inside.stream().allMatch(name -> name.startsWith(start))) {
          long all = tensors.stream().filter(it -> other(it).startsWith(start)).count();
          return all == inside.size() ? Optional.of(common) : Optional.empty();
        }
      }
      return Optional.empty();
    }

    private static <T> Map<String, List<T>> grouped(Collection<T> all, Function<T, String> name) {
      return all.stream()
          .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
    }
  }
}
