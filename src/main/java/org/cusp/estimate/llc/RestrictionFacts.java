package org.cusp.estimate.llc;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import org.cusp.run.Selection;

/**
 * Which parameters an estimate left free.
 *
 * @param only patterns of tensor names; null where a mask was given
 * @param mask the file; null where patterns were given
 * @param free the number of free parameters
 * @param of the number of all parameters
 * @param digest of the set of free parameters, see {@link org.cusp.model.Restriction#digest}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestrictionFacts(String only, String mask, int free, int of, String digest) {
  /** Of a selection. */
  public static RestrictionFacts of(Selection selection) {
    return new RestrictionFacts(
        selection.only().orElse(null),
        selection.mask().map(Path::toString).orElse(null),
        selection.restriction().size(),
        selection.restriction().space().size(),
        selection.restriction().digest());
  }
}
