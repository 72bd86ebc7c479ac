/**
 * Argument checks, the little language of problem strings, one-line messages, and the one exception
 * that means "the user's input is wrong". Imports nothing of Cusp. Begin with {@link
 * org.cusp.contract.Check} and {@link org.cusp.contract.InvalidInput}.
 */
package org.cusp.contract;
