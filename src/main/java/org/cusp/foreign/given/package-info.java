/**
 * What a user gives to a network of a file beside it: which data, and what is done to them first.
 * May import {@code contract}. Begin with {@link org.cusp.foreign.given.Normalisation}.
 */
package org.cusp.foreign.given;
