/**
 * What is measured: networks, data and chains that the table and the rates have in common. Begin at
 * {@link org.cusp.bench.work.Sampled}.
 */
package org.cusp.bench.work;
