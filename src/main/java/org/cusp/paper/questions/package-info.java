/**
 * Six questions of a reader about free energies and generalisation. May import {@code
 * paper.reproduction} and the floors below {@code paper}.
 */
package org.cusp.paper.questions;
