/**
 * Lambda from draws at more temperatures than that of the LLC. May import {@code estimate.llc} and
 * what that may. Begin with {@link org.cusp.estimate.llc.colder.ColderDraws}.
 */
package org.cusp.estimate.llc.colder;
