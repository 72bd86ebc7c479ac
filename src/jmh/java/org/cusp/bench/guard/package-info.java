/**
 * The guard of speed: how long each hot kernel takes beside a bare matrix product or a bare copy in
 * the same process, held against what it took before ({@code benchmarks/baseline.json}). Begin at
 * {@link org.cusp.bench.guard.Guard}.
 */
package org.cusp.bench.guard;
