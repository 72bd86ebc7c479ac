/**
 * The threads, kernels, deadline and streams of one command. May import {@code cli.options} and the
 * floors below. Begin with {@link org.cusp.cli.session.Session}.
 */
package org.cusp.cli.session;
