package org.cusp.paper.reproduction;

import java.util.List;
import java.util.Map;
import org.cusp.run.Provenance;

/**
 * A reproduction as it is printed and stored; the components' names are the names in the JSON.
 *
 * @param size quick or full
 * @param provenance of the run that finished it; each row has its own revision
 */
public record Results(
    String command,
    String key,
    String title,
    String source,
    String size,
    long seed,
    Map<String, String> settings,
    List<String> findings,
    List<Findings.Section> tables,
    List<StoredRow> rows,
    Provenance provenance) {}
