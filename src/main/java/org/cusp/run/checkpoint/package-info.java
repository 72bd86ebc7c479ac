/**
 * Checkpoints that other programmes wrote as targets: their spec where none is given, their
 * parameters by what their names say, and folders of them along a training. May import {@code
 * train} and all below. Begin with {@link org.cusp.run.checkpoint.ForeignCheckpoint}.
 */
package org.cusp.run.checkpoint;
