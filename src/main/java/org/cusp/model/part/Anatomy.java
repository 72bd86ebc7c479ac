package org.cusp.model.part;

import java.util.ArrayList;
import java.util.List;
import org.cusp.model.LayeredModel;
import org.cusp.model.Model;
import org.cusp.model.layer.Composition;
import org.cusp.model.layer.Layer;
import org.cusp.model.layer.LayerNorm;
import org.cusp.model.layer.Part;
import org.cusp.model.layer.RmsNorm;
import org.cusp.model.layer.Sequential;
import org.cusp.model.layer.Shared;
import org.cusp.model.layer.sequence.Attention;
import org.cusp.model.layer.sequence.Tied;

/**
 * Which layers of a transformer are what. Attentions are counted in the order of a forward pass;
 * what stands in a block (a residual, a sum) after an attention is of its layer, and so is a norm
 * that stands before it. What comes before the first block embeds, what comes after the last
 * unembeds.
 *
 * @param organs in the order of a forward pass
 */
record Anatomy(List<Organ> organs) {
  /** What a layer is for. */
  enum Kind {
    EMBED,
    NORM,
    ATTENTION,
    DENSE,
    UNEMBED
  }

  /**
   * A layer with parameters.
   *
   * @param name what the names of its parameters begin with
   * @param index of the transformer's layer
   * @param heads of queries, and of keys and values
   */
  record Organ(String name, Kind kind, int index, int heads, int keyHeads) {}

  /** Empty for a model without attention. */
  static Anatomy of(Model model) {
    if (!(model instanceof LayeredModel network)) {
      return new Anatomy(List.of());
    }
    Walk walk = new Walk();
    walk.parts("", network.layers().parts(), false);
    return new Anatomy(walk.attentions == 0 ? List.of() : List.copyOf(walk.organs));
  }

  int layers() {
    return (int) organs.stream().filter(organ -> organ.kind() == Kind.ATTENTION).count();
  }

  private static final class Walk {
    private final List<Organ> organs = new ArrayList<>();
    private int attentions;

    private void parts(String prefix, List<Part> parts, boolean inBlock) {
      parts.forEach(part -> layer(prefix + part.name(), part.layer(), inBlock));
    }

    private void layer(String name, Layer layer, boolean inBlock) {
      if (layer instanceof Tied tied) {
        organs.add(new Organ(name + ".weight", Kind.EMBED, -1, 0, 0));
        parts(name + ".", tied.inner().parts(), inBlock);
      } else if (layer instanceof Shared shared) {
        // Positions that every attention adds: they stand before the first block.
        organs.add(new Organ(name + "." + shared.parameter(), Kind.EMBED, -1, 0, 0));
        parts(name + ".", shared.inner().parts(), inBlock);
      } else if (layer instanceof Composition inner) {
        parts(name + ".", inner.parts(), inBlock || !(inner instanceof Sequential));
      } else if (layer instanceof Attention attention) {
        attentions++;
        // Norms of this block stand before it.
        for (int i = organs.size() - 1; i >= 0 && isOpenNorm(organs.get(i)); i--) {
          organs.set(i, new Organ(organs.get(i).name(), Kind.NORM, attentions - 1, 0, 0));
        }
        Attention.Form form = attention.form();
        organs.add(new Organ(name, Kind.ATTENTION, attentions - 1, form.queries(), form.keys()));
      } else {
        organs.add(new Organ(name, kind(layer, inBlock), inBlock ? attentions - 1 : -1, 0, 0));
      }
    }

    private boolean isOpenNorm(Organ organ) {
      return organ.kind() == Kind.NORM && organ.index() < attentions - 1;
    }

    private Kind kind(Layer layer, boolean inBlock) {
      if (!inBlock) {
        return attentions == 0 ? Kind.EMBED : Kind.UNEMBED;
      }
      return layer instanceof LayerNorm || layer instanceof RmsNorm ? Kind.NORM : Kind.DENSE;
    }
  }
}
