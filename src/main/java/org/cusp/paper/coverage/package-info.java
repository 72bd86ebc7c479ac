/**
 * Do the intervals hold exact values, and are verdicts right? May import {@code
 * paper.reproduction}, {@code paper.networks} and the floors below {@code paper}.
 */
package org.cusp.paper.coverage;
