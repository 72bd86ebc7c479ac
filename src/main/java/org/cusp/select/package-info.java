/**
 * Choosing among models: families ordered by a size (a rank, a number of components), their
 * maximised likelihoods and learning coefficients, and the criteria that choose. Every other room
 * is about one model and its posterior; this one compares several, so it lies above {@code
 * estimate}.
 */
package org.cusp.select;
