/**
 * The command line: one class per command, which reads its options, calls one run and prints. The
 * only floor that prints. May import everything. Begin with {@link org.cusp.cli.Cusp}, which lists
 * the commands, then {@link org.cusp.cli.LlcCommand}.
 */
package org.cusp.cli;
