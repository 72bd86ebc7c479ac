/**
 * A section of a spec file with checked access, and the one place of its key names. Imports {@code
 * contract}. Begin with {@link org.cusp.spec.section.Section}.
 */
package org.cusp.spec.section;
