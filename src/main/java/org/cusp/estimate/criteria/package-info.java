/**
 * WBIC, WAIC, PSIS-LOO, functional variance, Bayes and Gibbs losses, each with its error, and the
 * bridges to data that the draws did not foresee. May import {@code estimate}, {@code
 * estimate.llc}, {@code estimate.freeenergy} and all below. Begin with {@link
 * org.cusp.estimate.criteria.CriteriaEstimator}.
 */
package org.cusp.estimate.criteria;
