/**
 * Checkpoints that other programmes wrote: what their tensors are for, which architecture they
 * show, and the function of those that can be evaluated. No tensor library, no model of Cusp.
 */
package org.cusp.foreign;
