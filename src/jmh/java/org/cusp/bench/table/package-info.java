/**
 * The table of benchmarks/README.md: chains and trainings that take turns with PyTorch ({@code
 * benchmarks/table}), and how time and memory grow. Begin at {@link org.cusp.bench.table.Turns}.
 */
package org.cusp.bench.table;
