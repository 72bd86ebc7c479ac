package org.cusp.paper.coverage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.cusp.sampler.Samplers;
import org.cusp.spec.sampling.LlcSpec;
import org.cusp.spec.sampling.LlcSpecBuilder;

/** Settings of {@code cusp llc} as words {@code name=value}, the names those of its options. */
final class CaseSettings {
  private static final List<String> NAMES =
      List.of(
          "sampler", "step", "chains", "draws", "burn-in", "thin", "batch", "budget", "gamma",
          "n-beta");

  private CaseSettings() {}

  /**
   * The settings; what is missing is left to the estimator.
   *
   * @throws org.cusp.contract.InvalidInput for a sampler there is not, or one that cannot honour
   *     them
   */
  static LlcSpec of(String words, long seed) {
    Map<String, String> values = parse(words);
    LlcSpecBuilder settings = LlcSpec.defaults(seed).edit();
    Optional.ofNullable(values.get("sampler")).map(Samplers::parse).ifPresent(settings::sampler);
    whole(values, "chains").ifPresent(settings::chains);
    whole(values, "draws").ifPresent(settings::draws);
    whole(values, "burn-in").ifPresent(settings::burnIn);
    whole(values, "thin").ifPresent(settings::thin);
    whole(values, "batch").ifPresent(settings::batch);
    number(values, "budget").ifPresent(settings::budget);
    number(values, "gamma").ifPresent(settings::gamma);
    number(values, "n-beta").ifPresent(settings::nBeta);
    number(values, "step").ifPresent(settings::step);
    return settings.build().requireConsistent();
  }

  private static Map<String, String> parse(String words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words.isBlank() ? new String[0] : words.split(" ")) {
      String[] parts = word.split("=", 2);
      if (parts.length < 2 || !NAMES.contains(parts[0])) {
        throw new IllegalArgumentException(
            "unknown setting " + word + "; known: " + Arrays.toString(NAMES.toArray()));
      }
      values.put(parts[0], parts[1]);
    }
    return values;
  }

  private static OptionalInt whole(Map<String, String> values, String name) {
    return values.containsKey(name)
        ? OptionalInt.of(Integer.parseInt(values.get(name)))
        : OptionalInt.empty();
  }

  private static OptionalDouble number(Map<String, String> values, String name) {
    return values.containsKey(name)
        ? OptionalDouble.of(Double.parseDouble(values.get(name)))
        : OptionalDouble.empty();
  }
}
