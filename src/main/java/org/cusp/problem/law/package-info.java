/**
 * Laws of data and the population K(w) they give. May import {@code model}, {@code gold} and all
 * below. Begin with {@link org.cusp.problem.law.DataLaw}.
 */
package org.cusp.problem.law;
