/**
 * What a command does for every parameter of its target: take what is stored, estimate the rest,
 * keep the result ({@link org.cusp.cli.run.PointLoop}), and hand it to the {@link
 * org.cusp.cli.run.ResultWriter}. May import {@code cli.options}, {@code cli.session}, {@code
 * cli.format} and all floors below. Begin with {@link org.cusp.cli.run.LlcRun}.
 */
package org.cusp.cli.run;
