/**
 * Data sets: checked and immutable, read from files or generated, split, scaled, and cut into
 * minibatches that are a pure function of the step.
 */
package org.cusp.data;
