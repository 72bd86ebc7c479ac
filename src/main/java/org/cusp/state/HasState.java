package org.cusp.state;

/**
 * What changes while a computation goes on, in such a way that the rest depends on it.
 *
 * <p>One method writes it down and puts it back, so that neither can forget what the other knows:
 *
 * <pre>
 * public void state(State at) {
 *   count = at.whole("count", count);
 *   mean = at.number("mean", mean);
 * }
 * </pre>
 */
@FunctionalInterface
public interface HasState {
  /** Of what never changes, or is made anew from what does. */
  HasState NOTHING = at -> {};

  /** Lets everything that changes through, by name. */
  void state(State at);
}
