/**
 * What a computation needs to go on after the process that began it has ended: whatever has a state
 * lets it through a {@link org.cusp.state.State}, which writes it down or puts it back, and a
 * {@link org.cusp.state.Bookmark} keeps the states of all parts in one file. May import {@code
 * format} and all below. Begin with {@link org.cusp.state.HasState}.
 */
package org.cusp.state;
