package org.cusp.spec.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.cusp.contract.Check;
import org.cusp.spec.section.Keys;
import org.cusp.spec.section.Section;

/**
 * What is done to a gradient before the optimizer sees it:
 *
 * <pre>g := g min(1, clip / |g|), then g := g + l2 w,</pre>
 *
 * as in a training of PyTorch with {@code clip_grad_norm_} (which divides by |g| + 1e-6: its steps
 * are shorter by that share, 1e-6 / |g|) and the {@code weight_decay} of its Adam, which is not
 * decoupled.
 *
 * @param clip the largest norm, above 0; empty for any
 * @param l2 at least 0
 */
public record GradientSpec(OptionalDouble clip, double l2) {
  static final List<String> KEYS = List.of(Keys.CLIP, Keys.L2);

  /** The gradient as it is. */
  public static final GradientSpec PLAIN = new GradientSpec(OptionalDouble.empty(), 0);

  public GradientSpec {
    clip.ifPresent(norm -> Check.positive(Keys.train(Keys.CLIP), norm));
    Check.nonNegative(Keys.train(Keys.L2), l2);
  }

  static GradientSpec read(Section section) {
    return new GradientSpec(section.number(Keys.CLIP), section.number(Keys.L2).orElse(0));
  }

  /** The values of its keys, of those that do something. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    clip.ifPresent(norm -> facts.put(Keys.CLIP, Double.toString(norm)));
    if (l2 != 0) {
      facts.put(Keys.L2, Double.toString(l2));
    }
    return facts;
  }
}
