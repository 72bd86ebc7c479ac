package org.cusp.report.page;

import java.util.List;

/**
 * What a reader must know to repeat the run.
 *
 * @param title the run's name, the report's title
 * @param spec the network, the data and the training, as names and values
 * @param settings how the estimates were made: sampler, chains, nBeta, localisation
 * @param machine where it ran
 * @param provenance command, versions, revision, seed, time
 * @param specYaml the spec as the user gave it; empty when there is none
 */
public record RunFacts(
    String title,
    List<Fact> spec,
    List<Fact> settings,
    List<Fact> machine,
    List<Fact> provenance,
    String specYaml) {
  public RunFacts {
    spec = List.copyOf(spec);
    settings = List.copyOf(settings);
    machine = List.copyOf(machine);
    provenance = List.copyOf(provenance);
  }
}
