package org.cusp.cli.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cusp.estimate.Inputs;
import org.cusp.format.Json;
import org.cusp.run.Provenance;
import org.cusp.run.Target;
import org.cusp.spec.section.Keys;

/**
 * A parameter of a target whose turn it is.
 *
 * @param w the parameter
 * @param data the fingerprint of the target's data
 * @param folder where its results go; empty for nowhere
 */
public record Place(
    Target target, Target.Point point, double[] w, String data, Optional<Path> folder) {
  /** The same with results that go somewhere, of data with this fingerprint. */
  Place in(Optional<Path> where, String fingerprint) {
    return new Place(target, point, w, fingerprint, where);
  }

  /** The last point of a target, whose results go nowhere. */
  public static Place last(Target target) {
    Target.Point last = target.points().get(target.points().size() - 1);
    return new Place(target, last, last.weights().get(), "", Optional.empty());
  }

  /** What work here is of, for its state: data, model, weights and what was asked. */
  Map<String, String> facts(String work, Map<String, Object> asked) {
    Inputs inputs = Inputs.of(target, data, w);
    Map<String, Object> settings = new TreeMap<>(asked);
    // How precise it is to be and how long it may take decide only when it ends.
    settings.keySet().removeAll(List.of(Keys.PRECISION, Keys.BUDGET));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("kind of work", work);
    facts.put("data", inputs.data());
    facts.put("model", inputs.model());
    facts.put("weights", inputs.weights());
    facts.put("settings", Json.text(settings));
    facts.put(
        "parameters (--only, --mask)",
        target.coordinates().selection().map(one -> one.restriction().digest()).orElse("all"));
    facts.put("units", target.coordinates().localisation().label());
    return facts;
  }

  /**
   * What a file of numbers says of itself.
   *
   * @param own beside target and inputs
   */
  Map<String, Object> about(Map<String, ?> own, Provenance provenance) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("target", target.name());
    about.put("step", step());
    about.put("data", target.train().name());
    about.putAll(own);
    about.put("inputs", Inputs.of(target, data, w));
    about.put("provenance", provenance);
    return about;
  }

  /** Of training; null where this is no checkpoint of a run. */
  public Long step() {
    return point.step().isPresent() ? (Long) point.step().getAsLong() : null;
  }

  /** What a bar says of it. */
  String task(String otherwise) {
    return step() == null ? otherwise : "step " + step();
  }

  /** Of several points each has a folder of its own. */
  static Path folder(Path out, Target.Point point, List<Target.Point> points) {
    return points.size() == 1 ? out : out.resolve(step(point));
  }

  /**
   * A point's own folder for results of one kind in the directory of its run; empty without one.
   */
  static Optional<Path> inRun(Target target, String kind, Target.Point point) {
    return target.directory().map(run -> run.inside(run.root().resolve(kind).resolve(step(point))));
  }

  private static String step(Target.Point point) {
    return String.format(Locale.ROOT, "step-%06d", point.step().orElse(0));
  }
}
