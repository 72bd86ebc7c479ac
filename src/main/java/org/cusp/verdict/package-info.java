/**
 * The rules by which an estimate is trusted, doubted or rejected, one method each, and the evidence
 * they look at. May import {@code tuning}, {@code point} and all below. Begin with {@link
 * org.cusp.verdict.VerdictRules}.
 */
package org.cusp.verdict;
