/**
 * Options that several commands share, each group a picocli mixin that becomes settings of the
 * floors below. May import everything below {@code cli}. Begin with {@link
 * org.cusp.cli.options.TargetOptions} and {@link org.cusp.cli.options.SamplingOptions}.
 */
package org.cusp.cli.options;
