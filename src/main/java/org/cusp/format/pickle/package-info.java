/**
 * Python's pickles, read as data: a machine that knows the operations that dictionaries of tensors
 * need, runs nothing, and keeps whatever it does not know as a name.
 */
package org.cusp.format.pickle;
