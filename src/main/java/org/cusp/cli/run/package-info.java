/**
 * What a command does for every parameter of its target: take what is stored, estimate the rest,
 * keep the result. No printing of results. May import {@code cli.options}, {@code cli.session} and
 * all floors below. Begin with {@link org.cusp.cli.run.LlcRun}.
 */
package org.cusp.cli.run;
