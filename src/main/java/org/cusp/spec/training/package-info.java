/** The section that says how to train. May import {@code spec.section} and {@code contract}. */
package org.cusp.spec.training;
