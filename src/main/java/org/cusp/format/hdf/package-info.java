/**
 * HDF5 as far as files of weights need it: groups of either kind, contiguous and compact data sets
 * of numbers, attributes that are texts. Format: the public HDF5 File Format Specification.
 */
package org.cusp.format.hdf;
