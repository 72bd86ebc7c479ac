/**
 * The forms in which a result is printed: an {@link org.cusp.cli.format.OutputFormat} each, and
 * their registry. May import {@code estimate} and the floors below. Begin with {@link
 * org.cusp.cli.format.OutputFormats}, to which a new form is added by a line.
 */
package org.cusp.cli.format;
