/** Training one network: optimizers, the loop, checkpoints, and the run directory. */
package org.cusp.train;
