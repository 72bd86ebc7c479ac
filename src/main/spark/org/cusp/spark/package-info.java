/**
 * Pieces of work as tasks of Apache Spark ({@code --on spark}). Compiled in the Maven profile
 * {@code spark} alone; the floor above all others, which reaches it by the name in {@code
 * cli.spread.Clusters}. Begin with {@link org.cusp.spark.SparkCluster}.
 */
package org.cusp.spark;
