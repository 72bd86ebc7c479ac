/**
 * How draws are seen while chains run: an observer is told chain, draw and temperature, keeps what
 * it needs, and is read in that order afterwards. May import {@code posterior} and all below. Begin
 * with {@link org.cusp.run.observer.Observer}.
 */
package org.cusp.run.observer;
