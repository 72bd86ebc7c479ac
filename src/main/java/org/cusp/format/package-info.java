/**
 * Files to plain arrays and back: npy, npz, IDX, numeric CSV and safetensors, and whole-or-nothing
 * writing. Every number becomes a double; every fault of a file is an {@link
 * org.cusp.contract.InvalidInput} of one line that begins with the file's name.
 */
package org.cusp.format;
