package org.cusp.cli.spread;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cusp.tensor.KernelProvider;
import org.cusp.train.Build;

/**
 * What the bits of a result depend on beside its input: two processes with the same makers make the
 * same.
 *
 * @param version of Cusp
 * @param revision of its source
 * @param java the feature version
 * @param kernels with the width of their vectors
 */
public record Maker(String version, String revision, int java, String kernels)
    implements Serializable {
  /** This process with these kernels. */
  public static Maker here(KernelProvider kernels) {
    return new Maker(
        Build.THIS.version(),
        Build.THIS.revision(),
        Runtime.version().feature(),
        kernels.create().name());
  }

  /** What the other has that is not as here; empty where nothing is. */
  public Optional<String> differs(Maker other) {
    Map<String, String> own = facts();
    return other.facts().entrySet().stream()
        .filter(fact -> !fact.getValue().equals(own.get(fact.getKey())))
        .map(
            fact ->
                fact.getKey()
                    + " "
                    + fact.getValue()
                    + ", and here it is "
                    + own.get(fact.getKey()))
        .findFirst();
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Java", Integer.toString(java));
    facts.put("Cusp", version);
    facts.put("revision", revision);
    facts.put("kernels", kernels);
    return facts;
  }
}
